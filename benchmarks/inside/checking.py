"""What benchmarks/checking.py runs within a project."""

from __future__ import annotations

import random
import re
import statistics
import time

REPLIES = 200
SENTENCES = 12
WORD = re.compile(r"\s*\S+")


def main() -> None:
    from app.documents.passages import Passage

    chance = random.Random(0)
    texts = [" ".join(word(chance) for _ in range(150)) for _ in range(6)]
    passages = [
        Passage(number, "d", "a.md", "markdown", None, (), 0, len(text), text, 1.0, 1.0, None)
        for number, text in enumerate(texts, 1)
    ]
    replies = [written(texts, chance) for _ in range(REPLIES)]
    taken, steps, proved = [], [], 0
    for reply in replies:
        whole, longest, supported = timed(passages, WORD.findall(reply))
        taken.append(whole)
        steps.append(longest)
        proved += supported
    tokens = sum(len(WORD.findall(reply)) for reply in replies) / REPLIES
    print(f"{REPLIES} replies of {SENTENCES} sentences, {tokens:.0f} pieces each; {proved / REPLIES:.1f} proved")
    for name, values in (("a whole reply", taken), ("its slowest piece", steps)):
        low, high = statistics.median(values), statistics.quantiles(values, n=20)[-1]
        print(f"  checking {name}: p50 {1000 * low:.2f}, p95 {1000 * high:.2f} ms")


def word(chance: random.Random) -> str:
    return "".join(chance.choice("aeiouylnrstkm") for _ in range(chance.randint(2, 10)))


def written(texts: list[str], chance: random.Random) -> str:
    """Write sentences, each with a proof that stands in a passage, in other case and over other spaces."""
    said = []
    for _ in range(SENTENCES):
        number = chance.randrange(len(texts))
        words = texts[number].split()
        start = chance.randrange(len(words) - 10)
        quote = "  ".join(words[start : start + 8]).title()
        said.append(f'{" ".join(word(chance) for _ in range(15))}. [{number + 1}: "{quote}"]')
    return " ".join(said)


def timed(passages: list[object], pieces: list[str]) -> tuple[float, float, int]:
    """Return the seconds that checking takes, the longest of one piece, and how many sentences are proved."""
    from app.documents.checking import Checker

    checker = Checker(passages)  # type: ignore[arg-type]
    steps = []
    for piece in pieces:
        begun = time.perf_counter()
        list(checker.take(piece))
        steps.append(time.perf_counter() - begun)
    begun = time.perf_counter()
    list(checker.end())
    steps.append(time.perf_counter() - begun)
    return sum(steps), max(steps), checker.supported
