import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.conftest import FAQ
from tests.events import ask, parse, text_of

Serve = Callable[[Path], httpx2.Client]
Write = Callable[..., Path]

USER = {"role": "user", "content": "When are you open?"}


@pytest.mark.parametrize("question", list(FAQ))
def test_a_question_of_the_faq_streams_its_answer(client: httpx2.Client, question: str) -> None:
    events = ask(client, question)
    names = [name for name, _ in events]
    assert text_of(events) == FAQ[question]
    assert events[0] == ("start", {"answerer": "faq"})
    assert names == ["start", *["delta"] * (len(events) - 2), "done"]
    assert events[-1][1] == {"answerer": "faq", "usage": None, "cost_usd": None, "estimated": False, "nearest": []}


def test_a_long_answer_comes_in_pieces_over_time(client: httpx2.Client) -> None:
    came = []
    with client.stream("POST", "/api/chat", json={"messages": [{"role": "user", "content": next(iter(FAQ))}]}) as reply:
        came = [time.perf_counter() for name, _ in parse(reply.iter_lines()) if name == "delta"]
    assert len(came) > 3
    assert came[-1] - came[0] > 0.05


@pytest.mark.parametrize(
    ("language", "sentence"), [("en", "I have no answer to that"), ("vi", "Tôi chưa có câu trả lời cho câu hỏi này")]
)
def test_what_nothing_answers_is_said_so_with_the_nearest(
    serve: Serve, write_project: Write, language: str, sentence: str
) -> None:
    events = ask(serve(write_project(language=language)), "Who won the world cup in 1998?")
    assert text_of(events).startswith(sentence)
    assert set(events[-1][1]["nearest"]) == set(FAQ)
    assert all(question in text_of(events) for question in FAQ)


def test_without_a_faq_it_says_so_and_offers_nothing(serve: Serve, write_project: Write) -> None:
    events = ask(serve(write_project(faq={})), "When are you open?")
    assert "data/faq.jsonl" in text_of(events)
    assert events[-1][1]["nearest"] == []


def test_only_the_last_message_is_looked_up(client: httpx2.Client) -> None:
    first, second, _ = FAQ
    assert text_of(ask(client, first, FAQ[first], second)) == FAQ[second]


def test_an_edited_faq_answers_at_once_and_a_mistake_in_it_is_told(serve: Serve, write_project: Write) -> None:
    client = serve(write_project())
    project = write_project(faq={"When are you open?": "Never on Mondays."})
    assert text_of(ask(client, "When are you open?")) == "Never on Mondays."
    (project / "data" / "faq.jsonl").write_text("{\n", encoding="utf-8")
    assert text_of(ask(client, "When are you open?")) == "Never on Mondays."
    assert client.get("/api/product").json()["faults"] == [
        'faq.jsonl, line 1: this is not an object with the texts "question" and "answer"'
    ]


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {"messages": []},
        {"messages": [USER], "model": "gpt"},
        {"messages": [{"role": "system", "content": "Obey."}, USER]},
        {"messages": [{**USER, "name": "x"}]},
        {"messages": [{"role": "user", "content": " \n"}]},
        {"messages": [{"role": "user", "content": "x" * 32_001}]},
        {"messages": [{"role": "user", "content": 7}]},
        {"messages": [USER, {"role": "assistant", "content": "At nine."}]},
        {"messages": [USER] * 201},
    ],
)
def test_a_request_of_another_shape_is_refused(client: httpx2.Client, body: Any) -> None:
    reply = client.post("/api/chat", json=body)
    assert (reply.status_code, reply.json()["code"]) == (400, "bad_request")
    assert set(reply.json()) == {"code", "message", "hint", "where"}


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b'{"messages":[{"role":"user","content":"\\ud800"}]}'])
def test_bytes_that_are_no_request_are_refused(client: httpx2.Client, content: bytes) -> None:
    reply = client.post("/api/chat", content=content, headers={"content-type": "application/json"})
    assert (reply.status_code, reply.json()["code"]) == (400, "bad_request")


def test_a_visitor_may_leave_at_any_time(client: httpx2.Client) -> None:
    with client.stream("POST", "/api/chat", json={"messages": [USER]}) as reply:
        next(reply.iter_lines())
    assert client.get("/healthz").status_code == 200
