"""Finds the data to be masked by patterns and checksums; names are not among it, since no pattern knows them."""

import ipaddress
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from app.masking import numbers, phones
from app.masking.checksums import IBANS, is_iban
from app.masking.kinds import KINDS, MARK, Kind
from app.masking.settings import MaskSettings

# Within JSON a line's end is written as an escape, whose letter must not be taken for one of the text.
ESCAPE = re.compile(r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})')
PATTERNS: dict[Kind, re.Pattern[str]] = {
    "MARK": MARK,
    "EMAIL": re.compile(r"\w[\w.+%'\-]{0,63}@(?:[\w\-]{1,63}\.){1,8}[^\W\d_]{2,24}"),
    "SECRET": re.compile(
        r"(?<=://)[^\s/@:\"'\\]*:[^\s/@\"'\\]+(?=@)"
        r"|\b(?:sk|pk|rk)[-_][\w\-]{16,}|\bgh[opsu]_\w{30,}|\bgithub_pat_\w{30,}|\bglpat-[\w\-]{16,}"
        r"|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bAIza[\w\-]{30,}|\bxox[abprs]-[\w\-]{10,}|\bhf_[A-Za-z0-9]{20,}"
        r"|\beyJ[\w\-]{8,}\.[\w\-]{8,}\.[\w\-]{8,}"
        r"|(?i:(?<=password=)|(?<=passwd=)|(?<=pwd=)|(?<=token=)|(?<=secret=)|(?<=api_key=)|(?<=apikey=)|(?<=api-key=))"
        r"[^\s\"'\\&;,<>]{4,}"
        r"|(?i:(?<=password: )|(?<=mật khẩu: )|(?<=api key: )|(?<=token: ))(?=[^\s\"'\\]*\d)[^\s\"'\\,;<>]{4,}"
    ),
    "PASSPORT": re.compile(r"(?i:passport|hộ chiếu)[^\n\d]{0,30}?\b(?P<it>[A-Z]{1,2}\d{6,8})\b"),
}
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){10,32}", re.IGNORECASE)
IPV4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d)")
IPV6 = re.compile(r"(?<![\w:.])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?![\w:])")
NO_ADDRESS = re.compile(r"(?:\bv|version|ver|phiên bản|section|mục|chapter|chương|điều|khoản)\.?\s*$", re.IGNORECASE)


class Found(NamedTuple):
    """Data of someone's: text[start:end]."""

    start: int
    end: int
    kind: Kind


@lru_cache(maxsize=256)  # what is said to a model is said again with each message, and instructions with each text
def found(text: str, regions: tuple[str, ...]) -> tuple[Found, ...]:
    """Return what is to be masked, from left to right; what overlaps is one."""
    shown = ESCAPE.sub(lambda escape: " " * len(escape[0]), text)
    spans = sorted(claims(shown, regions), key=lambda span: (span.start, -span.end))
    joined: list[Found] = []
    for span in spans:
        if joined and span.start < joined[-1].end:
            before = joined.pop()
            kind = min(before.kind, span.kind, key=KINDS.index)
            span = Found(before.start, max(before.end, span.end), kind)
        joined.append(span)
    return tuple(joined)


def found_now(text: str) -> tuple[Found, ...]:
    """Return what is to be masked as the settings are now."""
    return found(text, MaskSettings().mask_phone_regions)


def claims(text: str, regions: tuple[str, ...]) -> Iterator[Found]:
    """Yield what each of the patterns takes for its own."""
    for kind, pattern in PATTERNS.items():
        for hit in pattern.finditer(text):
            yield Found(*hit.span("it" if "it" in pattern.groupindex else 0), kind)
    for start, end, number in numbers.found(text):
        yield Found(start, end, number)
    for start, end in phones.found(text, regions):
        yield Found(start, end, "PHONE")
    yield from ibans(text)
    yield from addresses(text)


def ibans(text: str) -> Iterator[Found]:
    """Cut a candidate to its country's length: what follows may be written in capitals, too."""
    for hit in IBAN.finditer(text):
        places = [place for place in range(*hit.span()) if text[place] != " "][: IBANS.get(hit[0][:2].upper(), 0)]
        if places and is_iban("".join(text[place] for place in places).upper()):
            yield Found(places[0], places[-1] + 1, "IBAN")


def addresses(text: str) -> Iterator[Found]:
    """Yield addresses of machines, but for those that every machine has."""
    for pattern in (IPV4, IPV6):
        for hit in pattern.finditer(text):
            if is_somewhere(hit[0]) and not NO_ADDRESS.search(text, max(0, hit.start() - 12), hit.start()):
                yield Found(*hit.span(), "IP")


def is_somewhere(text: str) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return not (address.is_loopback or address.is_unspecified)
