"""The marks by which a model proves its sentences: [2: "words of passage 2"], and a reply cut into words and marks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 1_000  # characters of a mark; what is longer is none

# A mark that has begun and may yet go on, and a whole one: quotes may hold brackets, a number alone may not.
BEGUN = re.compile(r"\[\s*(?:\d{1,3}\s*(?:[:,;|\"“«].*)?|n|no|non|none\s*)?", re.DOTALL | re.IGNORECASE)
WHOLE = re.compile(
    r"\[\s*none\s*\]"
    r"|\[\s*(?P<quoted>\d{1,3}\s*[:,|]?\s*[\"“«].*?[\"”»])\s*\]"
    r"|\[\s*(?P<bare>\d{1,3}\s*(?:[:,;|][^\]\"“«]*)?)\]",
    re.DOTALL | re.IGNORECASE,
)
PARTS = re.compile(r"(?<=[\"”»])\s*[;,]\s*(?=\d{1,3}\s*[:,|]?\s*[\"“«])")
PART = re.compile(r"(?P<number>\d{1,3})\s*[:,|]?\s*[\"“«]?(?P<quote>.*?)[\"”»]?\s*", re.DOTALL)
SPACE = re.compile(r"\s+")
STOPS = re.compile(r"[.!?…。！？]+")
WORD = re.compile(r"[^\s\[]+|\[")
OPEN_END = re.compile(r"[!-~]*\Z")  # a word that may go on; scripts beyond ASCII may know no spaces, and need not wait


@dataclass(frozen=True)
class Proof:
    """The number of a passage, and words that are said to stand there; none where only a number is given."""

    number: int
    quote: str


@dataclass(frozen=True)
class Mark:
    """What one mark says; [none], by which a reply says that the passages do not answer, has no proofs."""

    text: str
    proofs: tuple[Proof, ...]


Token = str | Mark  # text is space, punctuation that ends a sentence, or words


class Lexer:
    """Cuts a reply that is still coming; held back is what may be the beginning of something else."""

    def __init__(self) -> None:
        self._rest = ""

    def take(self, piece: str) -> Iterator[Token]:
        """Yield what is certain by now."""
        self._rest += piece
        return self._tokens(last=False)

    def end(self) -> Iterator[Token]:
        """Yield what is left."""
        return self._tokens(last=True)

    def _tokens(self, *, last: bool) -> Iterator[Token]:
        while self._rest and (length := certain(self._rest, last=last)):
            token, self._rest = self._rest[:length], self._rest[length:]
            whole = WHOLE.fullmatch(token)
            yield Mark(token, tuple(proofs(whole))) if whole else token


def certain(text: str, *, last: bool) -> int:
    """Return the length of the token that a text begins with; 0 while that is not certain."""
    if whole := WHOLE.match(text):
        return whole.end()
    if not last and len(text) <= LONGEST and BEGUN.fullmatch(text):
        return 0
    found = SPACE.match(text) or STOPS.match(text) or WORD.match(text)
    length = found.end() if found else 0
    if last or length < len(text):
        return length
    return len(OPEN_END.sub("", text)) if text.strip() else 0


def proofs(whole: "re.Match[str]") -> Iterator[Proof]:
    """Yield what a mark says, in its order."""
    for part in PARTS.split(whole["quoted"] or whole["bare"] or ""):
        if found := PART.fullmatch(part.strip()):
            yield Proof(int(found["number"]), found["quote"].strip())
