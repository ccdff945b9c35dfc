"""Writes a run's figures as people read them on a terminal."""

from collections.abc import Iterator, Sequence

from app.quality.figures import Figures, Share
from app.quality.rows import Run

SHOWN = 8  # confused pairs


def lines(run: Run, figures: Figures) -> Iterator[str]:
    """Yield the whole table, every label in it however many there are."""
    yield from columns(
        [
            ("", "accuracy", "95% interval", "macro-F1", "95% interval"),
            (f"{run.way} ({run.answerer})", *shares(figures.accuracy, figures.macro_f1)),
            *((baseline.name, *shares(baseline.accuracy, baseline.macro_f1)) for baseline in figures.baselines),
        ]
    )
    yield ""
    found = [(c.label, f"{c.precision:.3f}", f"{c.recall:.3f}", f"{c.f1:.3f}", str(c.count)) for c in figures.classes]
    yield from columns([("label", "precision", "recall", "F1", "rows"), *found])
    yield ""
    yield from sentences(run, figures)


def shares(*found: Share) -> tuple[str, ...]:
    return tuple(text for share in found for text in (f"{share.value:.3f}", f"{share.low:.3f} to {share.high:.3f}"))


def columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the rows in columns, each as wide as its widest cell."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *rest in rows:
        cells = (cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))
        yield "  ".join([first.ljust(widths[0]), *cells]).rstrip()


def sentences(run: Run, figures: Figures) -> Iterator[str]:
    count = len(run.rows)
    yield f"{count} texts that nothing learned from: {lost(figures)}."
    if figures.ece is None:
        yield "Too few rows to calibrate confidence: a score is only a score."
    else:
        yield f"Confidence is calibrated ({run.calibration}); expected calibration error {figures.ece:.3f}."
        kept = figures.kept
        yield f"For {run.target:.0%} right: {kept.coverage:.0%} of the texts are sure enough, {kept.right:.0%} right."
    for pair in figures.pairs[:SHOWN]:
        yield f"  {pair.gold} taken for {pair.guess}: {pair.count}"
    if run.suspects:
        yield f"{len(run.suspects)} examples whose own label looks wrong; the report lists them."
    if run.way == "cascade":
        saved = f"{figures.saved_usd or 0:.6f}"
        yield f"Answered without the model: {figures.locally} of {count}, which saves {saved} USD."
    cost = "nothing" if not figures.cost_usd else f"{'about ' if figures.estimated else ''}{figures.cost_usd:.6f} USD"
    yield f"Cost: {cost}; p50 {figures.p50_seconds or 0:.3f} s, p95 {figures.p95_seconds or 0:.3f} s a text."
    if not run.is_model:
        yield "No model was asked: this is the local way alone, no measure of a model."


def lost(figures: Figures) -> str:
    return f"{figures.failed} failed, {figures.abstained} without a label, {figures.unsure} not sure enough"
