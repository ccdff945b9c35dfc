"""Whatever goes wrong while someone signs in is one sentence and a next step, and lets nobody in."""

import html
import logging
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from app.sign_in import flows
from app.sign_in.faults import SENTENCES, STATUS
from tests.plugins.oidc import Provider
from tests.signing_in import BROWSER, agreed, back, begun, me, refused, sign_in

Closed = Callable[..., httpx2.Client]

# What each lie of tests/oidc_server.py is answered with; nothing, where it is within what clocks may differ.
LIES = {
    "a minute off": "",
    "ahead": "clocks",
    "also for others": "untrusted",
    "expired": "clocks",
    "forged": "untrusted",
    "missing": "untrusted",
    "no nonce": "untrusted",
    "other audience": "untrusted",
    "other issuer": "untrusted",
    "public key as secret": "untrusted",
    "replayed": "untrusted",
    "unknown key": "untrusted",
    "unsigned": "untrusted",
}


ELSEWHERE = [
    "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "evil.example", "",
    "javascript:1", "/\t/evil.example", "/\n//evil.example", "/ok\r\nset-cookie: a=b", "/" + "a" * 1000,
]  # fmt: skip


def is_told(answer: httpx2.Response, code: str, language: str = "en") -> None:
    """Hold that a page says what happened, and the next step, with a way to begin again."""
    text = html.unescape(answer.text)
    message, hint = (each.format(provider="127.0.0.1") for each in SENTENCES[language][code])
    assert (answer.status_code, answer.headers["content-type"]) == (STATUS[code], "text/html; charset=utf-8"), code
    assert message in text
    assert hint in text
    assert 'href="/sign-in/start?place=' in text


def test_what_the_provider_says_must_be_proved(
    closed: Closed, provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    client = closed()
    caplog.set_level(logging.DEBUG)
    for lie, code in LIES.items():
        provider.lie(lie)
        client.cookies.clear()
        address = agreed(begun(client), "ana")
        done = back(client, address)
        if code:
            is_told(done, code)
        assert me(client).get("person") == (None if code else {"name": "Ana"}), lie
        secret = httpx2.URL(address).params["code"]
        ours = [record.getMessage() for record in caplog.records if record.name.split(".")[0] in {"app", "authlib"}]
        assert not [text for text in (*ours, done.text) if secret in text or "eyJ" in text or "verifier" in text]


def test_a_provider_that_calls_itself_otherwise_is_not_asked(
    closed: Closed, provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    provider.lie("calls itself otherwise")
    is_told(closed().get("/sign-in/start", headers=BROWSER), "misconfigured")
    assert "set OIDC_ISSUER" in caplog.text


def test_a_new_key_is_found_whether_or_not_a_token_names_it(closed: Closed, provider: Provider) -> None:
    client = closed()
    for lie in ("", "nothing but another key", ""):
        provider.lie(lie)
        assert sign_in(client, "ana").status_code == 303


def test_a_provider_that_is_gone_is_told_of(closed: Closed, provider: Provider) -> None:
    client, untried = closed(), closed()
    sign_in(client, "ana")
    address = agreed(begun(client), "ana")
    provider.kill()
    try:
        is_told(back(client, address), "unreachable")
        is_told(untried.get("/sign-in/start", headers=BROWSER), "unreachable")
        assert client.get("/api/product").status_code == 200  # whoever is signed in goes on
        assert untried.post("/api/sign-out").status_code == 401
    finally:
        provider.start()
    provider.knows("ana")


def test_what_is_set_up_wrongly_is_told_to_the_owner(closed: Closed, caplog: pytest.LogCaptureFixture) -> None:
    client = closed(OIDC_CLIENT_SECRET="not-the-secret")  # noqa: S106
    is_told(sign_in(client, "ana"), "misconfigured")
    assert "OIDC_CLIENT_SECRET" in caplog.text
    assert "not-the-secret" not in caplog.text


def test_who_says_no_is_asked_again(closed: Closed) -> None:
    client = closed()
    is_told(back(client, refused(begun(client))), "denied")
    asked = begun(client, "/talk")
    state = {"error": "temporarily_unavailable", "state": httpx2.URL(asked).params["state"]}
    done = client.get("/sign-in/callback", params=state, headers=BROWSER)
    is_told(done, "refused")
    assert "place=%2Ftalk" in done.text


def test_a_sign_in_ends_once_in_the_browser_in_which_it_began(closed: Closed, monkeypatch: pytest.MonkeyPatch) -> None:
    client = closed()
    address = agreed(begun(client), "ana")
    is_told(httpx2.get(address, headers=BROWSER), "expired")  # another browser
    first, second = begun(client), begun(client)
    assert back(client, agreed(second, "ana")).status_code == 303
    assert back(client, agreed(first, "ben")).status_code == 303  # another tab
    assert back(client, address).status_code == 303
    is_told(back(client, address), "expired")  # twice
    cookies, address = client.cookies, agreed(begun(client), "ana")
    kept = dict(cookies)
    assert back(client, address).status_code == 303
    is_told(httpx2.get(address, headers=BROWSER, cookies=kept), "expired")  # with the cookie kept: the code is used
    one, other = agreed(begun(client), "ana"), agreed(begun(client), "ben")
    mixed = httpx2.URL(one).copy_set_param("code", httpx2.URL(other).params["code"])
    is_told(back(client, str(mixed)), "expired")  # someone else's code, which has another proof
    foreign = httpx2.URL(agreed(begun(client), "ana")).copy_set_param("iss", "https://evil.example")
    is_told(back(client, str(foreign)), "untrusted")
    late = agreed(begun(client), "ana")
    monkeypatch.setattr(flows, "SECONDS", -1)
    is_told(back(client, late), "expired")


def test_nobody_is_led_out_of_the_app(closed: Closed) -> None:
    client = closed(RATE_ADDRESS="1000/minute")
    for place in ELSEWHERE:
        assert sign_in(client, "ana", place).headers["location"] == "/", place


def test_an_address_that_is_not_verified_opens_nothing(closed: Closed, provider: Provider) -> None:
    client = closed(OIDC_ALLOWED="example.com", language="vi")
    provider.knows("ana", email_verified=False)
    provider.knows("ben", email_verified=None)
    for sub in ("ana", "ben"):
        is_told(sign_in(client, sub), "email_unverified", "vi")
    provider.knows("cat", email="cat@elsewhere.example")
    is_told(sign_in(client, "cat"), "not_allowed", "vi")
    assert me(client) == {}


def test_too_many_tries_wait_and_a_store_that_is_gone_lets_nobody_in(closed: Closed, tmp_path: Path) -> None:
    client = closed(RATE_ADDRESS="4/minute")
    sign_in(client, "ana")
    begun(client)
    begun(client)
    often = client.get("/sign-in/start", headers=BROWSER)
    is_told(often, "too_often")
    assert int(often.headers["retry-after"]) > 0
    (tmp_path / "app.db").unlink()
    is_told(client.get("/", headers=BROWSER), "store_failed")
    assert client.get("/api/product").json()["code"] == "store_failed"
