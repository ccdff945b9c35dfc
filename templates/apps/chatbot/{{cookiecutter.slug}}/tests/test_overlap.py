import pytest

from app.overlap import Overlap


def test_the_same_text_scores_one_and_a_foreign_one_nothing() -> None:
    assert Overlap(["opening hours", "price"]).scores("opening hours") == [pytest.approx(1), 0]


def test_inflection_and_missing_marks_cost_little() -> None:
    opening, price = Overlap(["Giờ mở cửa", "Bảng giá"]).scores("gio mo cua")
    assert opening > 0.9
    assert price < 0.2


def test_what_all_texts_share_weighs_least() -> None:
    prices = Overlap(["the price of bread", "the price of milk"])
    assert prices.scores("bread")[0] > prices.scores("price")[0] > 0
