"""Decodes text in whatever encoding people have: Unicode by its marks, the older ones by what their letters make."""

import codecs
import re
import unicodedata

from app.documents.extracted import Unreadable

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
KANA = re.compile("[\u3040-\u30ff\uff66-\uff9f]")
HAN = re.compile("[\u4e00-\u9fff]")
VIETNAMESE = re.compile("[\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset=["']?\s*([\w-]{2,20})""", re.IGNORECASE)


def decoded(data: bytes) -> str:
    """Return the text, composed and with plain line ends, or raise Unreadable where it is none."""
    text = unicode(data)
    if text is None:
        text = older(data)
    if "\0" in text:
        raise Unreadable("damaged")
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")


def declared(data: bytes) -> str:
    """Decode HTML, which may say its encoding itself."""
    said = DECLARED.search(data[:4096])
    if said and unicode(data) is None:
        try:
            return unicodedata.normalize("NFC", data.decode(said[1].decode()))
        except (LookupError, UnicodeDecodeError):
            pass
    return decoded(data)


def unicode(data: bytes) -> str | None:
    """Decode what is Unicode, with a mark at its beginning or without one."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if b"\0" in data[:4096]:
        even, odd = data[:4096:2].count(0), data[1:4096:2].count(0)
        if max(even, odd) < len(data[:4096]) / 16:  # text in UTF-16 has spaces and digits, whatever its letters
            raise Unreadable("damaged")
        return data.decode("utf-16-le" if odd > even else "utf-16-be", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def older(data: bytes) -> str:
    """Decode one of the older encodings: Japanese and Vietnamese show by their letters, else it is Western."""
    japanese = attempt(data, "cp932")
    if japanese and len(KANA.findall(japanese)) + len(HAN.findall(japanese)) > len(data) / 8 and KANA.search(japanese):
        return japanese
    vietnamese = attempt(data, "cp1258")
    if vietnamese and is_vietnamese(unicodedata.normalize("NFC", vietnamese)):
        return vietnamese
    return data.decode("cp1252", "replace")


def attempt(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def is_vietnamese(text: str) -> bool:
    """Do its marks stand on letters that take them, as no other reading of the bytes would have it?"""
    loose = sum(unicodedata.combining(mark) > 0 for mark in text)
    return len(VIETNAMESE.findall(text)) > 3 * loose
