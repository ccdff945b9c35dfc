"""People sign in at a real provider, are the same visitor wherever they do, and let nobody else in."""

import re
from collections.abc import Callable
from http.cookies import SimpleCookie
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import update

from app import db, routes
from app.discovery import exported
from app.keeping import sessions as kept
from app.sign_in.sessions import sessions
from tests.plugins.oidc import Provider
from tests.signing_in import BROWSER, back, begun, me, sign_in

Closed = Callable[..., httpx2.Client]
Another = Callable[..., httpx2.Client]

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
OWNED = ("/api/admin/overview", "/api/results")  # pages of the owner's; each app has one
OPEN = {"/healthz", "/theme.css", "/sign-in", "/sign-in/start", "/sign-in/callback"}


def test_who_signs_in_comes_back_to_where_they_were(closed: Closed) -> None:
    client = closed()
    asked = client.get("/some/where?a=1", headers=BROWSER)
    assert asked.status_code == 401
    assert "Continue with 127.0.0.1" in asked.text
    assert 'href="/sign-in/start?place=%2Fsome%2Fwhere%3Fa%3D1"' in asked.text
    done = sign_in(client, "ana", "/some/where?a=1#talk")
    assert (done.status_code, done.headers["location"]) == (303, "/some/where?a=1#talk")
    assert client.get("/api/product").json()["person"] == {"name": "Ana"}
    assert client.get("/sign-in").headers["location"] == "/"
    flow, ticket = SimpleCookie(), SimpleCookie()
    flow.load(client.get("/sign-in/start").headers["set-cookie"])
    ticket.load(done.headers["set-cookie"])
    for cookies, path in ((flow, "/sign-in"), (ticket, "/")):
        (cookie, *_) = [each for each in cookies.values() if each["path"] == path]
        assert (cookie["httponly"], cookie["samesite"].lower()) == (True, "lax")


