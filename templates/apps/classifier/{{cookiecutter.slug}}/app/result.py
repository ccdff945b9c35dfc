"""What came of classifying one text, by whichever way."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Way = Literal["decisions", "schema", "local"]
Asked = Literal["decisions", "schema", "local", "cascade"]  # a cascade answers by one of the others
Abstained = Literal["", "unsure", "off_list", "refusal", "unparsed", "nothing_learned"]


@dataclass(frozen=True)
class Result:
    """A label, or the reason why there is none; never a label that the product does not have.

    `guess` is what was likeliest, also where that was not sure enough to be a label.
    """

    labels: tuple[str, ...]
    guess: tuple[str, ...]
    way: Way
    rung: str  # how the way came by it: decisions; schema, json or text; the name of the local model
    answerer: str
    confidence: float | None = None  # how often such a guess is right, where `calibrated`
    calibrated: bool = False
    threshold: float | None = None  # the confidence from which on a guess is a label
    probabilities: Mapping[str, float] = field(default_factory=dict)
    thresholds: Mapping[str, float] = field(default_factory=dict)  # with `choose = "many"`, one a label
    abstained: Abstained = ""
    cost_usd: float | None = None
    estimated: bool = False

    @property
    def label(self) -> str | None:
        """Return the one label, where there is just one."""
        return self.labels[0] if len(self.labels) == 1 else None

    def as_data(self) -> dict[str, Any]:
        """Return the result as the API and the command line show it."""
        return {"label": self.label, **asdict(self)}
