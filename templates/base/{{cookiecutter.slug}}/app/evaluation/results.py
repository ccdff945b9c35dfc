"""What came of one case."""

from typing import Any

from pydantic import BaseModel, field_serializer

from app.evaluation.cases import Case
from app.evaluation.checks import Check, Kind


class Opinion(BaseModel):
    """What the judge said of a reply in one of its runs; one that failed to say anything found it bad."""

    good: bool = False
    reason: str = ""
    fault: str = ""
    cost_usd: float | None = None
    estimated: bool = False


class Result(BaseModel):
    """A case, its reply and how it was checked; `fault` says why there is no reply, or no end of its check."""

    case: Case
    text: str = ""
    answerer: str = ""
    seconds: float
    cost_usd: float | None = None
    estimated: bool = False
    fault: str = ""
    checks: list[Check]
    opinions: list[Opinion] = []

    @field_serializer("case")
    def _as_in_its_line(self, case: Case) -> dict[str, Any]:
        return case.model_dump(mode="json", exclude_unset=True)

    @property
    def right(self) -> bool:
        return not self.fault and all(check.right for check in self.checks)

    @property
    def wrongs(self) -> list[tuple[Kind, str]]:
        """Return the rules that the reply broke, each with what it did instead."""
        return [(check.kind, check.why) for check in self.checks if check.why]
