from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest

from app.middleware import BODY_LIMIT

PATHS = ["/", "/theme.css", "/api/product", "/healthz", "/static/index.html", "/nowhere", "/static/nowhere"]


@pytest.mark.parametrize("path", PATHS)
def test_every_response_carries_the_policy(client: httpx2.Client, path: str) -> None:
    headers = client.get(path).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == policy["frame-ancestors"] == "'none'"
    assert {policy[kind] for kind in ("script-src", "style-src", "img-src", "connect-src")} == {"'self'"}
    assert headers["x-content-type-options"] == "nosniff"


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
    serve: Callable[[Path], httpx2.Client], write_project: Callable[..., Path], language: str, sentence: str
) -> None:
    reply = serve(write_project(language=language)).get("/nowhere")
    assert (reply.status_code, reply.json()["code"], reply.json()["message"]) == (404, "not_found", sentence)
    assert reply.json()["hint"]


def test_a_body_beyond_the_limit_is_refused(client: httpx2.Client) -> None:
    def chunks() -> Iterator[bytes]:  # of a length that no header announces
        yield from [b" " * (BODY_LIMIT // 10)] * 11

    address = f"/api/conversations/{uuid4()}/messages"
    reply = client.post(address, content=chunks(), headers={"content-type": "application/json"})
    assert (reply.status_code, reply.json()["code"]) == (413, "too_large")
