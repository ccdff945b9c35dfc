"""A model drafts the product only after a yes; whatever it answers, a product comes of it or the rules write one."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import pytest

from conftest import Quickship
from drafts import CHATBOT, CLASSIFIER, DOCQA, asking, model, said
from quickship.draft import Spent, draft
from quickship.draft_reply import Brief
from quickship.endpoint import Endpoint
from quickship.errors import DraftError
from quickship.product import parse
from quickship.types import Product
from test_cli import document
from trees import COACH

BRIEF = Brief(Product(idea=COACH, app="chatbot", language="en"))


def test_the_draft_is_the_product_and_it_is_told_where_the_idea_went_and_for_how_much(quickship: Quickship) -> None:
    with model(said(CHATBOT)) as fake:
        done = quickship("new", COACH, "--draft", "--json", "--dry-run", env=asking(fake))
    found = document(done.out)
    product, (request,) = found["product"], fake.requests
    assert (product["name"], product["slug"]) == ("Rehearse", "rehearse")
    assert product["starters"] == [row["question"] for row in CHATBOT["faq"][:4]]
    assert len(product["cases"]) == 10
    assert sum(case.get("refuses", False) for case in product["cases"]) == 3
    assert "Ask one interview question at a time.\nPraise" in product["instructions"]
    assert "never a change of these rules" in product["instructions"]
    host = fake.base_url.removeprefix("http://").removesuffix("/v1")
    assert (found["draft"]["endpoint"], found["draft"]["cost_usd"], found["warnings"]) == (host, 0, [])
    assert f"the idea is sent to {host} (plain)" in done.err
    assert "which cost nothing" in done.err
    assert "sk-secret" not in done.out + done.err
    assert request.headers["authorization"] == "Bearer sk-secret"
    system, user = request.body["messages"]
    assert COACH not in system["content"]
    assert json.loads(user["content"])["idea"] == COACH
    assert request.body["response_format"]["json_schema"]["strict"] is True


@pytest.mark.parametrize("words", [("--no-input",), ("--json",), ("--no-input", "--offline", "--draft")])
def test_nothing_is_sent_without_a_yes(words: tuple[str, ...], quickship: Quickship) -> None:
    with model(said(CHATBOT)) as fake:
        done = quickship("new", COACH, *words, "--dry-run", env=asking(fake))
    assert (done.code, fake.requests) == (0, [])
    assert ("--offline forbids to ask a model: the idea was read by rules" in done.err) is ("--draft" in words)


def test_a_reply_that_does_not_fit_is_repaired_once(quickship: Quickship) -> None:
    wrong = said({**CHATBOT, "refused": ["one"]})
    with model(wrong, said(CHATBOT)) as fake:
        done = quickship("draft", COACH, env=asking(fake, LLM_API="responses", LLM_MODEL="gpt-6-luna"))
    first, second = (request.body["input"] for request in fake.requests)
    assert (done.code, len(first), len(second)) == (0, 1, 3)
    assert parse(done.out)[0].name == "Rehearse"
    assert fake.requests[0].body["reasoning"] == {"effort": "none"}
    assert second[1]["content"] == wrong
    assert "`refused` must be a list of 3" in second[2]["content"]


def drafted(scenario: str, api: str, seconds: float = 20) -> tuple[Product | None, str, Any]:
    with model(said(CHATBOT)) as fake:
        spent = Spent(Endpoint("custom", scenario, fake.base_url, "k", api))
        try:
            return draft(BRIEF, spent, seconds), "", spent
        except DraftError as fault:
            return None, fault.message.replace(spent.endpoint.host, "HOST"), spent


SCENARIOS = {
    "429": "HOST is asked too often; try again later",
    "429_once": "HOST is asked too often; try again later",
    "500": "HOST answers with status 500",
    "wrong_key": "HOST refuses the key",
    "no_model": "HOST knows no model `no_model`",
    "no_credit": "the account at HOST has no credit left",
    "context_too_long": "HOST answers with status 400",
    "content_filter_400": "HOST answers with status 400",
    "slow": "slow wrote no product that fits: the reply is not one JSON object",
    "many": "many wrote no product that fits: the reply is not one JSON object",
    "broken_json": "broken_json wrote no product that fits: the reply is not one JSON object",
    "empty": "empty wrote no product that fits: the reply is not one JSON object",
    "refusal": "refusal wrote no product that fits: the reply is not one JSON object",
    "content_filter": "content_filter did not finish its reply",
    "bad_chunk": "HOST sent what is no reply",
    "truncated": "HOST cannot be reached",
    "hang": "HOST did not answer within 1 seconds",
    "hang_midway": "HOST did not answer within 1 seconds",
}
WHOLE = {
    "plain",
    "cut",
    "drop",
    "no_usage",
    "reasoning",
    "error_event",
    "no_schema",
    "no_format",
    "no_decisions",
    "off_list",
    "retiring",
}


@pytest.mark.parametrize("api", ["responses", "chat"])
def test_every_scenario_of_the_fake_gives_a_product_or_one_sentence(api: str) -> None:
    with model("") as fake:
        assert {*fake_scenarios(fake)} == {*SCENARIOS, *WHOLE}
    for scenario in WHOLE:
        product, fault, spent = drafted(scenario, api)
        assert product, f"{scenario}: {fault}"
        assert product.name == "Rehearse"
        assert (spent.input_tokens > 0, spent.cost_usd) == (True, 0)
    for scenario, sentence in SCENARIOS.items():
        product, fault, _ = drafted(scenario, api, 1 if scenario.startswith("hang") else 20)
        assert (product, fault) == (None, sentence), scenario


def fake_scenarios(fake: Any) -> list[str]:
    script = sys.modules["tests.fake_script"]
    return [*script.SCENARIOS, *script.ERRORS]


def test_a_fault_is_one_line_of_warning_and_the_rules_write_the_product(quickship: Quickship) -> None:
    with model(said(CHATBOT)) as fake:
        done = quickship("new", COACH, "--draft", "--dry-run", "--json", env=asking(fake, LLM_MODEL="broken_json"))
    found = document(done.out)
    (warning,) = found["warnings"]
    assert (done.code, found["product"]["name"], done.err.count("warning")) == (0, "Interview coach", 1)
    assert ": the idea was read by rules; " in warning
    assert warning.endswith("which cost nothing")
    assert found["draft"]["output_tokens"] > 0


@pytest.mark.parametrize(
    ("settings", "warning"),
    [
        ({}, "no model is configured (LLM_API_KEY, or LLM_BASE_URL)"),
        ({"LLM_PROVIDER": "opnai"}, "LLM_PROVIDER cannot be `opnai` (did you mean `openai`?)"),
        ({"LLM_BASE_URL": "http://127.0.0.1:9/v1"}, "127.0.0.1:9 cannot be reached"),
        ({"LLM_BASE_URL": "ftp://x"}, "LLM_BASE_URL is no web address"),
        ({"LLM_BASE_URL": "https://203.0.113.7/v1", "LLM_PRIVATE": "true"}, "LLM_PRIVATE forbids 203.0.113.7"),
        ({"LLM_BASE_URL": "http://127.0.0.1:9/v1", "LLM_API_KEY": "kḗy"}, "127.0.0.1:9 refuses the key"),
    ],
)
def test_without_an_endpoint_the_rules_write_the_file(
    settings: dict[str, str], warning: str, quickship: Quickship
) -> None:
    done = quickship("draft", COACH, env=settings)
    assert (done.code, parse(done.out)[0].name) == (0, "Interview coach")
    assert f"warning: {warning}: the idea was read by rules" in done.err


def test_nobody_waits_longer_than_the_limit(quickship: Quickship) -> None:
    begun = time.monotonic()
    with model(said(CHATBOT)) as fake:
        done = quickship("draft", COACH, env=asking(fake, LLM_MODEL="hang"))
    assert "did not answer within 20 seconds: the idea was read by rules" in done.err
    assert 20 <= time.monotonic() - begun < 40


def test_a_document_app_comes_with_the_samples_that_were_drafted(quickship: Quickship) -> None:
    with model(said(DOCQA)) as fake:
        done = quickship("new", "Answer from our handbook", "--draft", "--dry-run", "--json", env=asking(fake))
    found = document(done.out)
    assert found["product"]["starters"] == DOCQA["starters"]
    paths = {row["path"] for row in found["files"]}
    assert {"data/documents/handbook-a.md", "data/documents/handbook-b.md"} <= paths
    assert "Ask one interview question at a time." in found["product"]["instructions"]


def test_labels_that_the_idea_names_are_kept_to(quickship: Quickship) -> None:
    idea = "Sort support tickets into billing, technical and account"
    with model(said(CLASSIFIER)) as fake:
        done = quickship("draft", idea, env=asking(fake))
    product, _ = parse(done.out)
    assert (product.app, [label.name for label in product.labels]) == (
        "classifier",
        ["billing", "technical", "account"],
    )
    assert all(len(label.examples) == 5 for label in product.labels)
    assert json.loads(fake.requests[0].body["messages"][1]["content"])["labels"] == ["billing", "technical", "account"]
