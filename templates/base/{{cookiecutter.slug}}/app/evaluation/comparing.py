"""Brings two texts to one form, so that how they were typed does not decide whether one contains the other."""

import unicodedata

QUOTES = str.maketrans("‘’‛′“”„″", "''''\"\"\"\"")


def comparable(text: str) -> str:
    """Return the text composed (NFC), without case, with plain quotes and single spaces; marks on letters stay."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return " ".join(folded.translate(QUOTES).split())
