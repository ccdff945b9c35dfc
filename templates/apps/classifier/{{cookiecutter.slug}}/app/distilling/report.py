"""What distilling came to: how much of the model's quality the local model keeps, at what speed and cost."""

from collections.abc import Iterator, Sequence

import numpy as np
from pydantic import BaseModel

from app.quality.figures import DRAWS, SEED
from app.quality.table import columns


class Measured(BaseModel):
    """How one of them does on the texts whose label is known."""

    right: list[bool]  # one a text, in the same order for all
    texts_a_second: float
    usd_a_thousand: float

    @property
    def accuracy(self) -> float:
        return sum(self.right) / max(1, len(self.right))


class Report(BaseModel):
    """One distilling."""

    model: str
    way: str
    wanted: int  # texts that were to be labelled
    labelled: int  # of them, with a label to learn from
    ended: str  # the code of what ended it early, or nothing
    cost_usd: float
    teacher: Measured
    before: Measured | None
    after: Measured

    @property
    def kept(self) -> tuple[float, float, float] | None:
        """Return the share of the model's accuracy that the local one has, with its 95% interval over texts drawn anew.

        Nothing where the model labelled none of the texts right.
        """
        teacher, after = (np.array(each.right, float) for each in (self.teacher, self.after))
        if not teacher.any():
            return None
        even = np.full(len(teacher), 1 / len(teacher))
        weights = np.random.default_rng(SEED).multinomial(len(teacher), even, DRAWS)
        shares = weights @ after / np.maximum(1, weights @ teacher)
        low, high = np.percentile(shares, [2.5, 97.5])
        return float(after.sum() / teacher.sum()), float(low), float(high)

    def lines(self) -> Iterator[str]:
        """Yield it as people read it on a terminal."""
        yield from self._labelled()
        yield ""
        yield from columns(
            [
                (f"on {len(self.teacher.right)} texts with a known label", "right", "texts a second", "USD per 1,000"),
                *self._rows(),
            ]
        )
        yield ""
        yield self.sentence

    def _labelled(self) -> Sequence[str]:
        told = f"{self.model} ({self.way}) labelled {self.labelled} of {self.wanted} texts for {self.cost_usd:.6f} USD."
        early = f"It ended early ({self.ended}); the same command goes on from there." if self.ended else ""
        return [told, early] if early else [told]

    def _rows(self) -> Iterator[tuple[str, str, str, str]]:
        found = [(self.model, self.teacher), ("local, before", self.before), ("local, after", self.after)]
        for name, one in found:
            if one:
                yield name, f"{one.accuracy:.3f}", f"{one.texts_a_second:.1f}", f"{one.usd_a_thousand:.4f}"

    @property
    def sentence(self) -> str:
        """Say what share of the model's quality is kept."""
        kept = self.kept
        if kept is None:
            return "The model labelled none of the texts right, so there is no quality to keep."
        share, low, high = kept
        speed = self.after.texts_a_second / self.teacher.texts_a_second if self.teacher.texts_a_second else 0.0
        beside = f", {speed:.1f} times as fast" if speed else ""
        range_ = f"(95%: {low:.1%} to {high:.1%})"
        return f"The local model keeps {share:.1%} of the model's accuracy {range_}{beside}, for nothing."
