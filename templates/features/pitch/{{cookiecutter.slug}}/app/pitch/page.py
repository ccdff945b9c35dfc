"""The deck and the brief as pages: split files where they are served, one file that needs no other where exported."""

import base64
import hashlib
import re
from html import escape
from pathlib import Path

from app.pitch.brief import brief
from app.pitch.deck import slides
from app.pitch.pitch import Pitch

STATIC = Path(__file__).parent.parent / "static"
SHEETS: dict[str, tuple[str, ...]] = {
    "title": ("tokens.css", "pitch/common.css", "pitch/deck.css", "pitch/showing.css"),
    "brief": ("tokens.css", "pitch/common.css", "pitch/brief.css"),
}
SCRIPT = "pitch/deck.js"


def served(pitch: Pitch, kind: str, root: str) -> str:
    """Return the deck (`title`) or the brief (`brief`) with its stylesheets and its script beside it."""
    base = escape(root)
    links = [f"static/{name}" for name in SHEETS[kind]]
    links.insert(1, "theme.css")
    head = f'<link rel="icon" href="{base}/static/icon.svg" type="image/svg+xml">'
    head += "".join(f'<link rel="stylesheet" href="{base}/{link}">' for link in links)
    head += f'<script type="module" src="{base}/static/{SCRIPT}"></script>'
    other = ("to_brief", f"{root}/pitch/brief") if kind == "title" else ("to_deck", f"{root}/pitch")
    link = f'<a href="{escape(other[1])}">{escape(pitch.words[other[0]])}</a>'
    return document(pitch, kind, head, inside(pitch, kind, f"{root}/", link))


def whole(pitch: Pitch, kind: str) -> str:
    """Return it as one file: fonts, styles and script in it, and a policy that lets it ask for nothing."""
    styles = [(STATIC / name).read_text("utf-8") for name in SHEETS[kind]]
    style = re.sub(r'url\("(.+?)"\)', embedded, "".join([styles[0], f":root{{--hue:{pitch.about.hue}}}", *styles[1:]]))
    script = (STATIC / SCRIPT).read_text("utf-8")
    policy = f"default-src 'none'; style-src {digest(style)}; script-src {digest(script)}; font-src data:"
    head = f'<meta http-equiv="content-security-policy" content="{policy}"><style>{style}</style>'
    return document(pitch, kind, f'{head}<script type="module">{script}</script>', inside(pitch, kind, "", ""))


def embedded(link: re.Match[str]) -> str:
    """Return a stylesheet's address of a font as the font itself."""
    font = base64.b64encode((STATIC / link[1]).read_bytes()).decode("ascii")
    return f'url("data:font/woff2;base64,{font}")'


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"


def inside(pitch: Pitch, kind: str, home: str, link: str) -> str:
    if kind == "brief":
        return f'{brief(pitch)}<nav class="bar">{link}{button("print", pitch)}</nav>'
    words = pitch.words
    steps = f"{button('previous', pitch, '‹')}<output></output>{button('next', pitch, '›')}"
    bar = f'<nav class="bar">{link}{button("notes", pitch)}{button("print", pitch)}{steps}</nav>'
    said = f'data-progress="{escape(words["progress"])}"'
    return f'<main class="deck" {said}>{slides(pitch, home)}</main><progress value="1" max="8" hidden></progress>{bar}'


def button(name: str, pitch: Pitch, sign: str = "") -> str:
    """Return a button that the script brings to life; without one it is not shown."""
    said = escape(pitch.words[name])
    label = f' aria-label="{said}" title="{said}"' if sign else ""
    return f'<button type="button" data-does="{name}"{label} hidden>{sign or said}</button>'


def document(pitch: Pitch, kind: str, head: str, body: str) -> str:
    about, said = pitch.about, pitch.words[kind].format(name=pitch.about.name)
    long = " class=long" if len(about.name) > 32 else ""
    return (
        f'<!doctype html><html lang="{escape(about.language)}"{long}><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(said)}</title>{head}</head><body>{body}</body></html>\n"
    )
