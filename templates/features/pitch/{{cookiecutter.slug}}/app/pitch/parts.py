"""What the deck and the brief have in common: the price and the table, as HTML."""

from collections.abc import Iterator
from html import escape

from app.pitch.costs import DAYS, Price
from app.pitch.measured import Line, Measured
from app.pitch.numbers import count, dollars, marked, number, shortened
from app.pitch.pitch import Pitch


def price(pitch: Pitch) -> str:
    """Return the figure and what it is made of; no figure where nobody knows a price."""
    words, found = pitch.words, pitch.estimate.price
    if found and found.a_month is None:
        return f'<p class="lead">{marked(words["no_price"].format(model=shortened(found.model, 60)))}</p>'
    figure = dollars((found and found.a_month) or 0, words)
    head = f'<p class="figure"><b>{escape(figure)}</b> {escape(words["a_month"])}</p>'
    return f"{head}{standing(pitch, found)}{others(pitch)}"


def standing(pitch: Pitch, found: Price | None) -> str:
    """Say why it costs nothing, or what it is reckoned from."""
    words, estimate = pitch.words, pitch.estimate
    if found is None:
        return f'<p class="lead">{marked(words["offline"])}</p>'
    model = shortened(found.model, 60)
    if estimate.is_free:
        return f'<p class="lead">{marked(words["free"].format(model=model))}</p>'
    a_message = words["a_message"].format(usd=dollars(found.a_message or 0, words))
    cap = words["cap"].format(usd=dollars(pitch.cap_usd, words))
    lines = [f"<b>{escape(model)}</b>, {escape(a_message)}", *map(marked, basis(pitch)), marked(cap)]
    return f'<ul class="basis">{"".join(f"<li>{line}</li>" for line in lines)}</ul>'


def basis(pitch: Pitch) -> Iterator[str]:
    """Yield what the price rests on, what was counted and what is assumed."""
    words, tokens = pitch.words, pitch.estimate.tokens
    yield words["sent"].format(messages=count(pitch.estimate.messages, words), days=DAYS)
    read, written = (count(value, words).strip() for value in (tokens.usage.input_tokens, tokens.usage.output_tokens))
    origin = (
        words["call_counted"].format(count=count(tokens.counted, words)) if tokens.counted else words["call_assumed"]
    )
    yield f"{words['call'].format(read=read, written=written)} ({origin}; {words['one_call']})"


def others(pitch: Pitch) -> str:
    """List what models would cost, where none is connected."""
    words = pitch.words
    known = [(other.model, other.a_month) for other in pitch.estimate.others if other.a_month is not None]
    if not known:
        return ""
    rows = "".join(f"<tr><td>{escape(name)}</td><td>{escape(dollars(usd, words))}</td></tr>" for name, usd in known)
    lines = "".join(f"<li>{marked(line)}</li>" for line in basis(pitch))
    table = f'<table class="prices"><tbody>{rows}</tbody></table>'
    return f'<p>{escape(words["others"])}</p>{table}<ul class="basis">{lines}</ul>'


def results(pitch: Pitch, most: int) -> str:
    """Return the first lines of the newest run's table, or the sentence that stands in its place."""
    if not pitch.measured:
        return f'<p class="lead">{marked(pitch.words["unreadable" if pitch.is_unreadable else "unmeasured"])}</p>'
    words, run = pitch.words, pitch.measured
    heads = "".join(f"<th>{escape(words[name])}</th>" for name in ("what", "counted", "value", "interval"))
    rows = "".join(row(line, pitch) for line in run.lines[:most])
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    return f'{table}<p class="told">{" ".join(map(escape, told(run, pitch)))}</p>'


def row(line: Line, pitch: Pitch) -> str:
    """Write a line; one that rests on few observations has a star."""
    words = pitch.words
    name = shortened(words.get(line.name, line.name), 60)
    between = words["to"].format(low=number(line.low, words), high=number(line.high, words))
    cells = (f"{name}{' *' if line.is_few else ''}", line.counted, number(line.value, words), between)
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"


def told(run: Measured, pitch: Pitch) -> Iterator[str]:
    words = pitch.words
    yield words["run"].format(when=f"{run.begun:%Y-%m-%d %H:%M}", answerer=shortened(run.answerer, 60)) + "."
    if not run.is_model:
        yield words["no_model"]
    if any(line.is_few for line in run.lines):
        yield words["few"]
