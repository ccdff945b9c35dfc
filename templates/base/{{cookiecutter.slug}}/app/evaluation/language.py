"""Tells English and Vietnamese apart, and from most other languages, by letters and the commonest words."""

import re
import unicodedata
from typing import Literal

ENGLISH = """
the and is are was were you your yours of with for that this these those it its to can cannot can't have has had will
would not what when where how who i'm i'll i've we they he she be been if my our from which do does don't should or an
about there then than after before only very yes please sorry help me
"""
# Some without their marks too, since people type so; words that English or its neighbours have are left out.
VIETNAMESE = """
và là của có không được cho những các một này đó bạn mình tôi để trong với khi thì nếu đã sẽ cũng về người như dạ anh
chị ạ nhé nào gì sao xin vâng khong duoc nhung mot minh toi trong voi thi neu cung nguoi nhu ngay hay vay phai nen cua
"""
# Letters that no other large language writes; its à, é, ô and the like are French and Portuguese as well.
LETTERS = re.compile("[ăđơưạảằắẳẵặầấẩẫậẹẻẽềếểễệỉịĩọỏồốổỗộờớởỡợụủũừứửữựỳỷỹỵ]")
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
LEAST = 0.15  # share of the words that must be known; a sentence of either language has two to five times that


WORDS = {"en": frozenset(ENGLISH.split()), "vi": frozenset(VIETNAMESE.split())}


def language_of(text: str) -> Literal["en", "vi", ""]:
    """Return the language that most of the text is in, or nothing where it is neither or cannot be told."""
    plain = unicodedata.normalize("NFC", text).lower().replace("’", "'")
    words = WORD.findall(plain)
    english = sum(word in WORDS["en"] for word in words)
    vietnamese = sum(word in WORDS["vi"] or bool(LETTERS.search(word)) for word in words)
    if max(english, vietnamese) < LEAST * len(words) or english == vietnamese:
        return ""
    return "en" if english > vietnamese else "vi"
