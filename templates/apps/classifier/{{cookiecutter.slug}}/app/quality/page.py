"""The report as a page: split files where it is served, one file where it is exported."""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

from app.quality import plots
from app.quality.figures import Figures, Share
from app.quality.rows import Row, Run
from app.quality.words import WORDS
from app.words import in_language

STATIC = Path(__file__).parent.parent / "static"
SHEETS = ("tokens.css", "report.css")
POLICY = "default-src 'none'; style-src 'unsafe-inline'"  # of the exported file, which has its style in it
SHOWN = 100  # rows of a list; the run's own file has all of them


def served(run: Run, figures: Figures, root: str) -> str:
    """Return the page with its stylesheets beside it."""
    sheets = [f'<link rel="stylesheet" href="{escape(root)}/{sheet}">' for sheet in links()]
    words = in_language(WORDS, run.language)
    back = f'<p><a href="{escape(root)}/">{escape(words["back"])}</a></p>'
    return document(run.language, words["title"].format(name=run.name), "".join(sheets), back + body(run, figures))


def whole(run: Run, figures: Figures, hue: int) -> str:
    """Return the page as one file that needs no other; without the fonts, which are most of its weight."""
    style = "".join(
        re.sub(r"@font-face \{.*?\}\n", "", (STATIC / name).read_text("utf-8"), flags=re.DOTALL) for name in SHEETS
    )
    head = f'<meta http-equiv="content-security-policy" content="{POLICY}"><style>{style}:root{{--hue:{hue}}}</style>'
    title = in_language(WORDS, run.language)["title"].format(name=run.name)
    return document(run.language, title, head, body(run, figures))


def empty(language: str, root: str) -> str:
    """Return the page while there is no report."""
    words = in_language(WORDS, language)
    sheets = "".join(f'<link rel="stylesheet" href="{escape(root)}/{sheet}">' for sheet in links())
    told = f"<h1>{escape(words['nothing'])}</h1><p>{escape(words['nothing_told'])}</p>"
    back = f'<p><a href="{escape(root)}/">{escape(words["back"])}</a></p>'
    return document(language, words["nothing"], sheets, back + told)


def links() -> list[str]:
    return ["static/tokens.css", "theme.css", "static/report.css"]


def document(language: str, title: str, head: str, inside: str) -> str:
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(title)}</title>{head}</head><body><main>{inside}</main></body></html>\n"
    )


def body(run: Run, figures: Figures) -> str:
    """Return all parts, the most telling first."""
    words = in_language(WORDS, run.language)
    made = words["made"].format(
        when=f"{run.begun:%Y-%m-%d %H:%M}", way=run.way, answerer=run.answerer, count=len(run.rows)
    )
    parts = [f"<h1>{escape(words['title'].format(name=run.name))}</h1>", paragraph(made)]
    parts += [] if run.is_model else [f'<p class="note">{escape(words["no_model"])}</p>']
    parts += [
        headline(run, figures, words),
        *map(paragraph, sentences(run, figures, words)),
        drawn(run, figures, words),
    ]
    parts += [classes(figures, words), confused(run, figures, words), suspected(run, words), wrong(run, words)]
    return "\n".join(filter(None, parts))


def headline(run: Run, figures: Figures, words: dict[str, str]) -> str:
    """Return the two shares of this run beside those of what is simpler."""
    rows = [(words["this"], figures.accuracy, figures.macro_f1)]
    rows += [(words[each.name], each.accuracy, each.macro_f1) for each in figures.baselines]
    cells = ([escape(name), share(accuracy, words), share(f1, words)] for name, accuracy, f1 in rows)
    return table(["", words["accuracy"], words["macro_f1"]], cells)


def share(found: Share, words: dict[str, str]) -> str:
    told = words["interval"].format(low=f"{found.low:.3f}", high=f"{found.high:.3f}")
    return f"<b>{found.value:.3f}</b> <small>{escape(told)}</small>"


