"""The classifier's template: labels and examples are laid out as data, whatever they hold."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from pathlib import Path

import pytest

from conftest import Quickship
from quickship import labels, product_file, render, stack
from quickship.types import Label, Product

WORDS = {
    "quotes": '"\'`\\ \\" \'\'\' """',
    "commas": ",;\t, ,",
    "lines": "a\nb\n\nc",
    "jinja": "{{ 7*7 }} {% raw %} {# x #}",
    "formula": "=1+1",
    "letters": "Trợ lý 😀 مساعد",
}


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_examples_are_csv_that_reads_back_word_for_word(words: str, tmp_path: Path) -> None:
    known = (Label(f"a {words.strip()}".replace("\n", " "), words, (words, "plain")), Label("b"))
    product = Product(
        "S", "s", "t", "i", "a", "en", "classifier", "", 10, "openai", "", "x", labels=known, choose="one"
    )
    tree = render.render(stack.build(product, product_file.dump(product)), tmp_path)
    rows = list(csv.reader(io.StringIO(tree["data/examples.csv"].data.decode("utf-8"), newline="")))
    assert rows == [["text", "label"], [words, known[0].name], ["plain", known[0].name]]
    assert tomllib.loads(tree["product.toml"].data.decode("utf-8"))["labels"][0]["description"] == words


def test_an_idea_that_lists_labels_becomes_a_classifier_that_talks_with_nobody(quickship: Quickship) -> None:
    idea = "Sort incoming support mail into billing, technical and account"
    found = json.loads(quickship("new", idea, "--no-input", "--dry-run", "--json").out)
    assert found["product"]["app"] == "classifier"
    assert [label["name"] for label in found["product"]["labels"]] == ["billing", "technical", "account"]
    assert all(label["description"] for label in found["product"]["labels"])
    assert not found["product"]["faq"]
    assert not found["product"]["cases"]
    assert idea in found["product"]["instructions"]
    owners = {file["path"]: file["owner"] for file in found["files"]}
    assert owners["app/commands/eval.py"] == "classifier"


@pytest.mark.parametrize(
    ("name", "language", "meant"),
    [
        ("Billing", "en", "Invoices"),
        ("complaints", "en", "Dissatisfaction"),
        ("bass", "en", ""),
        ("Góp ý", "vi", "Đề nghị"),
        ("billing", "vi", ""),
        ("billing", "ja", ""),
    ],
)
def test_a_label_of_a_common_name_has_its_meaning_and_no_other_one_is_invented(
    name: str, language: str, meant: str
) -> None:
    found = labels.meaning(name, language)
    assert found.startswith(meant)
    assert bool(found) is bool(meant)
