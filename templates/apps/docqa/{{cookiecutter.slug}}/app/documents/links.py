"""Links of an answer: one that stands in no passage leads where no document does, and is taken out."""

import html
import re
from collections.abc import Sequence

GONE = "…"
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
LINK = re.compile(
    r"(?:https?://|www\.|mailto:|tel:)[^\s<>\"'()\]]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    re.IGNORECASE,
)
TRAILING = ".,;:!?*_~`"


def unlinked(word: str, texts: Sequence[str]) -> str:
    """Return a word of a reply; a link in it that stands in none of the texts is left out.

    Markdown undoes character references and backslashes in an address, so that is where it is looked for.
    """
    plain = ESCAPED.sub(r"\1", html.unescape(word))
    links = [found.rstrip(TRAILING) for found in LINK.findall(plain)]
    if all(any(link in text for text in texts) for link in links):
        return word
    return LINK.sub(GONE, plain)
