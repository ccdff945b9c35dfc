"""Cuts a passage into sentences; each is exactly a slice of it."""

import re
from collections.abc import Iterator

# A full stop ends a sentence where what follows begins like one; a line that ends so begins a new one, too.
END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[\-–•*]*[A-ZÀ-ỸĐ0-9])|(?<=[。！？])|\n\s*(?=[-–•*]\s|\d+[.)]\s)|\n\s*\n|(?<=[.:;!?])\n")
BROKEN = re.compile(r"(?:\b[A-ZĐ]|\b(?:Mr|Mrs|Ms|Dr|St|No|vs|TS|ThS|PGS|GS|TP|Q|P|Tr|tr))\.\s*$")


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence begins and ends, in order."""
    start = 0
    for found in END.finditer(text):
        if not BROKEN.search(text, start, found.start()):
            yield from trimmed(text, start, found.start())
            start = found.end()
    yield from trimmed(text, start, len(text))


def trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    said = text[start:end]
    if said.strip():
        yield start + len(said) - len(said.lstrip()), start + len(said.rstrip())
