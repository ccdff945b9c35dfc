"""What a model writes is held to the bounds of a person's file, and cleaned as theirs is."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafts import CHATBOT, CLASSIFIER, DOCQA, FAQ, said
from quickship.by_hand import by_hand, digests, extended
from quickship.draft import Spent
from quickship.draft_reply import Brief, product_of, schema, without_lengths
from quickship.endpoint import Endpoint, chosen
from quickship.errors import ProductError
from quickship.product import parse
from quickship.product_file import dump
from quickship.types import Faq, Label, Product

REPLIES = {"chatbot": CHATBOT, "docqa": DOCQA, "classifier": CLASSIFIER}


def brief(app: str, **settled: Any) -> Brief:
    return Brief(Product(idea="An idea", app=app, language="vi", **settled))


@pytest.mark.parametrize("app", REPLIES)
def test_a_reply_that_fits_the_schema_is_a_product(app: str) -> None:
    wanted = schema(brief(app))
    jsonschema.Draft202012Validator(wanted).validate(REPLIES[app])
    product = product_of(f"```json\n{said(REPLIES[app])}\n```", brief(app))
    assert parse(dump(product))[0] == product
    assert (len(product.cases), sum(case.refuses for case in product.cases)) == (10, 3)
    assert "maxLength" not in json.dumps(without_lengths(wanted))
    assert without_lengths(wanted)["required"] == list(wanted["properties"])


def test_sample_documents_are_marked_and_have_names_of_files() -> None:
    documents = [{"title": "../../Nội quy", "text": "a"}, {"title": "con", "text": "b"}]
    product = product_of(said({**DOCQA, "documents": documents}), brief("docqa"))
    assert [one.name for one in product.documents] == ["noi-quy.md", "con-app.md"]
    assert all("Tài liệu mẫu do mô hình viết" in one.text for one in product.documents)


def test_texts_are_cleaned_as_a_persons_are() -> None:
    dirty = {"name": "\u202eRe\x1b[31mhe\u0301\n\tarse\x00", "instructions": "a\r\nb\u200b\x07 $idea {{ 7*7 }}"}
    product = product_of(said({**CHATBOT, **dirty}), brief("chatbot"))
    assert product.name == "Re[31mhé arse"
    assert product.instructions == "a\nb $idea {{ 7*7 }}"


def test_what_is_asked_twice_is_kept_once() -> None:
    again = {"question": FAQ[0]["question"].upper(), "answer": "Otherwise."}
    cases = [{**CHATBOT["cases"][0], "expects": [""]}, *CHATBOT["cases"][:6]]
    product = product_of(said({**CHATBOT, "faq": [*FAQ[:5], again], "cases": cases}), brief("chatbot"))
    assert [entry.question for entry in product.faq] == [row["question"] for row in FAQ[:5]]
    assert [case.input for case in product.cases[:6]] == [row["input"] for row in CHATBOT["cases"][:6]]
    assert (len(product.cases), product.cases[0].contains, product.cases[1].contains) == (9, (), ("pay",))


@pytest.mark.parametrize(
    ("app", "change", "sentence"),
    [
        ("chatbot", {"name": " \u200b "}, "`name` is empty"),
        ("chatbot", {"name": "x" * 41}, "`name` has 41 characters; at most 40"),
        ("chatbot", {"name": 1}, "`name` must be text"),
        ("chatbot", {"name": "\ud800x"}, "no text"),
        ("chatbot", {"more": "x"}, "must be an object with the keys"),
        ("chatbot", {"faq": FAQ[:5]}, "`faq` must be a list of 6 to 8"),
        ("chatbot", {"cases": CHATBOT["cases"] * 2}, "`cases` must be a list of 7"),
        ("classifier", {"labels": CLASSIFIER["labels"][1:]}, "has the label `billing`, which is none"),
        ("docqa", {"documents": [{"title": "a", "text": "a"}, {"title": "A", "text": "b"}]}, "one thing twice"),
    ],
)
def test_a_reply_that_does_not_fit_is_refused_in_one_sentence(app: str, change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ProductError) as caught:
        product_of(json.dumps({**REPLIES[app], **change}), brief(app))
    assert sentence in caught.value.message


def test_labels_that_are_settled_are_the_labels() -> None:
    with pytest.raises(ProductError, match="must be exactly: a, b"):
        product_of(said(CLASSIFIER), brief("classifier", labels=(Label("a"), Label("b"))))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda each: st.lists(each) | st.dictionaries(st.sampled_from([*CHATBOT]), each),
    max_leaves=8,
)


@given(st.text(max_size=40) | JSON.map(json.dumps) | st.just("[" * 100_000))
def test_no_reply_whatever_breaks_it(reply: str) -> None:
    with pytest.raises(ProductError):
        product_of(reply, brief("chatbot"))


def test_what_is_the_owners_is_told_from_what_was_written_for_them() -> None:
    first = Product(name="A", tagline="t", starters=("q1",), faq=(Faq("q1", "a"), Faq("q2", "a")), idea="i")
    written = digests(first)
    assert by_hand(first, written) == Product(idea="i")
    changed = Product(name="B", tagline="t", starters=("q1", "mine"), faq=(*first.faq, Faq("q3", "a")), idea="i")
    mine = by_hand(changed, written)
    assert mine == Product(name="B", starters=("q1", "mine"), faq=(Faq("q3", "a"), Faq("q1", "a")), idea="i")
    again = extended(mine, Product(faq=(Faq("q3", "other"), Faq("q4", "a"))))
    assert [entry.answer for entry in again.faq] == ["a", "a", "a"]


OPENAI, GROQ = "https://api.openai.com/v1", "https://api.groq.com/openai/v1"
ROUTER, OLLAMA = "https://openrouter.ai/api/v1", "http://127.0.0.1:11434/v1"
KEY = {"LLM_API_KEY": "k"}


@pytest.mark.parametrize(
    ("settings", "product", "found"),
    [
        ({"OPENAI_API_KEY": "k"}, Product(), ("openai", "gpt-6-luna", OPENAI, "k", "responses")),
        ({"OPENAI_API_KEY": "k"}, Product(provider="groq"), None),
        (KEY, Product(provider="groq", model="m"), ("groq", "m", GROQ, "k", "chat")),
        ({"LLM_PROVIDER": "ollama", "LLM_MODEL": "q"}, Product(), ("ollama", "q", OLLAMA, "", "chat")),
        (
            {**KEY, "LLM_PROVIDER": "openrouter", "LLM_MODEL": "m"},
            Product(),
            ("openrouter", "openai/m", ROUTER, "k", "chat"),
        ),
        (
            {"LLM_BASE_URL": "http://h/v1", "OPENAI_API_KEY": "k"},
            Product(model="m"),
            ("custom", "m", "http://h/v1", "", "chat"),
        ),
        ({"LLM_PROVIDER": "demo"}, Product(), None),
        ({"LLM_API_KEY": " "}, Product(), None),
    ],
)
def test_the_endpoint_is_chosen_as_a_generated_app_chooses_it(
    settings: dict[str, str], product: Product, found: tuple[str, ...] | None
) -> None:
    place = chosen(settings, product)
    assert (place and (place.provider, place.model, place.base_url, place.key, place.api)) == found


def test_what_a_draft_cost_is_known_where_a_price_is() -> None:
    def cost(place: Endpoint, usage: bool = True) -> float | None:
        spent = Spent(place)
        spent.add(
            None if not usage else type("Usage", (), {"read": 1_000_000, "written": 100_000}), ("read", "written")
        )
        return spent.cost_usd

    listed = Endpoint("openai", "gpt-4o-mini", "https://api.openai.com/v1", "k", "responses", "openai")
    other = Endpoint("custom", "mine", "https://models.example/v1", "k", "chat", "", 2.0, 10.0)
    assert cost(listed) == pytest.approx(0.21)
    assert cost(other) == pytest.approx(3.0)
    assert cost(Endpoint("custom", "mine", "https://models.example/v1", "k", "chat")) is None
    assert cost(listed, usage=False) is None
    assert cost(Endpoint("custom", "mine", "http://192.168.1.5:8080/v1", "", "chat")) == 0
