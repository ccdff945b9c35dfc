"""The brief: the pitch on one page."""

from html import escape

from app.pitch import picture
from app.pitch.numbers import shortened
from app.pitch.parts import price, results
from app.pitch.pitch import Pitch

LINES = 6  # of the table


def brief(pitch: Pitch) -> str:
    """Return the page's inside; each text is held to what one sheet of A4 has room for."""
    about = pitch.about
    seal = f'<span class="seal" aria-hidden="true">{escape(about.name[0].upper())}</span>'
    tagline = escape(shortened(about.tagline, 120))
    top = f"<header>{seal}<div><h1>{escape(about.name)}</h1><p>{tagline}</p></div></header>"
    parts = [
        part("problem", pitch, f"<p>{escape(shortened(pitch.problem, 240))}</p>"),
        part("who", pitch, f"<p>{escape(shortened(pitch.audience, 240))}</p>"),
        part("how", pitch, f"{picture.wide(pitch.flow)}{picture.tall(pitch.flow)}"),
        part("cost", pitch, price(pitch)),
        part("end", pitch, tried(pitch)),
        part("measured", pitch, results(pitch, LINES)),
    ]
    contact = f'<footer class="contact">{escape(pitch.additions.contact)}</footer>' if pitch.additions.contact else ""
    return f'<main class="sheet">{top}{"".join(parts)}{contact}</main>'


def part(name: str, pitch: Pitch, inside: str) -> str:
    return f'<section class="{name}"><h2>{escape(pitch.words[name])}</h2>{inside}</section>'


def tried(pitch: Pitch) -> str:
    lines = [shortened(line, 70) for line in (*pitch.starters, *pitch.additions.next)]
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines[:5])}</ul>" if lines else ""
