"""A visitor is who their cookie says, as long as the app itself wrote it."""

from collections.abc import Callable, Iterator
from http.cookies import Morsel, SimpleCookie
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI, Request

from app.main import create_app
from tests.server import serving

Write = Callable[..., Path]
Serve = Callable[[Path], httpx2.Client]


def telling(project: Path) -> FastAPI:
    """Build the app with a route that tells whom it takes the sender for, and one that forgets them."""
    app = create_app(project)

    @app.get("/test/me")
    def me(request: Request) -> dict[str, Any]:
        return {"visitor": request.state.visitor, "is_admin": request.state.is_admin}

    @app.get("/test/leave")
    def leave(request: Request) -> None:
        request.state.ticket = None

    return app


@pytest.fixture
def address(write_project: Write) -> Iterator[str]:
    with serving(write_project(), telling) as address:
        yield address


def visitor(address: str, cookie: str = "") -> str:
    """Return whom the app takes for the sender of this cookie."""
    return str(httpx2.get(f"{address}/test/me", headers={"cookie": cookie} if cookie else {}).json()["visitor"])


def ticket(address: str) -> "Morsel[str]":
    """Return the one cookie that a first visit brings."""
    (cookie,) = SimpleCookie(httpx2.get(address).headers["set-cookie"]).values()
    return cookie


def test_a_visitor_is_known_by_a_cookie_that_scripts_cannot_read(address: str) -> None:
    cookie = ticket(address)
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["secure"]) == (True, "Lax", "/", "")
    assert int(cookie["max-age"]) > 300 * 24 * 60 * 60
    pair = f"{cookie.key}={cookie.value}"
    assert visitor(address, pair) == visitor(address, pair)
    assert len({visitor(address, pair), visitor(address), visitor(address)}) == 3


def test_the_cookie_comes_once_and_again_with_the_page(address: str) -> None:
    with httpx2.Client(base_url=address) as client:
        came = [bool(client.get(path).headers.get("set-cookie")) for path in ("/api/product", "/api/product", "/")]
        first = client.get("/test/me").json()
        client.get("/test/leave")
        assert not client.cookies
        assert client.get("/test/me").json() != first
    assert came == [True, False, True]


@pytest.mark.parametrize("path", ["/static/index.html", "/static/nowhere", "/theme.css", "/healthz"])
def test_what_is_the_same_for_everyone_sets_no_cookie(address: str, path: str) -> None:
    assert "set-cookie" not in httpx2.get(address + path).headers


def test_a_cookie_that_the_app_did_not_write_is_nobody_s(address: str) -> None:
    cookie, other = ticket(address), ticket(address)
    known = {visitor(address, f"{cookie.key}={one.value}") for one in (cookie, other)}
    mixed = cookie.value.split(".")[0] + "." + other.value.split(".")[1]
    for forged in (mixed, cookie.value[:-1], "e" + cookie.value, cookie.value[::-1], ""):
        assert visitor(address, f"{cookie.key}={forged}") not in known


def test_visitors_from_one_network_share_the_beginning_of_their_ids(address: str) -> None:
    assert len({visitor(address).partition("-")[0] for _ in range(3)}) == 1


def test_a_visitor_is_known_after_a_restart_and_not_to_another_secret(
    write_project: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = write_project()
    with serving(project, telling) as address:
        cookie = ticket(address)
        pair = f"{cookie.key}={cookie.value}"
        known = visitor(address, pair)
    with serving(project, telling) as address:
        assert visitor(address, pair) == known
    monkeypatch.setenv("SECRET", "0123456789abcdef" * 2)
    with serving(project, telling) as address:
        assert ticket(address).key != cookie.key
        assert visitor(address, f"{pair}; {ticket(address).key}={cookie.value}") != known


def test_the_owner_is_known_by_the_admin_code(write_project: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMIN_CODE", "owner-only-1")
    with serving(write_project(), telling) as address, httpx2.Client(base_url=address) as client:
        before = client.get("/test/me").json()
        assert client.post("/api/enter", data={"code": "owner-only-2"}).status_code == 401
        assert client.get("/test/me").json() == before == {**before, "is_admin": False}
        assert client.post("/api/enter", data={"code": "owner-only-1"}).status_code == 204
        assert client.get("/test/me").json() == {**before, "is_admin": True}
        assert client.get("/test/me", headers={"cookie": ""}).json()["is_admin"] is False


def test_over_https_the_cookie_goes_by_nothing_else(write_project: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUSTED_PROXIES", "127.0.0.1")
    with serving(write_project()) as address:
        headers = httpx2.get(address, headers={"x-forwarded-proto": "https"}).headers
    assert headers["set-cookie"].endswith("; HttpOnly; SameSite=Lax; Secure")


def test_inside_another_site_s_page_the_cookie_is_marked_for_that(
    write_project: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMBED_ORIGINS", "https://example.com")
    with serving(write_project()) as address:
        assert httpx2.get(address).headers["set-cookie"].endswith("; HttpOnly; SameSite=None; Secure; Partitioned")


def test_below_a_path_the_cookie_stays_there(
    serve: Serve, write_project: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROOT_PATH", "/shop")
    client = serve(write_project())
    (cookie,) = SimpleCookie(client.get("/shop/").headers["set-cookie"]).values()
    assert cookie["path"] == "/shop"
