"""Where in a product.toml a key stands, to be named beside what is wrong with it."""

from __future__ import annotations

import re

# What may hold anything: strings and comments.
TEXTS = re.compile(r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*', re.DOTALL)
HEADER = re.compile(r"\s*(\[\[?)\s*([\w.-]+)\s*\]")
KEY = re.compile(r"\s*([\w.-]+)\s*=")

Place = tuple[str | int, ...]


def line_of(text: str, place: Place) -> int:
    """The line of a place such as ("faq", 1, "answer"), else of what it stands in; 0 where that is nowhere."""
    lines = _lines(text)
    return next((lines[place[:length]] for length in range(len(place), 0, -1) if place[:length] in lines), 0)


def _lines(text: str) -> dict[Place, int]:
    """The line of each table, of each row of a list of tables, and of each key in them."""
    bare = TEXTS.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    lines: dict[Place, int] = {}
    table: Place = ()
    for number, line in enumerate(bare.split("\n"), 1):
        if header := HEADER.match(line):
            table = tuple(header[2].split("."))
            if header[1] == "[[":
                table = (*table, sum(place[:-1] == table and isinstance(place[-1], int) for place in lines))
            lines[table] = number
        elif key := KEY.match(line):
            lines.setdefault((*table, *key[1].split(".")), number)
    return lines
