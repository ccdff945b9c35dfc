"""What visitors and an owner do with documents over HTTP."""

import time
from pathlib import Path
from typing import Any

import httpx2

from app.codes import Codes
from app.security.secret import signing_secret
from app.visitors import Ticket, Tickets


def owner(client: httpx2.Client, project: Path) -> httpx2.Client:
    """Give a client the ticket of someone who gave the admin code."""
    secret = signing_secret(project)
    tickets, found = Tickets(secret), Codes(secret).fingerprint_of("open sesame")
    client.cookies.clear()
    client.cookies.set(tickets.cookie, tickets.write(Ticket("the-owner", (str(found),))))
    return client


def bring(client: httpx2.Client, name: str, data: bytes, **options: Any) -> dict[str, Any]:
    """Bring a file and wait until it is read."""
    reply = client.put("/api/documents", params={"name": name, **options}, content=data)
    assert reply.status_code == 202, reply.text
    identity = reply.json()["id"]
    deadline = time.monotonic() + 30
    while (found := by_id(client, identity))["state"] not in {"ready", "failed"}:
        assert time.monotonic() < deadline, found
        time.sleep(0.05)
    return found


def by_id(client: httpx2.Client, identity: str) -> dict[str, Any]:
    return {each["id"]: each for each in listed(client)}[identity]


def listed(client: httpx2.Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/api/documents").json()["documents"]
    return found


def search(client: httpx2.Client, query: str, **options: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/api/search", params={"query": query, **options}).json()["passages"]
    return found
