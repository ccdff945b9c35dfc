"""The report of drift: in plain sentences, then as plots and a table; as a page and on a terminal."""

from collections.abc import Iterator
from html import escape

from app.drifting import plots
from app.drifting.weeks import Change, Drift, changes
from app.drifting.words import WORDS
from app.quality.numbers import Words, percent
from app.quality.page import back, brand, document, sheets
from app.quality.sections import paragraph, table
from app.quality.table import columns
from app.words import in_language


def served(drift: Drift | None, name: str, language: str, root: str) -> str:
    """Return the page; without a report it says how to make one."""
    words = in_language(WORDS, language)
    if drift is None or not drift.weeks:
        told = f"<h1>{escape(words['nothing'])}</h1><p>{escape(words['nothing_told'])}</p>"
        inside = f"<main>{told}<pre>.venv/bin/python -m app drift</pre></main>"
        title = words["nothing"]
    else:
        title, inside = words["title"].format(name=drift.name), body(drift, words)
    return document(language, title, sheets(root), brand(name, back(root, words)) + inside)


def body(drift: Drift, words: Words) -> str:
    count = f"{sum(week.count for week in drift.weeks):,}"
    made = words["made"].format(when=f"{drift.made:%Y-%m-%d %H:%M}", weeks=len(drift.weeks), count=count)
    far = [week for week in drift.weeks if week.far_share is not None]
    parts = [
        f"<h1>{escape(words['title'].format(name=drift.name))}</h1>",
        paragraph(made),
        *map(paragraph, sentences(drift, words)),
        f"<h2>{escape(words['mix'])}</h2><figure>{plots.mix(drift, words)}{legend(drift, words)}</figure>",
        f"<h2>{escape(words['far'])}</h2>{paragraph(words['far_told'])}<figure>{plots.far(drift, words)}</figure>"
        if far
        else "",
        table([words["week"], words["texts"], words["moved"], words["far"]], rows(drift, words), numbers=3),
    ]
    return f"<main>{''.join(parts)}</main>"


def legend(drift: Drift, words: Words) -> str:
    """Return which shade stands for which label."""
    names = [name or words["none"] for name in drift.labels[: plots.SHOWN]]
    if len(drift.labels) > plots.SHOWN:
        names.append(words["others"])
    return "".join(
        f'<li><svg width="12" height="12" aria-hidden="true"><rect class="part p{at}" width="12" height="12" rx="3"/>'
        f"</svg> {escape(name)}</li>"
        for at, name in enumerate(names)
    ).join(('<ul class="legend">', "</ul>"))


def sentences(drift: Drift, words: Words) -> Iterator[str]:
    """Yield what the last week changed, and what each before it that changed something did."""
    found = changes(drift)
    for change in reversed(found):
        if change is found[-1] or "moved" in {change.mix, change.distance}:
            yield from filter(None, (mix(change, words), far(change, words)))


def mix(change: Change, words: Words) -> str:
    return words[f"mix_{change.mix}"].format(
        week=change.week.week,
        label=change.label or words["none"],
        now=percent(change.week.share(change.label), 0, words),
        was=percent(change.was, 0, words),
        moved=percent(change.moved, 0, words),
    )


def far(change: Change, words: Words) -> str:
    now, was = change.week.far_share or 0.0, change.far_before or 0.0
    return words[f"far_{change.distance}"].format(
        week=change.week.week, now=percent(now, 0, words), was=percent(was, 0, words)
    )


def rows(drift: Drift, words: Words) -> Iterator[list[str]]:
    """Yield a row a week, the newest first."""
    moved = {change.week.week: change.moved for change in changes(drift)}
    for week in reversed(drift.weeks):
        told = percent(moved[week.week], 0, words) if week.week in moved else "–"
        distance = "–" if week.far_share is None else percent(week.far_share, 0, words)
        yield [str(week.week), f"{week.count:,}", told, distance]


def lines(drift: Drift) -> Iterator[str]:
    """Yield it as people read it on a terminal."""
    words = WORDS["en"]
    yield from columns([("week of", "texts", "changed", "far from examples"), *map(tuple, rows(drift, words))])
    yield ""
    yield from sentences(drift, words)
