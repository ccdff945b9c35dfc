import html
import re
import time
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from app.llm import screen, servers
from app.settings import PROJECT
from tests.fake_openai import fake_openai

Serve = Callable[[Path], httpx2.Client]
Write = Callable[..., Path]

NASTY = "%ROOT% \"'<script>{{ 7*7 }}\u202e 😀"
NASTY_PRODUCT = "[product]\nname = '''" + NASTY + "'''\nlanguage = 'vi'\nhue = 0\n"


def test_the_page_bears_the_product_s_name_and_language(serve: Serve, write_project: Write) -> None:
    page = serve(write_project(NASTY_PRODUCT)).get("/").text
    assert f"<title>{html.escape(NASTY)}" in page
    assert 'lang="vi"' in page
    assert "<noscript>Trang này cần JavaScript." in page
    assert "<script>{{" not in page


def test_the_hue_is_a_stylesheet(client: httpx2.Client) -> None:
    reply = client.get("/theme.css")
    assert (reply.text, reply.headers["content-type"]) == (":root{--hue:150}\n", "text/css; charset=utf-8")


def test_every_language_of_the_page_has_all_of_its_words() -> None:
    files = {file.name: file.read_text(encoding="utf-8") for file in (PROJECT / "app/static/words").glob("*.js")}
    words = {name: re.findall(r"^  (\w+):", text, re.MULTILINE) for name, text in files.items()}
    marks = {name: sorted(re.findall(r"\{(\w+)", text)) for name, text in files.items()}
    assert len(words) >= 2
    assert all(keys == words["en.js"] for keys in words.values())
    assert all(found == marks["en.js"] for found in marks.values())


def test_the_page_learns_what_the_product_is(client: httpx2.Client) -> None:
    told = client.get("/api/product").json()
    assert told == {
        "name": "Spoke & Chain",
        "tagline": "Bikes that run",
        "audience": "",
        "language": "en",
        "app": "chatbot",
        "hue": 150,
        "consent": "",
        "languages": ["en", "vi"],
        "starters": ["How much is a service?"],
        "private": False,
        "screened": list(screen.found("said")),
        "answerer": "faq",
        "notice": {"code": "no_model", "detail": {"servers": []}},
        "faults": [],
        "local": True,
        "person": None,
    }


def test_the_owner_learns_of_a_model_server_on_the_same_machine_and_visitors_do_not(
    serve: Serve, write_project: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fake_openai() as ollama:
        monkeypatch.setattr(servers, "ADDRESSES", {"ollama": ollama.base_url})
        client = serve(write_project())
        deadline = time.monotonic() + 10
        while not (found := client.get("/api/product").json()["notice"]["detail"]["servers"]):
            assert time.monotonic() < deadline
    assert found[0]["env"] == ["LLM_PROVIDER=ollama", "LLM_MODEL=plain"]
    elsewhere = client.get("/api/product", headers={"host": "shop.example"})
    assert elsewhere.status_code != 200 or elsewhere.json()["notice"] == {"code": "no_model", "detail": {"servers": []}}


def test_the_demo_model_is_called_what_it_is(client: httpx2.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_PROVIDER", "demo")
    told = client.get("/api/product").json()
    assert (told["answerer"], told["notice"]) == ("demo", {"code": "demo_model", "detail": None})


def test_it_says_that_what_one_writes_stays_private(client: httpx2.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_PRIVATE", "true")
    assert client.get("/api/product").json()["private"] is True


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


def test_what_is_wrong_with_a_file_is_the_owner_s_to_know(
    serve: Serve, write_project: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "shop.example")
    project = write_project()
    client = serve(project)
    file = project / "product.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("hue = 150", "hue = 1500"), encoding="utf-8")
    assert len(client.get("/api/product").json()["faults"]) == 1
    assert client.get("/api/product", headers={"host": "shop.example"}).json()["faults"] == []


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
