"""The slides, each with what to say at it."""

from collections.abc import Iterator
from html import escape

from app.pitch import picture
from app.pitch.measured import MOST
from app.pitch.numbers import marked, shortened
from app.pitch.parts import price, results
from app.pitch.pitch import Pitch


def slides(pitch: Pitch, home: str) -> str:
    """Return all slides; `home` is the app's address, empty where there is none to go to."""
    found = list(slide_by_slide(pitch, home))
    return "".join(slide(number, name, inside, pitch) for number, (name, inside) in enumerate(found, 1))


def slide_by_slide(pitch: Pitch, home: str) -> Iterator[tuple[str, str]]:
    """Yield each slide's name and what is on it."""
    words, about = pitch.words, pitch.about
    yield "title", title(pitch)
    idea = shortened(about.idea, 260)
    said = f"<figure><figcaption>{escape(words['idea'])}</figcaption><blockquote>{escape(idea)}</blockquote></figure>"
    yield "problem", f'{head(pitch, "problem")}<p class="large">{escape(pitch.problem)}</p>{said if idea else ""}'
    yield "who", f'{head(pitch, "who")}<p class="large">{escape(shortened(pitch.audience, 200))}</p>{begins(pitch)}'
    yield "how", f"{head(pitch, 'how')}{picture.wide(pitch.flow)}{picture.tall(pitch.flow)}{points(pitch)}"
    yield "demo", f"{head(pitch, 'demo')}{demo(pitch)}"
    yield "cost", f"{head(pitch, 'cost')}{price(pitch)}"
    yield "measured", f"{head(pitch, 'measured')}{results(pitch, MOST)}"
    yield "end", end(pitch, home)


def slide(number: int, name: str, inside: str, pitch: Pitch) -> str:
    note = escape(pitch.words[f"note_{name}"])
    aside = f'<aside class="notes" hidden><b>{escape(pitch.words["notes"])}</b><p>{note}</p></aside>'
    return f'<section class="slide {name}" id="{number}"><div class="stage">{inside}</div>{aside}</section>'


def head(pitch: Pitch, name: str) -> str:
    return f'<p class="of">{escape(shortened(pitch.about.name, 60))}</p><h2>{escape(pitch.words[name])}</h2>'


def title(pitch: Pitch) -> str:
    about = pitch.about
    tagline = f'<p class="tagline">{escape(about.tagline)}</p>' if about.tagline else ""
    seal = f'<span class="seal" aria-hidden="true">{escape(about.name[0].upper())}</span>'
    return f'{seal}<h1>{escape(about.name)}</h1>{tagline}<p class="for">{escape(shortened(pitch.audience, 160))}</p>'


def begins(pitch: Pitch) -> str:
    words = pitch.words
    lines = "".join(f"<li>{escape(shortened(starter, 90))}</li>" for starter in pitch.starters)
    listed = f'<h3>{escape(words["they_begin"])}</h3><ul class="asked">{lines}</ul>' if lines else ""
    return f'{listed}<p class="told">{escape(words["who_told"])}</p>'


def points(pitch: Pitch) -> str:
    said = (escape(pitch.words[f"point_{number}"]) for number in (1, 2, 3))
    return f'<ul class="points">{"".join(f"<li>{line}</li>" for line in said)}</ul>'


def demo(pitch: Pitch) -> str:
    """Return the steps, each with what to type and what to say at it; the last is what the app cannot know."""
    words = pitch.words
    if not pitch.starters:
        return f'<p class="lead">{marked(words["no_starters"])}</p>'
    says = [pitch.words[f"say_{number}"] for number, _ in enumerate(pitch.starters, 1)]
    steps = [*zip((shortened(each, 90) for each in pitch.starters), says, strict=True)]
    steps.append((words["outside"], words["outside_say"]))
    return (
        f'<ol class="steps">{"".join(f"<li><b>{escape(typed)}</b> {escape(said)}</li>" for typed, said in steps)}</ol>'
    )


def end(pitch: Pitch, home: str) -> str:
    """Return the last slide: what to try, what comes next, whom to write to."""
    words, added = pitch.words, pitch.additions
    begin = words["begin"].format(starter=shortened(pitch.starters[0], 90)) if pitch.starters else pitch.about.tagline
    parts = [head(pitch, "end"), f'<p class="large">{escape(begin)}</p>']
    if home:
        parts.append(f'<p><a class="open" href="{escape(home)}">{escape(words["open"])}</a></p>')
    if added.next:
        lines = "".join(f"<li>{escape(shortened(line, 120))}</li>" for line in added.next)
        parts.append(f"<h3>{escape(words['next_up'])}</h3><ul>{lines}</ul>")
    if added.contact:
        parts.append(f'<p class="contact">{escape(added.contact)}</p>')
    return "".join(parts)
