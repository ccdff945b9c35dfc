"""The chatbot without a model: answers from its own questions and answers."""

from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from tests.conftest import FAQ
from tests.talks import Talk, text_of

Serve = Callable[[Path], httpx2.Client]
Write = Callable[..., Path]

OPEN = "When are you open?"


@pytest.mark.parametrize("question", list(FAQ))
def test_a_question_of_the_faq_streams_its_answer(client: httpx2.Client, question: str) -> None:
    talk = Talk(client)
    events = talk.watch(talk.say(question)["id"])
    assert text_of(events) == FAQ[question]
    assert events[0].fields == {"answerer": "faq"}
    assert [event.name for event in events] == ["start", *["delta"] * (len(events) - 2), "done"]
    assert (events[-1].fields["answerer"], events[-1].fields["cost_usd"]) == ("faq", None)


def test_a_long_answer_comes_in_pieces(client: httpx2.Client) -> None:
    talk = Talk(client)
    events = talk.watch(talk.say(next(iter(FAQ)))["id"])
    assert [event.name for event in events].count("delta") > 3


@pytest.mark.parametrize(
    ("language", "sentence"), [("en", "I have no answer to that"), ("vi", "Tôi chưa có câu trả lời cho câu hỏi này")]
)
def test_what_nothing_answers_is_said_so_with_the_nearest(
    serve: Serve, write_project: Write, language: str, sentence: str
) -> None:
    reply = Talk(serve(write_project(language=language))).ask("Who won the world cup in 1998?")
    assert reply["text"].startswith(sentence)
    assert set(reply["notes"]["nearest"]["questions"]) == set(FAQ)
    assert all(question in reply["text"] for question in FAQ)


def test_without_a_faq_it_says_so_and_offers_nothing(serve: Serve, write_project: Write) -> None:
    reply = Talk(serve(write_project(faq={}))).ask(OPEN)
    assert "data/faq.jsonl" in reply["text"]
    assert reply["notes"] == {}


def test_only_the_last_message_is_looked_up(client: httpx2.Client) -> None:
    first, second, _ = FAQ
    talk = Talk(client)
    assert talk.ask(second, parent=talk.ask(first)["id"])["text"] == FAQ[second]


def test_an_edited_faq_answers_at_once_and_a_mistake_in_it_is_told(serve: Serve, write_project: Write) -> None:
    client = serve(write_project())
    project = write_project(faq={OPEN: "Never on Mondays."})
    assert Talk(client).ask(OPEN)["text"] == "Never on Mondays."
    (project / "data" / "faq.jsonl").write_text("{\n", encoding="utf-8")
    assert Talk(client).ask(OPEN)["text"] == "Never on Mondays."
    assert client.get("/api/product").json()["faults"] == [
        'faq.jsonl, line 1: this is not an object with the texts "question" and "answer"'
    ]
