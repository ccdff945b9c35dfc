"""What is masked and what is not, and that all of it comes back as it was."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.masking.checksums import is_card, is_citizen, is_iban, is_tax_code
from app.masking.finding import found_now
from app.masking.kinds import MARK
from app.masking.mask import Mask
from tests.planted import MASKED, SAID


def masked(text: str) -> str:
    (text,) = Mask().leave([text])
    return text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SAID, MASKED),
        ("Gọi 09 12 34 56 78, (024) 3825-1234 hoặc +84 912 345 678", "Gọi [PHONE-1], [PHONE-2] hoặc [PHONE-3]"),
        ("ĐT0912345678, cũ 01693234345, +44 20 7946 0958", "ĐT[PHONE-1], cũ [PHONE-2], [PHONE-3]"),
        ("MST 0100109106-001, hộ chiếu C1234567", "MST [TAX-1], hộ chiếu [PASSPORT-1]"),
        ("CMND 012345678 và CCCD 001 203 004 567", "CMND [ID-1] và CCCD [ID-2]"),
        ("1903 6789 0123 45 Techcombank; Napas 9704 0012 3456 7890", "[ACCOUNT-1] Techcombank; Napas [CARD-1]"),
        ("IBAN GB82 WEST 1234 5698 7654 32 PLEASE", "IBAN [IBAN-1] PLEASE"),
        ("from 203.0.113.7 and 2001:db8::1 at 12:30:45", "from [IP-1] and [IP-2] at 12:30:45"),
        ("s://u:pw12@h.vn/?password=ab12&x sk-Ab12Cd34Ef56Gh78", "s://[SECRET-1]/?password=[SECRET-2]&x [SECRET-3]"),
        (r'{"t": "a\nnam@x.vn\n0912345678"}', r'{"t": "a\n[EMAIL-1]\n[PHONE-1]"}'),
        ("0912345678, 0912.345.678, 0912345678", "[PHONE-1], [PHONE-1.2], [PHONE-1]"),
    ],
)  # fmt: skip
def test_data_of_a_person_is_masked(text: str, said: str) -> None:
    assert masked(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "Đơn hàng 123456789 giá 1.250.000 đ, ngày 12/03/2026, tổng 12.345.678 đồng.",
        "Điều 113 Bộ luật số 45/2019/QH14, Nghị định 13/2023/NĐ-CP.",
        "Order 2023004567, invoice INV-2026-001234, 2026-11-26T10:15:30Z, v1.2.3.4",
        "Tài khoản còn 15000000 đ; gọi tổng đài 1900 1009; mã OTP 482913.",
        "My name is Nguyen Van An, Hue.",  # names are not masked, and the page says so
    ],
)
def test_what_is_nobody_s_is_not(text: str) -> None:
    assert masked(text) == text


def test_one_person_has_one_mark_in_all_texts_of_a_call() -> None:
    said = Mask().leave(["a@x.vn or b@x.vn?", "b@x.vn", "A@X.vn"])
    assert said == ["[EMAIL-1] or [EMAIL-2]?", "[EMAIL-2]", "[EMAIL-1.2]"]


def test_a_mark_that_somebody_types_means_nothing() -> None:
    mask = Mask()
    (typed,) = mask.leave(["What does [PHONE-1] stand for?"])
    assert typed == "What does [MARK-1] stand for?"
    assert mask.back("[PHONE-1] and [MARK-1].") + mask.rest() == "[PHONE-1] and [PHONE-1]."
    assert Mask().back("[PHONE-1]") == "[PHONE-1]"


PIECES = st.sampled_from(
    (
        *(
            "0912 345 678",
            "a@b.vn",
            "[EMAIL-1]",
            "[PHONE-1",
            "[",
            "]",
            "-1]",
            "[MARK-1]",
            "079185012345",
            "CCCD ",
            "\n",
        ),
        *("https://u:", "pw1@h.com", "4111111111111111", "STK 123456", "\\n", '"', "\\u00e9", "[EMAIL-1.2]", "8.8.8.8"),
    )
)
TEXTS = st.lists(PIECES | st.text(max_size=8), max_size=12).map("".join)


@settings(max_examples=50)
@given(TEXTS, st.lists(st.integers(0, 300), max_size=8))
def test_every_text_comes_back_however_it_is_cut(text: str, cuts: list[int]) -> None:
    mask = Mask()
    (said,) = mask.leave([text])
    places = sorted({0, len(said), *(cut for cut in cuts if cut < len(said))})
    pieces = [said[start:end] for start, end in pairwise(places)]
    assert "".join(map(mask.back, pieces)) + mask.rest() == text


@settings(max_examples=50)
@given(TEXTS)
def test_what_is_masked_can_stand_in_json_as_it_is(text: str) -> None:
    assert not any({'"', "\\", "\n"} & {*text[span.start : span.end]} for span in found_now(text))


@settings(max_examples=50)
@given(TEXTS, TEXTS)
def test_no_mark_stands_for_what_was_typed_elsewhere(mine: str, other: str) -> None:
    mask = Mask()
    mask.leave([mine])
    back = mask.back(other) + mask.rest()
    values = {mine[span.start : span.end] for span in found_now(mine)}
    assert back == other or any(value in back for value in values)
    assert MARK.sub("", mask.leave([other])[0]) == "".join(outside(other))


def outside(text: str) -> list[str]:
    """Return what of a text is not masked."""
    ends = [0, *(span.end for span in found_now(text))]
    starts = [*(span.start for span in found_now(text)), len(text)]
    return [text[end:start] for end, start in zip(ends, starts, strict=True)]


@pytest.mark.parametrize(
    ("holds", "number", "places"),
    [
        (is_card, "4111111111111111", range(1, 16)),
        (is_tax_code, "0100109106", range(1, 10)),
        (is_iban, "DE89370400440532013000", range(2, 22)),
    ],
)
def test_a_digit_that_is_mistyped_breaks_the_rule(holds: object, number: str, places: range) -> None:
    assert callable(holds)
    assert holds(number)
    for place in places:
        others = (number[:place] + digit + number[place + 1 :] for digit in "0123456789" if digit != number[place])
        assert not any(map(holds, others)), place


def test_a_citizen_was_born_in_a_province_and_not_in_a_year_to_come() -> None:
    assert is_citizen("001203004567")
    assert not is_citizen("003203004567")
    assert not is_citizen("001299004567")


def test_numbers_without_their_country_are_looked_for_where_the_owner_says(monkeypatch: pytest.MonkeyPatch) -> None:
    assert masked("Call (650) 253-0000.") == "Call (650) 253-0000."
    monkeypatch.setenv("MASK_PHONE_REGIONS", "VN, US")
    assert masked("Call (650) 253-0000 or 0912 345 678.") == "Call [PHONE-1] or [PHONE-2]."
