"""Reads a stream of server-sent events as a page does."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

import httpx2


def parse(lines: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each event's name and its fields."""
    name = ""
    for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


def ask(client: httpx2.Client, *messages: str) -> list[tuple[str, dict[str, Any]]]:
    """Send a conversation, the visitor's message first and last, and return the events of the reply."""
    roles = ["user", "assistant"]
    turns = [{"role": roles[index % 2], "content": text} for index, text in enumerate(messages)]
    reply = client.post("/api/chat", json={"messages": turns})
    assert reply.headers["content-type"] == "text/event-stream; charset=utf-8"
    return list(parse(reply.text.split("\n")))


def text_of(events: list[tuple[str, dict[str, Any]]]) -> str:
    return "".join(fields["text"] for name, fields in events if name == "delta")
