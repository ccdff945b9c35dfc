"""product.toml is read strictly: every value is checked, every unknown key gets its nearest known one."""

from __future__ import annotations

import dataclasses
import re

import pytest

from quickship import templates
from quickship.choices import PROVIDERS
from quickship.errors import ProductError, UsageError
from quickship.product import FIELDS, from_settings, merge, parse, suggestion
from quickship.types import Case, Document, Faq, Label, Product

WHOLE = """
instructions = "Be kind."
starters = ["Why?"]
choose = "many"
[product]
name = "Nụ Cười"
slug = "nu-cuoi"
tagline = "t"
idea = "i"
audience = "a"
language = "vi"
app = "chatbot"
domain = "health"
hue = 360
[model]
provider = "groq"
name = "m"
[[faq]]
question = "q"
answer = "a"
[[labels]]
name = "l"
description = "d"
examples = ["e"]
[[cases]]
input = "i"
contains = ["c"]
not_contains = ["n"]
matches = "m"
refuses = true
language = "en"
max_words = 3
label = "l"
[[documents]]
name = "n"
text = "t"
[scaffold]
quickship = "1"
"""


def test_every_key_is_read() -> None:
    product, scaffold = parse(WHOLE)
    assert product == Product(
        name="Nụ Cười", slug="nu-cuoi", tagline="t", idea="i", audience="a", language="vi", app="chatbot",
        domain="health", hue=360, provider="groq", model="m", instructions="Be kind.", starters=("Why?",),
        faq=(Faq("q", "a"),), labels=(Label("l", "d", ("e",)),), choose="many",
        cases=(Case("i", ("c",), ("n",), "m", True, "en", 3, "l"),), documents=(Document("n", "t"),),
    )  # fmt: skip
    assert scaffold == {"quickship": "1"}


def test_the_file_has_a_key_for_every_field_of_a_product() -> None:
    assert sorted(FIELDS.values()) == sorted(field.name for field in dataclasses.fields(Product))


def test_windows_line_ends_are_read_as_line_ends() -> None:
    assert parse('instructions = """\r\na\r\nb"""\r\n')[0].instructions == "a\nb"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("[product]\nnmae = 'x'", "did you mean `product.name`?"),
        ("starter = ['x']", "did you mean `starters`?"),
        ("[model]\nprovidr = 'x'", "did you mean `model.provider`?"),
        ("[[faq]]\nquestions = 'x'", "did you mean `question`?"),
        ("[[cases]]\ninput = 'x'\nmax_word = 1", "did you mean `max_words`?"),
        ("zzz = 1", f"known: {', '.join(FIELDS)}"),
    ],
)
def test_an_unknown_key_is_refused_with_the_nearest_known_one(text: str, hint: str) -> None:
    with pytest.raises(ProductError, match="unknown key") as caught:
        parse(text)
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a = ", "not valid TOML"),
        ("product = 'x'", "unknown key `product`"),
        ("[product]\nname = 1", "`product.name` must be text"),
        ("[product]\nname = 'a\\nb'".replace("'", '"'), "`product.name` must be one line"),
        ("[product]\nname = 'x'".replace("x", "x" * 81), "has 81 characters; at most 80"),
        ("[product]\nslug = '../x'", "`product.slug` cannot be `../x`"),
        ("[product]\nslug = 'Nụ Cười'", "`product.slug` cannot be"),
        ("[product]\nslug = 'con'", "`product.slug` cannot be `con`"),
        ("[product]\nslug = 'import'", "`product.slug` cannot be `import`"),
        ("[product]\nhue = 361", "0 to 360"),
        ("[product]\nhue = true", "0 to 360"),
        ("[product]\nhue = 1.5", "0 to 360"),
        ("[product]\nlanguage = 'fr'", "`product.language` cannot be `fr`"),
        ("[model]\nprovider = 'x'", "`model.provider` cannot be `x`"),
        ('instructions = "a\\u0000b"', "no text"),
        ('instructions = "a\\u001bb"', "no text"),
        ("starters = 'x'", "`starters` must be a list"),
        ("starters = [1]", "`starters` must be text"),
        (f"starters = {['x'] * 1001}", "at most 1,000"),
        ("faq = 'x'", "must be a list"),
        ("faq = ['x']", "must hold tables"),
        ("[[faq]]\nquestion = 'x'", "lacks `answer`"),
        ("[[cases]]\ninput = 'x'\nrefuses = 1", "`cases.refuses` must be true or false"),
        ("[[cases]]\ninput = 'x'\nmax_words = true", "`cases.max_words` must be a whole number"),
        ("[[labels]]\nname = 'x'\nexamples = 'x'", "`labels.examples` must be a list"),
    ],
)
def test_a_wrong_value_is_refused_in_one_sentence(text: str, message: str) -> None:
    with pytest.raises(ProductError) as caught:
        parse(text)
    assert message in caught.value.message
    assert "\n" not in caught.value.message


def test_the_first_product_that_fills_a_field_wins() -> None:
    first, second = Product(name="a", hue=0), Product(name="b", hue=9, tagline="t", starters=("s",))
    assert merge(first, second) == Product(name="a", hue=0, tagline="t", starters=("s",))


def test_settings_are_paths_or_last_words_and_hold_text_or_toml() -> None:
    said = from_settings(["product.audience=a=b", "hue=12", 'starters=["x", "y"]', "provider=groq", "tagline= 1 "])
    assert said == Product(audience="a=b", hue=12, starters=("x", "y"), provider="groq", tagline=" 1 ")


@pytest.mark.parametrize(
    ("pairs", "message", "hint"),
    [
        (["hue"], "has no `=`", "key=value"),
        (["hue=1", "product.hue=2"], "`product.hue` is set twice", ""),
        (["name=x"], "`name` could be `product.name` or `model.name`", ""),
        (["product.hoo=1"], "no key `product.hoo`", "did you mean `product.hue`?"),
        (["tagine=x"], "no key `tagine`", "did you mean `tagline`?"),
        (["hue=red"], "takes a TOML value", "165"),
        (["starters=x"], "takes a TOML value", "165"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_a_fault_of_usage(pairs: list[str], message: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        from_settings(pairs)
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_a_suggestion_is_the_nearest_word_or_all_of_them() -> None:
    assert suggestion("dokcer", ["docker", "postgres"]) == "did you mean `docker`?"
    assert suggestion("x", ["docker", "postgres"]) == "known: docker, postgres"


def test_the_providers_are_those_of_the_generated_app() -> None:
    app = templates.builtin()["base"] / "{{cookiecutter.slug}}/app/product.py"
    listed = re.search(r"^Provider = Literal\[(.*?)\]", app.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert listed
    assert tuple(re.findall(r'"(\w+)"', listed[1])) == PROVIDERS
