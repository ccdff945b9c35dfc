"""The rules by which numbers show that they are what they look like; all take digits without what separates them."""

import re
from datetime import UTC, datetime

# Provinces as they stand in the numbers of citizens, who keep theirs when provinces are joined.
PROVINCES = {
    *(1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40, 42, 44),
    *(45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84, 86, 87, 89),
    *(91, 92, 93, 94, 95, 96),
}
TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
# Country and length of every registered IBAN.
REGISTERED = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 "
    "EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 "
    "KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 "
    "PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 "
    "UA29 VA22 VG24 XK20 YE30"
)
IBANS = {country: int(length) for country, length in re.findall(r"([A-Z]{2})(\d{2})", REGISTERED)}
# Where the numbers of a kind of card begin, as a range of four digits, and how long they are.
CARDS = (
    (range(4000, 5000), {13, 16, 19}),  # Visa
    (range(5100, 5600), {16}),  # Mastercard
    (range(2221, 2721), {16}),
    (range(3400, 3500), {15}),  # American Express
    (range(3700, 3800), {15}),
    (range(3528, 3590), {16}),  # JCB
    (range(3600, 3700), {14}),  # Diners
    (range(3800, 3900), {14}),
    (range(6011, 6012), {16}),  # Discover
    (range(6440, 6600), {16}),
    (range(6200, 6300), {16, 17, 18, 19}),  # UnionPay
)
NAPAS = "9704"


def is_citizen(digits: str) -> bool:
    """Tell whether twelve digits are a Vietnamese citizen's: province, century with sex, year of birth, six more."""
    if len(digits) != 12 or int(digits[:3]) not in PROVINCES:
        return False
    year = 1900 + 100 * (int(digits[3]) // 2) + int(digits[4:6])
    return year <= datetime.now(UTC).year


def is_tax_code(digits: str) -> bool:
    """Tell whether ten digits, or thirteen of a branch, end in the check digit of a Vietnamese tax code."""
    if len(digits) not in {10, 13} or digits[2:9] == "0000000":
        return False
    total = sum(weight * int(digit) for weight, digit in zip(TAX_WEIGHTS, digits, strict=False))
    return int(digits[9]) == 10 - total % 11


def is_card(digits: str) -> bool:
    """Tell whether digits are a payment card's: a kind's beginning and length, and the check digit of Luhn."""
    if digits.startswith(NAPAS):
        return len(digits) in {16, 19}
    known = any(int(digits[:4]) in begins and len(digits) in lengths for begins, lengths in CARDS)
    return known and luhn(digits) == 0


def luhn(digits: str) -> int:
    """Return the sum that Luhn's rule wants to be 0, modulo 10."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[::-2])) + sum(doubled)) % 10


def is_iban(text: str) -> bool:
    """Tell whether a text without spaces is an IBAN: its country's length, and 1 by modulo 97."""
    if IBANS.get(text[:2]) != len(text):
        return False
    return int("".join(str(int(letter, 36)) for letter in text[4:] + text[:4])) % 97 == 1
