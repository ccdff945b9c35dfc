"""Behind an access code nothing of the app is to be had without it."""

from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from app.codes import CodeSettings
from app.faults import OwnerFault

Serve = Callable[[Path], httpx2.Client]
Write = Callable[..., Path]

BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
RIGHT, OTHER, ADMIN = "open-sesame", "second-guest", "owner-only-1"


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch, serve: Serve, write_project: Write) -> httpx2.Client:
    monkeypatch.setenv("ACCESS_CODE", f"{RIGHT}, {OTHER}")
    monkeypatch.setenv("ADMIN_CODE", ADMIN)
    return serve(write_project())


def enter(client: httpx2.Client, code: str, headers: dict[str, str] | None = None) -> httpx2.Response:
    return client.post("/api/enter", data={"code": code}, headers=headers or {})


@pytest.mark.parametrize(
    "path", ["/", "/api/product", "/openapi.json", "/nowhere", "/api/chat", "/staticx", "/enter/x"]
)
def test_without_the_code_every_address_says_so(closed: httpx2.Client, path: str) -> None:
    for method in ("GET", "POST", "DELETE", "HEAD"):
        reply = closed.request(method, path)
        assert reply.status_code == 401
    assert closed.get(path).json()["message"] == "This page is open to those who have a code."
    page = closed.get(path, headers=BROWSER)
    assert (page.status_code, page.headers["content-type"]) == (401, "text/html; charset=utf-8")
    assert 'action="/api/enter"' in page.text


@pytest.mark.parametrize("path", ["/healthz", "/theme.css", "/static/enter.css", "/enter"])
def test_what_the_page_needs_is_open(closed: httpx2.Client, path: str) -> None:
    assert closed.get(path).status_code == 200


@pytest.mark.parametrize(
    "path", ["/static/../api/product", "//api/product", "/healthz/../api/product", "/static/%2e%2e/"]
)
def test_no_way_round_leads_in(closed: httpx2.Client, path: str) -> None:
    assert closed.get(path).status_code in {401, 404}


@pytest.mark.parametrize("code", [RIGHT, OTHER, ADMIN, f" {RIGHT}\n"])
def test_a_right_code_opens_the_app(closed: httpx2.Client, code: str) -> None:
    assert enter(closed, code).status_code == 204
    assert closed.get("/api/product").status_code == 200


def test_a_browser_is_led_to_the_start_page(closed: httpx2.Client) -> None:
    reply = enter(closed, RIGHT, BROWSER)
    assert (reply.status_code, reply.headers["location"]) == (303, "/")
    assert 'src="/static/entry.js"' in closed.get("/", headers=BROWSER).text


@pytest.mark.parametrize("code", ["", "open-sesam", "open-sesame, second-guest", "\x00", "é" * 5000])
def test_a_wrong_code_is_one_sentence(closed: httpx2.Client, code: str) -> None:
    reply, page = enter(closed, code), enter(closed, code, BROWSER)
    assert (reply.status_code, page.status_code) == (401, 401)
    assert reply.json()["code"] == "wrong_code"
    assert "This is not one of its codes." in page.text
    assert closed.get("/api/product").status_code == 401


def test_the_page_speaks_the_product_s_language_and_may_send_a_form(
    monkeypatch: pytest.MonkeyPatch, serve: Serve, write_project: Write
) -> None:
    monkeypatch.setenv("ACCESS_CODE", RIGHT)
    monkeypatch.setenv("ROOT_PATH", "/shop")
    page = serve(write_project(language="vi")).get("/shop/", headers=BROWSER)
    assert 'lang="vi"' in page.text
    assert "Trang này dành cho người có mã." in page.text
    assert "Spoke &amp; Chain" in page.text
    assert 'action="/shop/api/enter"' in page.text
    assert "form-action 'self'" in page.headers["content-security-policy"]


def test_a_code_taken_back_closes_what_it_opened(
    monkeypatch: pytest.MonkeyPatch, serve: Serve, write_project: Write
) -> None:
    project, cookies = write_project(), {}
    monkeypatch.setenv("ACCESS_CODE", f"{RIGHT},{OTHER}")
    first = serve(project)
    for code in (RIGHT, OTHER):
        first.cookies.clear()
        enter(first, code)
        cookies[code] = dict(first.cookies)
    monkeypatch.setenv("ACCESS_CODE", OTHER)
    later = str(serve(project).base_url)
    statuses = [httpx2.get(f"{later}/api/product", cookies=cookies[code]).status_code for code in (RIGHT, OTHER)]
    assert statuses == [401, 200]


def test_guessing_is_slow_and_a_fresh_cookie_does_not_help(closed: httpx2.Client) -> None:
    statuses = []
    for number in range(22):
        closed.cookies.clear()
        statuses.append(enter(closed, f"guess-{number}").status_code)
    assert statuses == [401] * 20 + [429] * 2
    page = enter(closed, RIGHT, BROWSER)
    assert page.status_code == 429
    assert "Too many tries" in page.text
    assert 1 <= int(page.headers["retry-after"]) <= 120


def test_without_codes_there_is_nothing_to_enter(client: httpx2.Client) -> None:
    assert client.get("/enter").status_code == 404
    assert enter(client, "anything").status_code == 401
    assert client.get("/api/product").status_code == 200


@pytest.mark.parametrize(
    ("setting", "reason"),
    [
        ("ACCESS_CODE=short", "8 characters"),
        ("ACCESS_CODE=long-enough,", "8 characters"),
        ("ADMIN_CODE=1234567", "8 characters"),
        ("ADMIN_CODE=open-sesame", "ACCESS_CODE"),
    ],
)
def test_a_code_that_keeps_nobody_out_is_refused(monkeypatch: pytest.MonkeyPatch, setting: str, reason: str) -> None:
    monkeypatch.setenv("ACCESS_CODE", RIGHT)
    monkeypatch.setenv(*setting.split("="))
    with pytest.raises(OwnerFault, match=reason) as caught:
        CodeSettings()
    assert setting.split("=")[0] in str(caught.value)
    assert setting.split("=")[1] not in str(caught.value)
