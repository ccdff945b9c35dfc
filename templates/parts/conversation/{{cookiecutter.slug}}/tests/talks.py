"""Talks with the app as its page does: says something, watches the reply, asks what is kept."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx2
import pytest

one_api = pytest.mark.parametrize("fake", ["responses"], indirect=True)  # where it does not matter which


def identity() -> str:
    return str(uuid4())


@dataclass
class Event:
    """One event of a stream."""

    name: str
    number: int
    fields: dict[str, Any]


def parse(lines: Iterator[str]) -> Iterator[Event]:
    """Yield the events of a stream, passing over its signs of life."""
    fields: dict[str, str] = {}
    for line in lines:
        key, _, value = line.partition(": ")
        if key:
            fields[key] = value
        elif "event" in fields:
            yield Event(fields["event"], int(fields["id"]), json.loads(fields["data"]))
            fields = {}


@dataclass
class Talk:
    """One conversation of a client's."""

    client: httpx2.Client
    id: str = field(default_factory=identity)

    def __post_init__(self) -> None:
        self.client.get("/").raise_for_status()  # as a browser does, which brings the cookie

    @property
    def address(self) -> str:
        return f"/api/conversations/{self.id}"

    def say(self, text: str, parent: str | None = None) -> dict[str, Any]:
        """Send a message and return the place of the reply."""
        body = {"id": identity(), "reply": identity(), "parent": parent, "text": text}
        return dict(self.sent(self.client.post(f"{self.address}/messages", json=body))["reply"])

    def again(self, message: str) -> dict[str, Any]:
        """Ask for another reply to a message."""
        body = {"id": identity(), "parent": message}
        return dict(self.sent(self.client.post(f"{self.address}/replies", json=body))["reply"])

    def sent(self, answer: httpx2.Response) -> dict[str, Any]:
        assert answer.status_code == 202, answer.text
        return dict(answer.json())

    def ask(self, text: str, parent: str | None = None) -> dict[str, Any]:
        """Send a message and return the reply as it is kept in the end."""
        reply = self.say(text, parent)
        self.watch(reply["id"])
        return self.message(reply["id"])

    def watch(self, reply: str, after: int = 0, header: str = "") -> list[Event]:
        """Return all events of a reply from a number on, once it has ended."""
        headers = {"last-event-id": header} if header else {}
        answer = self.client.get(f"/api/replies/{reply}/events", params={"after": after}, headers=headers)
        assert answer.status_code == 200
        return list(parse(iter(answer.text.split("\n"))))

    def some(self, reply: str, events: int, after: int = 0) -> list[Event]:
        """Return the first events of a reply, but for what stands beside its text, and leave."""
        with self.client.stream("GET", f"/api/replies/{reply}/events", params={"after": after}) as stream:
            coming = (event for event in parse(stream.iter_lines()) if event.name != "note")
            return [next(coming) for _ in range(events)]

    def stop(self, reply: str) -> dict[str, Any]:
        answer = self.client.post(f"/api/replies/{reply}/stop")
        assert answer.status_code == 200
        return dict(answer.json())

    def kept(self) -> dict[str, Any]:
        answer = self.client.get(self.address)
        assert answer.status_code == 200
        return dict(answer.json())

    def message(self, identity: str) -> dict[str, Any]:
        (found,) = [message for message in self.kept()["messages"] if message["id"] == identity]
        return dict(found)

    def until(self, reply: str, status: str, patience: float = 30) -> dict[str, Any]:
        """Wait until a reply has this status."""
        eventually(lambda: self.message(reply)["status"] == status, patience)
        return self.message(reply)


def eventually(holds: Callable[[], bool], patience: float = 30) -> None:
    """Wait until something holds."""
    deadline = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.05)


def text_of(events: list[Event]) -> str:
    return "".join(event.fields["text"] for event in events if event.name == "delta")


def listed(client: httpx2.Client, **wanted: str) -> list[dict[str, Any]]:
    return list(client.get("/api/conversations", params=wanted).json()["conversations"])


def another(client: httpx2.Client) -> httpx2.Client:
    """Return a client of the same server that is another visitor."""
    return httpx2.Client(base_url=client.base_url, timeout=30)
