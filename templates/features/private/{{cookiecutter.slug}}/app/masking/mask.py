"""Masks the texts of one call and puts what was masked back into its reply."""

import re
from collections.abc import Sequence

from app.masking.finding import Found, found_now
from app.masking.kinds import BEGUN, KINDS, MARK, Kind

NOTE = (
    "Marks such as [EMAIL-#] or [PHONE-#], where # is a number, stand for data that is kept back. Wherever you mean "
    "that data, write its mark exactly as it stands, brackets included; [PHONE-#.2] is the same as [PHONE-#], written "
    "another way."
)
SEPARATORS = re.compile(r"[\s.\-()]")


class Mask:
    """Knows what each mark of one call stands for, and nothing of any other call.

    A mark that somebody typed is masked, too, so that no text but a mask's own can hold one that means anything.
    """

    def __init__(self) -> None:
        self._marks: dict[tuple[Kind, str], str] = {}  # (kind, what was written) -> its mark
        self._values: dict[str, str] = {}  # mark -> what was written
        self._ways: dict[Kind, dict[str, list[int]]] = {
            kind: {} for kind in KINDS
        }  # meaning -> number, ways to write it
        self._held = ""

    def leave(self, texts: Sequence[str]) -> list[str]:
        """Return the texts with marks in the place of data; the same data has the same mark in all of them."""
        return [self._masked(text, found_now(text)) for text in texts]

    def _masked(self, text: str, spans: Sequence[Found]) -> str:
        pieces, end = list[str](), 0
        for span in spans:
            pieces += text[end : span.start], self._mark(span.kind, text[span.start : span.end])
            end = span.end
        return "".join(pieces) + text[end:]

    def _mark(self, kind: Kind, written: str) -> str:
        if (kind, written) not in self._marks:
            ways = self._ways[kind]
            same = ways.setdefault(meant(kind, written), [len(ways) + 1, 0])
            same[1] += 1
            way = f".{same[1]}" if same[1] > 1 else ""
            self._marks[kind, written] = mark = f"[{kind}-{same[0]}{way}]"
            self._values[mark] = written
        return self._marks[kind, written]

    def note(self) -> str:
        """Return what the model has to know of the marks, where there are any."""
        return NOTE if self._values else ""

    def back(self, piece: str) -> str:
        """Return a piece of the reply with data in the place of marks; one that has only begun waits for its end."""
        if not self._values:
            return piece
        text = self._held + piece
        begun = BEGUN.search(text)
        self._held = text[begun.start() :] if begun else ""
        return MARK.sub(self._value, text[: len(text) - len(self._held)])

    def rest(self) -> str:
        """Return what waited for an end that did not come."""
        rest, self._held = self._held, ""
        return rest

    def _value(self, mark: re.Match[str]) -> str:
        return self._values.get(mark[0], mark[0])


def meant(kind: Kind, written: str) -> str:
    """Return what is the same however it is written."""
    return written if kind in {"MARK", "SECRET"} else SEPARATORS.sub("", written).casefold()
