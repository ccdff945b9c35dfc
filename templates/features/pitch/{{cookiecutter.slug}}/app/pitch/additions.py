"""What the pitch says beyond product.toml: data/pitch.toml, where every key may be left out."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.faults import OwnerFault
from app.product import contents

LONGEST = 400  # characters: what fits a slide


class Additions(BaseModel):
    """The file as a whole."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    problem: str = Field("", max_length=LONGEST)
    next: tuple[str, ...] = Field((), max_length=4)
    contact: str = Field("", max_length=100)


def load(path: Path) -> Additions:
    """Read the file, if there is one; what is wrong with it is raised as OwnerFault."""
    if not path.exists():
        return Additions()
    try:
        return Additions.model_validate(contents(path))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise OwnerFault(f"{path.name}: `{place}`: {first['msg'][:1].lower()}{first['msg'][1:]}") from None
