"""Numbers that identify someone: by their own rules, or by the words beside them."""

import re
from collections.abc import Iterator
from typing import Literal, cast

from app.masking.checksums import is_card, is_citizen, is_tax_code
from app.masking.kinds import Kind

RUN = re.compile(r"(?<!\d)(?<!\d[.,/:])\d(?:[ .\-]?\d){5,30}(?!\d)(?![/:]\d)")
TOKEN = re.compile(r"\d+")
BEFORE, AFTER = 60, 30  # characters in which a number's words are looked for

BANKS = (
    r"vietcombank|vcb|techcombank|tcb|bidv|vietinbank|agribank|mb ?bank|\bmb\b|acb|vpbank|tpbank|sacombank|hdbank|vib"
    r"|shb|msb|ocb|eximbank|seabank|lpbank|lienvietpostbank|napas|momo|zalopay|hsbc|citibank|iban"
)
# The last of these before a number says what it is.
WORDS = re.compile(
    r"(?P<ID>\bcccd\b|căn cước|\bcmnd\b|\bcmt\b|chứng minh|identity|national id|\bid card|citizen|\bssn\b)"
    r"|(?P<TAX>\bmst\b|mã số thuế|\btax)"
    r"|(?P<PASSPORT>passport|hộ chiếu)"
    rf"|(?P<ACCOUNT>tài khoản|\bstk\b|\btk\b|account|\bacct|\ba/c\b|chuyển khoản|{BANKS})"
    r"|(?P<OTHER>\bđơn\b|hóa đơn|hoá đơn|\border|invoice|tracking|vận đơn|\bmã\b(?! số thuế)|\bsku\b|\bref"
    r"|\bticket|\bngày\b|\bdate|số tiền|amount|\btotal|tổng|balance|số dư|serial|sê-?ri|barcode|isbn|version"
    r"|phiên bản|price|giá)",
    re.IGNORECASE,
)
BANK_AFTER = re.compile(rf"[\s,(:\-–]*(?:tại |ở |at |with |ngân hàng |bank )*(?:{BANKS})", re.IGNORECASE)
MONEY = re.compile(
    r"\s?(?:đ\b|đồng|vnđ|vnd|usd|\$|€|eur\b|euro|£|%|k\b|tr\b|triệu|nghìn|ngàn|tỷ|tỉ|dollars?\b|pounds?\b)",
    re.IGNORECASE,
)
AMOUNT = re.compile(r"[1-9]\d{0,2}(?:[ .]\d{3})+")
DAY = re.compile(r"(?:19|20)\d\d[-. ]?(?:0[1-9]|1[0-2])[-. ]?(?:0[1-9]|[12]\d|3[01])(?:[-. ]?\d{4,6})?")
Words = Literal["ID", "TAX", "PASSPORT", "ACCOUNT", "OTHER"]
LENGTHS: dict[Words, set[int]] = {"ID": {9, 12}, "TAX": {10, 12, 13}, "PASSPORT": {9}, "ACCOUNT": {*range(6, 20)}}


def found(text: str) -> Iterator[tuple[int, int, Kind]]:
    """Yield where such a number stands, and its kind."""
    for run in RUN.finditer(text):
        tokens = [(run.start() + each.start(), run.start() + each.end()) for each in TOKEN.finditer(run[0])]
        yield from within(text, tokens)


def within(text: str, tokens: list[tuple[int, int]]) -> Iterator[tuple[int, int, Kind]]:
    """Look for numbers among groups of digits that stand side by side: the longest first, from the left."""
    first = 0
    while first < len(tokens):
        start, step = tokens[first][0], 1
        words = said_before(text, start)
        for last in range(len(tokens), first, -1):
            end = tokens[last - 1][1]
            if kind := kind_of(text, start, end, words):
                yield start, end, kind
                step = last - first
                break
        first += step


def kind_of(text: str, start: int, end: int, words: Words | None) -> Kind | None:
    """Return what the number text[start:end] is of someone's, if anything; `words` say something of it."""
    written = text[start:end]
    digits = re.sub(r"\D", "", written)
    if not 6 <= len(digits) <= 19 or MONEY.match(text, end) or DAY.fullmatch(written):
        return None
    if is_card(digits):
        return "CARD"
    if words == "OTHER" or (words != "ID" and AMOUNT.fullmatch(written)):
        return None
    if words and len(digits) in LENGTHS[words]:
        return "ID" if is_citizen(digits) else words
    return by_itself(digits) or ("ACCOUNT" if BANK_AFTER.match(text[end : end + AFTER]) else None)


def by_itself(digits: str) -> Kind | None:
    """Return what a number shows to be by its own rules."""
    if is_citizen(digits):
        return "ID"
    return "TAX" if is_tax_code(digits) else None


def said_before(text: str, start: int) -> Words | None:
    """Return what the words before a number say of it."""
    words = None
    for words in WORDS.finditer(text, max(0, start - BEFORE), start):  # noqa: B007 - the last is wanted
        pass
    return cast(Words, words.lastgroup) if words else None