def sentences(run: Run, figures: Figures, words: dict[str, str]) -> Iterator[str]:
    target = f"{run.target:.0%}"
    if not run.calibration:
        yield words["uncalibrated"]
    elif not run.thresholds:
        yield words["no_cut"].format(target=target)
    else:
        kept = figures.kept
        yield words["sure_told"].format(target=target, coverage=f"{kept.coverage:.1%}", right=f"{kept.right:.1%}")
    if figures.ece is not None:
        yield words["ece"].format(method=run.calibration, ece=f"{figures.ece:.3f}")
    yield words["lost"].format(failed=figures.failed, abstained=figures.abstained, unsure=figures.unsure)
    if run.way == "cascade":
        saved = f"{figures.saved_usd or 0:.6f}"
        yield words["cascade"].format(locally=figures.locally, count=len(run.rows), saved=saved)
    cost = f"{'~' if figures.estimated else ''}{figures.cost_usd or 0:.6f}"
    yield words["cost"].format(cost=cost, p50=f"{figures.p50_seconds or 0:.3f}", p95=f"{figures.p95_seconds or 0:.3f}")
    if run.learning:
        tried = ", ".join(f"{name} {right:.3f}" for name, right in run.learning.tried.items()) or "–"
        yield words["learning"].format(examples=run.learning.examples, tried=tried, model=run.learning.model)


def drawn(run: Run, figures: Figures, words: dict[str, str]) -> str:
    if not figures.bins:
        return ""
    kept = figures.kept if run.thresholds else None
    plotted = (
        (words["calibration"], plots.calibration(figures.bins, words)),
        (words["coverage"], plots.coverage(figures.curve, kept, words)),
    )
    framed = (f"<figure><figcaption>{escape(title)}</figcaption>{svg}</figure>" for title, svg in plotted)
    return f'<div class="plots">{"".join(framed)}</div>'


def classes(figures: Figures, words: dict[str, str]) -> str:
    heads = ["", words["label"], words["precision"], words["recall"], words["f1"], words["texts"]]
    rows = (
        [str(at), escape(c.label), f"{c.precision:.3f}", f"{c.recall:.3f}", f"{c.f1:.3f}", str(c.count)]
        for at, c in enumerate(figures.classes, 1)
    )
    return f"<h2>{escape(words['labels'])}</h2>{table(heads, rows)}"


def confused(run: Run, figures: Figures, words: dict[str, str]) -> str:
    if not figures.matrix:
        return ""
    matrix = f'<div class="wide">{plots.confusion(figures.matrix, run.labels, words)}</div>'
    rows = ([escape(pair.gold), escape(pair.guess), str(pair.count)] for pair in figures.pairs[:SHOWN])
    pairs = table([words["is"], words["taken"], words["texts"]], rows) if figures.pairs else ""
    return f"<h2>{escape(words['confusion'])}</h2>{matrix}<h2>{escape(words['pairs'])}</h2>{pairs}"


def suspected(run: Run, words: dict[str, str]) -> str:
    if not run.suspects:
        return ""
    rows = ([escape(s.text), escape(s.label), escape(s.instead), f"{s.probability:.2f}"] for s in run.suspects[:SHOWN])
    heads = [words["example"], words["label"], words["instead"], words["confidence"]]
    return (
        f"<h2>{escape(words['suspects'])}</h2>{paragraph(words['suspects_told'])}{table(heads, rows)}"
        f"{rest(len(run.suspects), words)}"
    )


def wrong(run: Run, words: dict[str, str]) -> str:
    found = [row for row in run.rows if not row.right]
    if not found:
        return ""
    rows = (
        [escape(row.text), escape(", ".join(row.gold) or "–"), escape(outcome(row, words))] for row in found[:SHOWN]
    )
    heads = [words["example"], words["label"], words["given"]]
    return f"<h2>{escape(words['wrong'])}</h2>{table(heads, rows)}{rest(len(found), words)}"


def outcome(row: Row, words: dict[str, str]) -> str:
    if row.fault:
        return words["fault"].format(code=row.fault)
    if row.abstained not in {"", "unsure"}:
        return words["abstained_code"].format(code=row.abstained)
    return ", ".join(row.guess) or "–"


def rest(count: int, words: dict[str, str]) -> str:
    return paragraph(words["more"].format(count=count - SHOWN)) if count > SHOWN else ""


def paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; its cells are markup already."""
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table></div>'
