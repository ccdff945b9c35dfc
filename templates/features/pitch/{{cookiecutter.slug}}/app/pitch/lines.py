"""Breaks a text into lines where nothing else does: an SVG's text knows no width."""

import unicodedata

NARROW = set("iljtfrI.,;:'’|!()[]- ")
WIDE = set("mwMWQOG@%&—…")


def width(text: str) -> float:
    """Return how wide the page's typeface sets a text, in ems and rather too much than too little."""
    return sum(map(advance, unicodedata.normalize("NFC", text)))


def advance(sign: str) -> float:
    if unicodedata.combining(sign):
        return 0
    if ord(sign) >= 0x1100 and unicodedata.east_asian_width(sign) in "WF":  # ideographs and emoji
        return 1.35
    base = unicodedata.normalize("NFD", sign)[0]
    if base in NARROW:
        return 0.38
    if base in WIDE:
        return 0.98
    return 0.74 if base.isupper() or ord(base) > 0x2FF else 0.62


def broken(text: str, ems: float, most: int) -> list[str]:
    """Return at most so many lines of at most that width; what is left out is said by three dots."""
    lines: list[str] = []
    for word in text.split():
        for piece in pieces(word, ems):
            if lines and width(f"{lines[-1]} {piece}") <= ems:
                lines[-1] += f" {piece}"
            else:
                lines.append(piece)
    return lines if len(lines) <= most else [*lines[: most - 1], cut(lines[most - 1], ems)]


def pieces(word: str, ems: float) -> list[str]:
    """Take apart a word that is wider than a line."""
    found = [""]
    for sign in word:
        if width(found[-1] + sign) > ems:
            found.append("")
        found[-1] += sign
    return found


def cut(line: str, ems: float) -> str:
    while width(f"{line}…") > ems:
        line = line[:-1]
    return f"{line.rstrip()}…"
