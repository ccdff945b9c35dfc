"""Writes numbers and shortens texts as the product's language and a slide's room want it."""

import re
from html import escape

from app.pitch.words import Words


def number(text: str, words: Words) -> str:
    """Write a number that Python wrote the way the language does."""
    marks = {".": words["point"], ",": words["comma"]}
    return re.sub(r"(?<=\d)[.,](?=\d)", lambda hit: marks[hit[0]], text)


def count(value: float, words: Words) -> str:
    return number(f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}", words)


def dollars(usd: float, words: Words) -> str:
    """Write an amount with cents, a smaller one with two digits that say something."""
    if usd == 0 or usd >= 0.1:
        return f"{number(f'{usd:,.2f}', words)} USD"
    digits = next((places for places in range(3, 9) if usd * 10**places >= 10), 9)
    return f"{number(f'{usd:.{digits}f}', words)} USD"


def shortened(text: str, most: int) -> str:
    """Return a text on one line, cut at a word where it is longer than there is room for."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    kept = line[: most - 1]
    return f"{kept.rpartition(' ')[0] or kept}…"


def marked(sentence: str) -> str:
    """Return one of our sentences as HTML, its code as code; what is filled into it is escaped as well."""
    return re.sub("`(.+?)`", r"<code>\1</code>", escape(sentence))