def test_an_app_without_a_secret_signs_people_in_below_a_path_and_behind_a_proxy(
    closed: Closed, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRUSTED_PROXIES", "127.0.0.1")
    client = closed("none", ROOT_PATH="/shop")
    done = sign_in(client, "ana", "/talk")
    assert done.headers["location"] == "/shop/talk"
    assert client.get("/shop/api/product").json()["person"] == {"name": "Ana"}
    behind = client.get("/shop/sign-in/start", headers={"x-forwarded-proto": "https"})
    assert "redirect_uri=https%3A%2F%2F127.0.0.1" in behind.headers["location"]
    assert "Secure" in behind.headers["set-cookie"]
    assert httpx2.post(behind.headers["location"], data={"sub": "ana"}).status_code == 400  # not what is registered


def test_every_route_is_closed_to_who_is_not_signed_in(closed: Closed) -> None:
    client = closed()
    found = {re.sub("{.*?}", "1", route.path) for router in exported(routes, "router") for route in router.routes}
    paths = found - OPEN | {"/openapi.json", "/staticx", "/nowhere"}
    answers = {(method, path): client.request(method, path).status_code for path in paths for method in METHODS}
    codes = {key: status for key, status in answers.items() if key[1] in {"/enter", "/api/enter"}}
    assert len(answers) > 30
    assert set(codes.values()) == {404}
    assert {key for key, status in answers.items() if status != 401} == set(codes)
    assert client.get("/static/tokens.css").status_code == client.get("/healthz").status_code == 200


def test_a_person_is_the_same_visitor_on_every_device_and_nobody_else_is(closed: Closed, another: Another) -> None:
    phone = closed()
    desk, shared = another(phone), another(phone)
    sign_in(phone, "ana")
    sign_in(desk, "ana")
    sign_in(shared, "ana")
    assert me(phone) == me(desk) == me(shared) != {}
    sign_in(shared, "ben")
    assert me(shared)["visitor"] != me(phone)["visitor"]
    assert me(shared)["visitor"][:12] != me(phone)["visitor"][:12]  # no cap is shared, either
    assert me(shared)["person"] == {"name": "Ben"}


def test_what_was_known_before_opens_nothing_after(closed: Closed, another: Another) -> None:
    client = closed()
    client.get("/")
    planted = another(client, stolen=True)
    sign_in(client, "ana")
    assert (me(client)["person"], me(planted)) == ({"name": "Ana"}, {})
    stolen = another(client, stolen=True)
    assert me(stolen) == me(client)
    sign_in(client, "ana")
    assert (me(client)["person"], me(stolen)) == ({"name": "Ana"}, {})


def test_signing_out_ends_it_here_and_leads_to_the_provider(
    closed: Closed, provider: Provider, another: Another
) -> None:
    client = closed()
    sign_in(client, "ana")
    stolen = another(client, stolen=True)
    foreign = client.post("/api/sign-out", headers={"origin": "https://evil.example"})
    assert (foreign.status_code, me(client)["person"]) == (403, {"name": "Ana"})
    left = httpx2.URL(client.post("/api/sign-out").json()["next"])
    assert str(left).startswith(f"{provider.url}/oauth2/end_session?")
    assert left.params["post_logout_redirect_uri"] == f"{client.base_url}/"
    assert set(left.params) == {"client_id", "post_logout_redirect_uri"}
    assert (me(client), me(stolen)) == ({}, {})


@pytest.mark.any_store
def test_a_session_has_an_end_and_can_be_forgotten(closed: Closed, another: Another, tmp_path: Path) -> None:
    client = closed(OIDC_SESSION_HOURS="1")
    sign_in(client, "ana")
    with db.write() as connection:
        connection.execute(update(sessions).values(ends=sessions.c.ends - 3601))
    assert me(client) == {}
    told = client.get("/api/product", headers={"accept-language": "vi"}).json()
    assert (told["code"], told["message"]) == ("sign_in_needed", "Bạn chưa đăng nhập.")
    sign_in(client, "ana")
    sign_in(client, "ben")
    stolen = another(client, stolen=True)
    kept.forget(me(client)["visitor"], tmp_path)
    assert (me(client), me(stolen)) == ({}, {})


def test_the_admin_sees_what_the_admin_code_opens_and_a_user_does_not(
    closed: Closed, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADMIN_CODE", "owner-only-1")
    client = closed(OIDC_ADMINS="Ana@Example.com realm_access.roles=owner")
    provider.knows("cat", realm_access={"roles": ["user", "owner"]})
    provider.knows("dan", email="ana@example.com", email_verified=False)
    found, pages = {}, {}
    for sub in ("ana", "ben", "cat", "dan"):
        sign_in(client, sub)
        found[sub] = me(client)["is_admin"]
        known = client.get("/openapi.json").json()["paths"]
        pages[sub] = {client.get(path).status_code for path in OWNED if path in known}
        assert client.get("/api/product").json()["local"] is False  # a machine gives nobody a role
    assert found == {"ana": True, "ben": False, "cat": True, "dan": False}
    assert pages == {"ana": {200}, "ben": {404}, "cat": {200}, "dan": {404}}
    sign_in(client, "ben")
    assert client.post("/api/enter", data={"code": "owner-only-1"}).status_code == 404
    assert me(client)["is_admin"] is False


def test_only_those_who_are_named_may_enter_and_only_as_long(closed: Closed, provider: Provider) -> None:
    client = closed(OIDC_ALLOWED="ben@example.com, @partner.example groups=staff", OIDC_ADMINS="eve@example.org")
    provider.knows("cat", email="cat@partner.example")
    provider.knows("dan", email="dan@not-partner.example", groups=["guests"])
    provider.knows("eve", email="eve@example.org")
    provider.knows("fay", groups="staff")
    statuses = {sub: sign_in(client, sub).status_code for sub in ("ana", "ben", "cat", "dan", "eve", "fay")}
    assert statuses == {"ana": 403, "ben": 303, "cat": 303, "dan": 403, "eve": 303, "fay": 303}
    assert me(client)["person"] == {"name": "Fay"}
    later = closed(OIDC_ALLOWED="ben@example.com")
    later.cookies = client.cookies
    assert me(later) == {}


def test_the_app_asks_in_its_own_language_and_names_the_provider(closed: Closed) -> None:
    client = closed(language="vi", OIDC_NAME="Trường & Lớp")
    page = client.get("/", headers=BROWSER)
    assert 'lang="vi"' in page.text
    assert "Tiếp tục với Trường &amp; Lớp" in page.text
    assert "Hãy đăng nhập để tiếp tục." in page.text
    assert page.headers["cache-control"] == "no-store"


def test_a_provider_that_shows_no_name_is_asked_for_one(closed: Closed, provider: Provider) -> None:
    client = closed(OIDC_SCOPES="openid")
    provider.knows("zoe", name=None, preferred_username="  Zoe \n of  Ha Noi ")
    back(client, httpx2.post(begun(client), data={"sub": "zoe"}).headers["location"])
    assert me(client)["person"] == {"name": "zoe"}  # all that this scope tells
