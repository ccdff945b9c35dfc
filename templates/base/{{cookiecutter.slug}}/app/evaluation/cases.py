"""The questions of evals/: one JSON object a line, an input and what its reply must keep to."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from app.faults import OwnerFault
from app.product import did_you_mean
from app.words import in_language

LONGEST_PATTERN = 1_000  # characters

Text = Annotated[str, Field(pattern=r"\S")]


def compiled(pattern: str) -> str:
    """Refuse a pattern that is none."""
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"not a regular expression: {error}") from None
    return pattern


class Case(BaseModel):
    """One line; a field that it does not set is not checked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    input: Text
    contains: tuple[Text, ...] = Field((), min_length=1)
    not_contains: tuple[Text, ...] = Field((), min_length=1)
    matches: Annotated[str, Field(min_length=1, max_length=LONGEST_PATTERN), AfterValidator(compiled)] = ""
    refuses: bool = False  # set to false: the reply must not decline
    language: Literal["en", "vi", ""] = ""
    max_words: int = Field(0, ge=1)
    label: Text = ""

    @property
    def key(self) -> str:
        """Return what makes two cases the same: every field that is set."""
        return self.model_dump_json(exclude_unset=True)


def gathered(folder: Path, language: str) -> list[Case]:
    """Read the product's own cases, and those of safety in its language; raise OwnerFault for a wrong line."""
    found = read(folder / "cases.jsonl")
    safety = {path.name.split(".")[1]: path for path in sorted(folder.glob("safety.*.jsonl"))}
    if "en" in safety:
        found += read(in_language(safety, language))
    if not found:
        raise OwnerFault('evals/cases.jsonl holds no case; write one, such as {"input": "Hello", "max_words": 100}')
    return found


def read(path: Path) -> list[Case]:
    name = f"{path.parent.name}/{path.name}"
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise OwnerFault(f"{name} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise OwnerFault(f"{name} is not UTF-8 text") from None
    return list(parsed(name, lines))


def parsed(name: str, lines: list[str]) -> Iterator[Case]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield Case.model_validate_json(line)
            except ValidationError as error:
                raise OwnerFault(f"{name}, line {number}: {sentence(error.errors()[0])}") from None


def sentence(error: ErrorDetails) -> str:
    """Say in one sentence what is wrong with a line."""
    field = str(error["loc"][0]) if error["loc"] else ""
    match error["type"]:
        case "json_invalid":
            return f"this is not JSON: {error['ctx']['error']}"
        case "missing":
            return f"`{field}` is missing"
        case "extra_forbidden":
            return f"`{field}` is not a known key{did_you_mean(Case, field)}"
        case _ if not field:
            return "this is not a JSON object"
        case _:
            return f"`{field}` is {shown(error['input'])}, but {lowered(error['msg'])}"


def shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def lowered(message: str) -> str:
    message = message.removeprefix("Value error, ")
    return message[:1].lower() + message[1:]
