"""The report as a page: split files where it is served, one file where it is exported."""

import re
from html import escape
from pathlib import Path

from app.quality.figures import Figures
from app.quality.rows import Run
from app.quality.sections import body
from app.quality.words import WORDS
from app.words import in_language

STATIC = Path(__file__).parent.parent / "static"
SHEETS = ("tokens.css", "report.css")
POLICY = "default-src 'none'; style-src 'unsafe-inline'"  # of the exported file, which has its style in it


def served(run: Run, figures: Figures, root: str) -> str:
    """Return the page with its stylesheets beside it."""
    words = in_language(WORDS, run.language)
    inside = brand(run.name, back(root, words)) + body(run, figures, words)
    return document(run.language, words["title"].format(name=run.name), sheets(root), inside)


def whole(run: Run, figures: Figures, hue: int) -> str:
    """Return the page as one file that needs no other; without the fonts, which are most of its weight."""
    words = in_language(WORDS, run.language)
    style = "".join(
        re.sub(r"@font-face \{.*?\}\n", "", (STATIC / name).read_text("utf-8"), flags=re.DOTALL) for name in SHEETS
    )
    head = f'<meta http-equiv="content-security-policy" content="{POLICY}"><style>{style}:root{{--hue:{hue}}}</style>'
    inside = brand(run.name, "") + body(run, figures, words)
    return document(run.language, words["title"].format(name=run.name), head, inside)


def empty(name: str, language: str, root: str) -> str:
    """Return the page while there is no report."""
    words = in_language(WORDS, language)
    told = f"<h1>{escape(words['nothing'])}</h1><p>{escape(words['nothing_told'])}</p><pre>make eval</pre>"
    inside = f"{brand(name, back(root, words))}<main>{told}</main>"
    return document(language, words["nothing"], sheets(root), inside)


def sheets(root: str) -> str:
    links = ("static/tokens.css", "theme.css", "static/report.css")
    icon = f'<link rel="icon" href="{escape(root)}/static/icon.svg">'
    return icon + "".join(f'<link rel="stylesheet" href="{escape(root)}/{link}">' for link in links)


def brand(name: str, beside: str) -> str:
    """Return whose report it is, as the app's own page says it."""
    return f'<header><span class="seal">{escape(name[:1].upper())}</span><b>{escape(name)}</b>{beside}</header>'


def back(root: str, words: dict[str, str]) -> str:
    return f'<a href="{escape(root)}/">{escape(words["back"])}</a>'


def document(language: str, title: str, head: str, inside: str) -> str:
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(title)}</title>{head}</head><body>{inside}</body></html>\n"
    )
