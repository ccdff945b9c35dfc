"""Plots of the weeks as SVG, without style in them; each says in words what it shows."""

from collections.abc import Iterator, Sequence
from html import escape

from app.drifting.weeks import Drift, Week
from app.quality.numbers import Words, percent

WIDE, HIGH, LEFT, BELOW = 640, 240, 44, 26
SHOWN = 6  # labels with a shade of their own; the others share one


def mix(drift: Drift, words: Words) -> str:
    """Draw a bar a week, of which each part is a label's share."""
    labels = drift.labels[:SHOWN]
    step = (WIDE - LEFT) / max(1, len(drift.weeks))
    bars = "".join(
        part for at, week in enumerate(drift.weeks) for part in bar(week, labels, LEFT + at * step, step, words)
    )
    told = "; ".join(f"{week.week}: {shares(week, labels, words)}" for week in drift.weeks)
    return framed(drift, words["mix"], told, bars, words)


def bar(week: Week, labels: Sequence[str], left: float, step: float, words: Words) -> Iterator[str]:
    top = 0.0
    rest = 1 - sum(map(week.share, labels))
    parts = [*((name, week.share(name)) for name in labels), (words["others"], rest)]
    for number, (name, share) in enumerate(parts if rest > 1e-9 else parts[:-1]):
        if not share:
            continue
        title = escape(f"{week.week} · {name or words['none']}: {percent(share, 1, words)}")
        yield (
            f'<rect class="part p{number}" x="{left + step * 0.15:.1f}" y="{top * HIGH:.1f}" width="{step * 0.7:.1f}" '
            f'height="{share * HIGH:.1f}"><title>{title}</title></rect>'
        )
        top += share


def shares(week: Week, labels: Sequence[str], words: Words) -> str:
    return ", ".join(f"{name or words['none']} {percent(week.share(name), 0, words)}" for name in labels)


def far(drift: Drift, words: Words) -> str:
    """Draw the share of texts that are far from every example as a line."""
    known = [(at, share) for at, week in enumerate(drift.weeks) if (share := week.far_share) is not None]
    step = (WIDE - LEFT) / max(1, len(drift.weeks))
    points = [(LEFT + (at + 0.5) * step, HIGH * (1 - share)) for at, share in known]
    line = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    path = f'<path class="line" d="M{line}"/>' if points else ""
    dots = "".join(f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="4"/>' for x, y in points)
    told = "; ".join(f"{drift.weeks[at].week}: {percent(share, 0, words)}" for at, share in known)
    return framed(drift, words["far"], told, path + dots, words)


def framed(drift: Drift, title: str, told: str, inside: str, words: Words) -> str:
    """Return a plot with the weeks below and shares at its side."""
    step = (WIDE - LEFT) / max(1, len(drift.weeks))
    every = -(-len(drift.weeks) // 8)  # names of weeks that have room beside one another
    sides = "".join(
        f'<path class="grid" d="M{LEFT} {HIGH * (1 - at):.0f}H{WIDE}"/>'
        f'<text x="{LEFT - 6}" y="{HIGH * (1 - at) + 4:.0f}" text-anchor="end">{percent(at, 0, words)}</text>'
        for at in (0, 0.5, 1)
    )
    names = "".join(
        f'<text x="{LEFT + (at + 0.5) * step:.1f}" y="{HIGH + 18}" text-anchor="middle">{week.week:%m-%d}</text>'
        for at, week in enumerate(drift.weeks)
        if at % every == 0
    )
    return (
        f'<svg class="weeks" viewBox="0 -8 {WIDE} {HIGH + BELOW + 8}" role="img">'
        f"<title>{escape(title)}</title><desc>{escape(told)}</desc>{sides}{names}{inside}</svg>"
    )
