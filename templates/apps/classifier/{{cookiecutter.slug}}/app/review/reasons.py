"""Says why a text is not sure enough, in codes that the page has words for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.local.neighbours import Near

CLOSE = 0.5  # of the likeliest label's share: from there on another is a rival
TOLD = ("off_list", "refusal", "unparsed", "nothing_learned")  # by the way itself


@dataclass(frozen=True)
class Reason:
    """A code, and the label that it is about."""

    code: str
    label: str = ""


@dataclass(frozen=True)
class Seen:
    """What is known of a text that waits."""

    guess: str
    error: str
    shares: Mapping[str, float] = field(default_factory=dict)  # by label, as the local way has them
    nearest: Sequence[Near] = ()
    far: float = 0.0  # likeness below which a text is far from all examples


def reasons(seen: Seen) -> list[Reason]:
    """Return why, the most telling first; there is always one."""
    found = [Reason(seen.error)] if seen.error in TOLD else []
    if seen.nearest and seen.nearest[0].likeness < seen.far:
        found.append(Reason("far"))
    elif other := unlike(seen):
        found.append(Reason("others", other))
    if rival := rival_of(seen):
        found.append(Reason("close", rival))
    return found or [Reason("unsure")]


def unlike(seen: Seen) -> str:
    """Return the label of the nearest example where that is not the one that was guessed."""
    labels = seen.nearest[0].example.labels if seen.nearest else frozenset()
    return min(labels) if seen.guess and labels and seen.guess not in labels else ""


def rival_of(seen: Seen) -> str:
    """Return the label that is nearly as likely as the guess."""
    best = max(seen.shares.values(), default=0.0)
    others = [(share, name) for name, share in seen.shares.items() if name != seen.guess]
    share, name = max(others, default=(0.0, ""))
    return name if best and share >= CLOSE * best else ""
