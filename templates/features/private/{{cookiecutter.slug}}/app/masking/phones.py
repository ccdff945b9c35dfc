"""Telephone numbers, as Google's libphonenumber knows them."""

import re
from collections.abc import Iterator, Sequence

# Vietnamese mobile numbers of eleven digits, which were shortened in 2018 and still stand in older texts, and those of
# today that are written without a space behind a word, as in "ĐT0912345678".
MORE = re.compile(
    r"(?<!\d)(?:\+84|0)[ .\-]?1(?:2\d|6[2-9]|86|88|99)(?:[ .\-]?\d){7}(?!\d)"
    r"|(?<=[^\W\d_])0[35789]\d(?:[ .\-]?\d){7}(?!\d)"
)


def found(text: str, regions: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where a telephone number stands: with its country's number, or as it is written within these regions."""
    from phonenumbers import Leniency, PhoneNumberMatcher, PhoneNumberType, number_type  # takes 0.05 s

    public = {PhoneNumberType.TOLL_FREE, PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST}
    for region in regions or ("ZZ",):
        for match in PhoneNumberMatcher(text, region, leniency=Leniency.VALID, max_tries=len(text)):
            if number_type(match.number) not in public:  # hotlines are nobody's
                yield match.start, match.end
    for more in MORE.finditer(text):
        yield more.span()
