"""Run by benchmarks/masking.py in a project's own environment: counts what is found, missed and masked in vain."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path.cwd()))

from app.masking.finding import found_now
from masking_set import UNSEEN, sentences

MARKED = re.compile("⟦(.*?)⟧")
Span = tuple[int, int]


def main() -> None:
    found_now("Tel. 0912 345 678")  # loads what it needs
    for texts in (list(dict.fromkeys(sentences())), list(UNSEEN)):
        measure(texts)


def measure(texts: Sequence[str]) -> None:
    begun = time.perf_counter()
    masked = {text: [(span.start, span.end) for span in found_now(MARKED.sub(r"\1", text))] for text in texts}
    seconds = time.perf_counter() - begun
    missed = [(text, span) for text in texts for span in wanted(text) if not covered(text, span, masked[text])]
    wrong = [(text, span) for text in texts for span in masked[text] if not touches(span, wanted(text))]
    if "--show" in sys.argv:
        for word, rows in (("missed", missed), ("wrong", wrong)):
            print("".join(f"{word} {plain(text)[slice(*span)]!r} in {plain(text)}\n" for text, span in rows), end="")
    report(texts, missed=len(missed), wrong=len(wrong), masked=sum(map(len, masked.values())), seconds=seconds)


def report(texts: Sequence[str], *, missed: int, wrong: int, masked: int, seconds: float) -> None:
    pieces = sum(len(wanted(text)) for text in texts)
    without = sum(not wanted(text) for text in texts)
    print(f"{len(texts)} sentences, {without} of them without personal data, {pieces} pieces of it in the others")
    print(f"recall {1 - missed / pieces:.3f}: {missed} missed")
    print(f"precision {1 - wrong / masked:.3f}: {wrong} of {masked} masked in vain")
    print(f"{sum(map(len, texts)) / seconds / 1000:.0f} thousand characters a second")


def plain(text: str) -> str:
    return MARKED.sub(r"\1", text)


def wanted(text: str) -> list[Span]:
    """Where the marked data stands once the marks are gone."""
    return [(hit.start() - 2 * number, hit.end() - 2 * number - 2) for number, hit in enumerate(MARKED.finditer(text))]


def covered(text: str, span: Span, masked: Sequence[Span]) -> bool:
    """Whether each letter and digit of it is masked; what stands around them says nothing."""
    letters = (at for at in range(*span) if plain(text)[at].isalnum())
    return all(any(start <= at < end for start, end in masked) for at in letters)


def touches(span: Span, others: Sequence[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


if __name__ == "__main__":
    main()
