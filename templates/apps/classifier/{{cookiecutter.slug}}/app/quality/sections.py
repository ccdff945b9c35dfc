"""The parts of the report, the most telling first."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from app.quality import plots
from app.quality.figures import Figures, Share
from app.quality.numbers import Words, decimal, dollars, interval, percent
from app.quality.rows import Row, Run

SHOWN = 100  # rows of a list; the run's own file has all of them


def body(run: Run, figures: Figures, words: Words) -> str:
    by = f"{run.way} · {run.answerer}" if run.is_model else words["on_machine"]
    made = words["made"].format(when=f"{run.begun:%Y-%m-%d %H:%M}", by=by, count=len(run.rows))
    parts = [
        f"<h1>{escape(words['title'].format(name=run.name))}</h1>",
        paragraph(made),
        "" if run.is_model else f'<p class="note">{escape(words["no_model"])}</p>',
        tiles(run, figures, words),
        *map(paragraph, sentences(run, figures, words)),
        beside(run, figures, words),
        drawn(run, figures, words),
        classes(figures, words),
        confused(run, figures, words),
        suspected(run, words),
        wrong(run, words),
    ]
    return f"<main>{''.join(parts)}</main>"


def tiles(run: Run, figures: Figures, words: Words) -> str:
    """Return the numbers that one looks for first, each with what it is to be read with."""
    kept = figures.kept
    sure = words["of_those"].format(right=percent(kept.right, 1, words), target=percent(run.target, 0, words))
    p50, p95 = (decimal(seconds or 0, 3, words) for seconds in (figures.p50_seconds, figures.p95_seconds))
    found = [
        (words["accuracy"], decimal(figures.accuracy.value, 3, words), interval(figures.accuracy, words)),
        (words["macro_f1"], decimal(figures.macro_f1.value, 3, words), interval(figures.macro_f1, words)),
        (words["sure"], percent(kept.coverage, 1, words), sure) if run.thresholds else None,
        (words["ece"], decimal(figures.ece, 3, words), words["ece_told"].format(method=run.calibration))
        if figures.ece is not None
        else None,
        (
            words["cost"],
            dollars(figures.cost_usd, figures.estimated, words),
            words["seconds"].format(p50=p50, p95=p95),
        ),
    ]
    cards = (
        f"<div><dt>{escape(name)}</dt><dd><b>{escape(figure)}</b> <small>{escape(told)}</small></dd></div>"
        for name, figure, told in filter(None, found)
    )
    return f'<dl class="tiles">{"".join(cards)}</dl>'


def sentences(run: Run, figures: Figures, words: Words) -> Iterator[str]:
    target = percent(run.target, 0, words)
    if not run.calibration:
        yield words["uncalibrated"]
    elif not run.thresholds:
        yield words["no_cut"].format(target=target)
    else:
        kept = figures.kept
        shares = {"coverage": percent(kept.coverage, 1, words), "right": percent(kept.right, 1, words)}
        yield words["sure_told"].format(target=target, **shares)
    yield words["lost"].format(failed=figures.failed, abstained=figures.abstained, unsure=figures.unsure)
    if run.way == "cascade":
        saved = dollars(figures.saved_usd, True, words)
        yield words["cascade"].format(locally=figures.locally, count=len(run.rows), saved=saved)
    if run.learning:
        pairs = run.learning.tried.items()
        tried = ", ".join(f"{words[f'by_{name}']} {decimal(right, 3, words)}" for name, right in pairs) or "–"
        yield words["learning"].format(
            examples=run.learning.examples, tried=tried, model=words[f"by_{run.learning.model}"]
        )


def beside(run: Run, figures: Figures, words: Words) -> str:
    """Return the two shares of this run beside those of what is simpler."""
    rows = [(words["this"], figures.accuracy, figures.macro_f1)]
    rows += [(words[each.name], each.accuracy, each.macro_f1) for each in figures.baselines]
    cells = ([escape(name), share(accuracy, words), share(f1, words)] for name, accuracy, f1 in rows)
    return f"<h2>{escape(words['beside'])}</h2>{table(['', words['accuracy'], words['macro_f1']], cells)}"


def share(found: Share, words: Words) -> str:
    return f"<b>{decimal(found.value, 3, words)}</b> <small>{escape(interval(found, words))}</small>"


def drawn(run: Run, figures: Figures, words: Words) -> str:
    if not figures.bins:
        return ""
    kept = figures.kept if run.thresholds else None
    plotted = (
        (words["calibration"], plots.calibration(figures.bins, words)),
        (words["coverage"], plots.coverage(figures.curve, kept, words)),
    )
    framed = (f"<figure><figcaption>{escape(title)}</figcaption>{svg}</figure>" for title, svg in plotted)
    return f'<div class="plots">{"".join(framed)}</div>'


def classes(figures: Figures, words: Words) -> str:
    heads = ["", words["label"], words["precision"], words["recall"], words["f1"], words["texts"]]
    rows = (
        [
            str(at),
            escape(c.label),
            *(decimal(value, 3, words) for value in (c.precision, c.recall, c.f1)),
            str(c.count),
        ]
        for at, c in enumerate(figures.classes, 1)
    )
    return f"<h2>{escape(words['labels'])}</h2>{table(heads, rows, numbers=4)}"


def confused(run: Run, figures: Figures, words: Words) -> str:
    if not figures.matrix:
        return ""
    matrix = f'<div class="wide" tabindex="0">{plots.confusion(figures.matrix, run.labels, words)}</div>'
    rows = ([escape(pair.gold), escape(pair.guess), str(pair.count)] for pair in figures.pairs[:SHOWN])
    pairs = table([words["is"], words["taken"], words["texts"]], rows, numbers=1)
    often = f"<section><h2>{escape(words['pairs'])}</h2>{pairs}</section>" if figures.pairs else ""
    return f'<div class="pair"><section><h2>{escape(words["confusion"])}</h2>{matrix}</section>{often}</div>'


def suspected(run: Run, words: Words) -> str:
    if not run.suspects:
        return ""
    rows = (
        [escape(s.text), escape(s.label), escape(s.instead), decimal(s.probability, 2, words)]
        for s in run.suspects[:SHOWN]
    )
    heads = [words["example"], words["label"], words["instead"], words["confidence"]]
    return (
        f"<h2>{escape(words['suspects'])}</h2>{paragraph(words['suspects_told'])}{table(heads, rows, numbers=1)}"
        f"{rest(len(run.suspects), words)}"
    )


def wrong(run: Run, words: Words) -> str:
    found = [row for row in run.rows if not row.right]
    if not found:
        return ""
    rows = (
        [escape(row.text), escape(", ".join(row.gold) or "–"), escape(outcome(row, words))] for row in found[:SHOWN]
    )
    heads = [words["example"], words["label"], words["given"]]
    return f"<h2>{escape(words['wrong'])}</h2>{table(heads, rows)}{rest(len(found), words)}"


def outcome(row: Row, words: Words) -> str:
    if row.fault:
        return words["fault"].format(code=row.fault)
    if row.abstained not in {"", "unsure"}:
        return words["abstained_code"].format(code=row.abstained)
    return ", ".join(row.guess) or "–"


def rest(count: int, words: Words) -> str:
    return paragraph(words["more"].format(count=count - SHOWN)) if count > SHOWN else ""


def paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: int = 0) -> str:
    """Return a table, of which the last columns hold `numbers`; its cells are markup already."""
    kinds = [""] * (len(heads) - numbers) + [' class="number"'] * numbers
    named = [f'<th scope="col"{kind}>{escape(text)}</th>' for kind, text in zip(kinds, heads, strict=True)]
    head = "".join(cell if text else "<td></td>" for cell, text in zip(named, heads, strict=True))
    lines = "".join(
        f"<tr>{''.join(f'<td{kind}>{cell}</td>' for kind, cell in zip(kinds, row, strict=True))}</tr>" for row in rows
    )
    return f'<div class="wide" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table></div>'
