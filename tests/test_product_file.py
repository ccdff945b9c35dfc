"""product.toml is written so that it is read back the same, and a person's own bytes stay as they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quickship.product import LONGEST, merge, parse
from quickship.product_file import dump, with_scaffold, without_scaffold
from quickship.types import Case, Document, Faq, Label, Product, Template

TEXTS = st.text(st.characters(exclude_categories=["Cs"]).filter(lambda char: ord(char) >= 32 or char in "\n\t"))
LINES = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\x7f"), max_size=LONGEST["name"])
TUPLES = st.lists(TEXTS, max_size=3).map(tuple)
CASES = st.builds(
    Case, TEXTS, TUPLES, TUPLES, TEXTS, st.booleans(), st.sampled_from(["", "en"]), st.integers(0, 9), TEXTS
)
PRODUCTS = st.builds(
    Product,
    name=LINES, slug=st.sampled_from(["", "nu-cuoi"]),
    tagline=LINES, idea=TEXTS, audience=LINES, language=st.sampled_from(["", "en", "vi"]),
    app=TEXTS, domain=LINES, hue=st.none() | st.integers(0, 360), provider=st.sampled_from(["", "openai"]), model=LINES,
    instructions=TEXTS, starters=TUPLES, choose=st.sampled_from(["", "one", "many"]),
    faq=st.lists(st.builds(Faq, TEXTS, TEXTS), max_size=2).map(tuple),
    labels=st.lists(st.builds(Label, TEXTS, TEXTS, TUPLES), max_size=2).map(tuple),
    cases=st.lists(CASES, max_size=2).map(tuple),
    documents=st.lists(st.builds(Document, TEXTS, TEXTS), max_size=2).map(tuple),
)  # fmt: skip
ODD = [
    "# mine\r\n[product]\r\nname = 'X'   # kept\r\n",
    '\n\n  [product]\n  name="X"\nhue   =   7\n\n\n[scaffold]\nquickship = "0"\n',
    'starters = [\n  "a", # why\n\n  "b",\n]\n[product]\nname = """X"""\n# the end, without a line end',
    "[scaffold]\nquickship = '0'\n[[scaffold.templates]]\nname = 'base'\n[product]\nname = 'X'\n",
]
TEMPLATES = [Template("base", "base", Path("base"), "built-in", "d1gest", {})]


@given(PRODUCTS)
@settings(max_examples=40, deadline=None)
def test_what_is_dumped_is_read_back_the_same(product: Product) -> None:
    text = dump(product)
    assert parse(text) == (product, {})
    assert dump(product, text) == text


@given(PRODUCTS, st.sampled_from(ODD))
@settings(max_examples=40, deadline=None)
def test_what_is_added_to_a_persons_file_is_read_back_with_what_it_said(product: Product, original: str) -> None:
    known, scaffold = parse(original)
    wanted = merge(known, product)
    assert parse(dump(wanted, original)) == (wanted, scaffold)


@pytest.mark.parametrize("original", ODD)
def test_a_persons_bytes_stay_as_they_are(original: str) -> None:
    known, _ = parse(original)
    assert dump(known, original) == original
    assert without_scaffold(original) == original or "[scaffold]" in original


@pytest.mark.parametrize("original", ODD)
def test_a_new_key_leaves_every_line_of_the_person_in_place(original: str) -> None:
    text = dump(merge(Product(tagline="new"), parse(original)[0]), original)
    kept = [line for line in original.splitlines() if line.strip()]
    assert [line for line in text.splitlines() if line in kept] == kept
    assert 'tagline = "new"' in text


@pytest.mark.parametrize("original", ODD)
def test_the_scaffold_table_is_all_that_is_replaced(original: str) -> None:
    once = with_scaffold(original, "1.2", TEMPLATES)
    row = {"name": "base", "kind": "base", "source": "built-in", "digest": "d1gest"}
    assert parse(once) == (parse(original)[0], {"quickship": "1.2", "templates": [row]})
    assert once.startswith(without_scaffold(original))
    assert with_scaffold(once, "1.2", TEMPLATES) == once
    assert ("\r\n" in once) == ("\r\n" in original)
    assert "\n" not in once.replace("\r\n", "") or "\r\n" not in original


def test_a_fresh_file_speaks_to_its_reader_in_the_products_language() -> None:
    assert dump(Product(name="X", language="vi")).startswith("# Sản phẩm")
    assert dump(Product(name="X", language="en")).startswith("# What this product is")


def test_several_lines_stay_several_lines_that_a_person_can_edit() -> None:
    text = dump(Product(instructions='Be kind.\nSay "why".'))
    assert '"""\nBe kind.\nSay "why".' in text
