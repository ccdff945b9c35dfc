"""What a browser does while someone signs in, step by step."""

from pathlib import Path
from typing import Any

import httpx2
from fastapi import FastAPI, Request

from app.main import create_app

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def begun(client: httpx2.Client, place: str = "/") -> str:
    """Go to the provider, and return its address, where the person is asked."""
    sent = client.get("/sign-in/start", params={"place": place}, headers=BROWSER)
    assert sent.status_code == 303, sent.text
    return sent.headers["location"]


def agreed(asked: str, sub: str) -> str:
    """Say at the provider who one is, and return where it sends the browser back to."""
    return httpx2.post(asked, data={"sub": sub}).headers["location"]


def refused(asked: str) -> str:
    return httpx2.post(asked, data={"action": "deny"}).headers["location"]


def back(client: httpx2.Client, address: str) -> httpx2.Response:
    """Return to the app, which answers with where to go, or with what went wrong."""
    return client.get(address, headers=BROWSER)


def sign_in(client: httpx2.Client, sub: str, place: str = "/") -> httpx2.Response:
    return back(client, agreed(begun(client, place), sub))


def telling(project: Path) -> FastAPI:
    """Build the app with a route that tells whom it takes the sender for."""
    app = create_app(project)

    @app.get("/test/me")
    def me(request: Request) -> dict[str, Any]:
        return {name: getattr(request.state, name) for name in ("visitor", "is_admin", "person")}

    return app


def me(client: httpx2.Client) -> dict[str, Any]:
    answer = client.get("/test/me")
    return dict(answer.json()) if answer.status_code == 200 else {}
