import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest

from app.middleware import BODY_LIMIT

Serve = Callable[[Path], httpx2.Client]
Write = Callable[..., Path]

PATHS = ["/", "/theme.css", "/api/product", "/healthz", "/static/index.html", "/nowhere", "/static/nowhere"]


@pytest.mark.parametrize("path", PATHS)
def test_every_response_carries_the_policy(client: httpx2.Client, path: str) -> None:
    headers = client.get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == policy["frame-ancestors"] == "'none'"
    assert {policy[kind] for kind in ("script-src", "style-src", "img-src", "connect-src")} == {"'self'"}
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"


def test_only_named_sites_may_frame_the_app(
    monkeypatch: pytest.MonkeyPatch, serve: Serve, write_project: Write
) -> None:
    monkeypatch.setenv("EMBED_ORIGINS", "https://example.com http://localhost:3000")
    monkeypatch.setenv("ACCESS_CODE", "open-sesame")
    client = serve(write_project())
    for page in (client.get("/enter"), client.get("/"), client.get("/healthz")):
        policy = page.headers["content-security-policy"]
        assert policy.endswith("; frame-ancestors https://example.com http://localhost:3000")
        assert policy.startswith("default-src 'none'; script-src 'self';")


OWN_NAMES = ["localhost", "localhost:8000", "LOCALHOST.", "app.localhost:1", "127.0.0.1", "[::1]:80", "192.0.2.7:9"]
OTHER_NAMES = ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example:8000"]


def test_the_app_answers_under_its_own_names(
    monkeypatch: pytest.MonkeyPatch, serve: Serve, write_project: Write
) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "www.shop.example Shop.Example")
    client = serve(write_project())
    for host in [*OWN_NAMES, "shop.example", "www.shop.example:443"]:
        assert client.get("/", headers={"host": host}).status_code == 200, host


def test_a_name_that_was_pointed_here_gets_nothing(client: httpx2.Client) -> None:
    for host in [*OTHER_NAMES, "", "a@localhost", "[", ":"]:
        for path in ("/", "/static/entry.js", "/healthz"):
            reply = client.get(path, headers={"host": host})
            assert (reply.status_code, reply.json()["code"]) == (400, "wrong_host"), host


OWN = "http://127.0.0.1:{port}"
OWN_PAGES = [
    {},
    {"sec-fetch-site": "same-origin"},
    {"sec-fetch-site": "none"},
    {"origin": OWN},
    {"sec-fetch-site": "same-origin", "origin": "https://behind.a.proxy"},
]
OTHER_PAGES = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site", "origin": OWN},
    {"sec-fetch-site": "anything"},
    {"origin": "https://evil.example"},
    {"origin": "http://127.0.0.1:1"},
    {"origin": "http://127.0.0.1"},
    {"origin": "null"},
    {"origin": ""},
]


def test_only_the_app_s_own_pages_may_change_something(client: httpx2.Client) -> None:
    for own, pages in ((True, OWN_PAGES), (False, OTHER_PAGES)):
        for page in pages:
            headers = {name: value.format(port=client.base_url.port) for name, value in page.items()}
            for method in ("POST", "PUT", "PATCH", "DELETE"):
                refused = client.request(method, "/nowhere", headers=headers).status_code == 403
                assert refused is not own, (method, headers)
            assert client.get("/api/product", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "request_line",
    [
        b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n",
        b"GET / HTTP/1.1\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 200_000 + b"\r\n",
        b"GET /" + b"x" * 200_000 + b" HTTP/1.1\r\nHost: localhost\r\n",
        b"GET /static/%00 HTTP/1.1\r\nHost: localhost\r\n",
        b"GET /%ff%fe HTTP/1.1\r\nHost: localhost\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: " + b"\xff=\xfe; ;;=" + b"\r\n",
        b"POST /api/chat HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n",
    ],
)
def test_bytes_that_no_client_sends_do_not_trouble_it(client: httpx2.Client, request_line: bytes) -> None:
    with socket.create_connection(("127.0.0.1", client.base_url.port or 0), timeout=30) as raw:
        raw.sendall(request_line + b"Connection: close\r\n\r\n0\r\n\r\n")
        status = int(raw.makefile("rb").readline().split()[1])
    assert status < 500
    assert client.get("/healthz").status_code == 200


def test_no_page_of_the_framework_s_is_served(client: httpx2.Client) -> None:
    assert [client.get(path).status_code for path in ("/docs", "/redoc")] == [404, 404]
    assert "/api/product" in client.get("/openapi.json").json()["paths"]


@pytest.mark.parametrize(
    "path", ["/static/../settings.py", "/static/%2e%2e/settings.py", "/static/..%2f..%2fproduct.toml"]
)
def test_no_file_outside_static_is_served(client: httpx2.Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("language", "sentence"), [("en", "There is nothing at this address."), ("vi", "Không có gì ở địa chỉ này.")]
)
def test_an_error_is_json_in_the_product_s_language(
    serve: Serve, write_project: Write, language: str, sentence: str
) -> None:
    reply = serve(write_project(language=language)).get("/nowhere")
    assert (reply.status_code, reply.json()["code"], reply.json()["message"]) == (404, "not_found", sentence)
    assert reply.json()["hint"]


def test_a_body_beyond_the_limit_is_refused(client: httpx2.Client) -> None:
    def chunks() -> Iterator[bytes]:  # of a length that no header announces
        yield from [b" " * (BODY_LIMIT // 10)] * 11

    reply = client.post("/api/enter", content=chunks())
    assert (reply.status_code, reply.json()["code"]) == (413, "too_large")
