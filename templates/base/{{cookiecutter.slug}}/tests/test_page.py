import html
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

Serve = Callable[[Path], httpx2.Client]
Write = Callable[..., Path]

NASTY = "%ROOT% \"'<script>{{ 7*7 }}\u202e 😀"
NASTY_PRODUCT = "[product]\nname = '''" + NASTY + "'''\nlanguage = 'vi'\nhue = 0\n"


def test_the_page_bears_the_product_s_name_and_language(serve: Serve, write_project: Write) -> None:
    page = serve(write_project(NASTY_PRODUCT)).get("/").text
    assert f"<title>{html.escape(NASTY)}" in page
    assert 'lang="vi"' in page
    assert "<script>{{" not in page


def test_the_hue_is_a_stylesheet(client: httpx2.Client) -> None:
    reply = client.get("/theme.css")
    assert (reply.text, reply.headers["content-type"]) == (":root{--hue:150}\n", "text/css; charset=utf-8")


def test_the_page_learns_what_the_product_is(client: httpx2.Client) -> None:
    told = client.get("/api/product").json()
    assert told == {
        "name": "Spoke & Chain",
        "tagline": "Bikes that run",
        "audience": "",
        "language": "en",
        "app": "chatbot",
        "hue": 150,
        "starters": ["How much is a service?"],
        "answerer": "faq",
        "notice": {"code": "no_model", "detail": None},
        "faults": [],
    }


def test_an_edit_shows_at_once_and_a_mistake_is_told(serve: Serve, write_project: Write) -> None:
    project = write_project()
    client = serve(project)
    file = project / "product.toml"
    good = file.read_text(encoding="utf-8")
    file.write_text(good.replace("Spoke & Chain", "Chain & Spoke"), encoding="utf-8")
    assert client.get("/api/product").json()["name"] == "Chain & Spoke"
    file.write_text(good.replace("hue = 150", "hue = 1500"), encoding="utf-8")
    told = client.get("/api/product").json()
    assert told["name"] == "Chain & Spoke"
    assert [fault for fault in told["faults"] if "`hue`" in fault]


@pytest.mark.parametrize("prefix", ["/shop/front", "shop/front/"])
@pytest.mark.parametrize("below", ["/shop/front", ""], ids=["kept", "stripped"])
def test_it_works_below_a_path(
    serve: Serve, write_project: Write, monkeypatch: pytest.MonkeyPatch, prefix: str, below: str
) -> None:
    monkeypatch.setenv("ROOT_PATH", prefix)
    client = serve(write_project())
    assert 'href="/shop/front/theme.css"' in client.get(f"{below}/").text
    for path in ("/theme.css", "/api/product", "/healthz", "/static/index.html"):
        assert client.get(below + path).status_code == 200, path
