"""Conversations in a real browser, through the real server, against the fake: `make test-browser`."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.fake_openai import FakeOpenAI, fake_openai

pytestmark = pytest.mark.browser

LONG = "\n\n".join(f"Paragraph {number} about chains and gears." for number in range(60))


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeOpenAI]:
    """Answer the app's calls to a model."""
    with fake_openai() as fake:
        monkeypatch.setenv("LLM_BASE_URL", fake.base_url)
        monkeypatch.setenv("LLM_MODEL", "plain")
        monkeypatch.setenv("LLM_API_KEY", "a-key")
        yield fake


@pytest.fixture
def talk(
    page: Any, fake: FakeOpenAI, serve: Callable[[Path], httpx2.Client], write_project: Callable[..., Path]
) -> Any:
    """Open the page of an app whose model is the fake."""
    page.goto(str(serve(write_project()).base_url))
    page.locator("#composer").wait_for()
    return page


# How far the end of the conversation is below what is in sight.
BELOW = "(([t]) => t.scrollHeight - t.scrollTop - t.clientHeight)(document.getElementsByClassName('talk'))"


def say(page: Any, text: str) -> None:
    page.locator("#composer").fill(text)
    page.keyboard.press("Enter")


def until(page: Any, condition: str) -> None:
    """Wait until an expression holds; as a function, since the page's policy evaluates no text."""
    page.wait_for_function(f"() => {condition}")


def settled(page: Any, replies: int = 1) -> None:
    """Wait until so many replies are there, and none is being written."""
    page.wait_for_function(
        "count => document.querySelectorAll('.reply').length === count && !document.querySelector('[aria-busy=true]')",
        arg=replies,
    )


def test_a_reply_streams_and_says_what_it_took(talk: Any, fake: FakeOpenAI) -> None:
    say(talk, "How much?")
    settled(talk)
    assert "A service is 60 euros, đúng thế 😀." in talk.locator(".reply").inner_text()
    assert talk.locator(".reply .foot span").last.inner_text() == "plain · 1,200 tokens"
    assert talk.get_by_role("status").inner_text() == "The reply is complete."
    assert talk.locator(".past a[aria-current]").inner_text() == "How much?"
    assert talk.locator("#composer").evaluate("box => box === document.activeElement")


@pytest.mark.parametrize("how", ["key", "button"])
def test_stop_ends_the_call_and_keeps_the_text_for_good(talk: Any, fake: FakeOpenAI, how: str) -> None:
    fake.scenario = "slow"
    say(talk, "Count")
    until(talk, "document.querySelector('.body')?.textContent.includes('tick tick')")
    if how == "key":
        talk.keyboard.press("Escape")
    else:
        talk.get_by_role("button", name="Stop").click()
    assert fake.requests[0].left.wait(1)
    settled(talk)
    text = talk.locator(".body").inner_text()
    talk.reload()
    settled(talk)
    assert talk.locator(".body").inner_text() == text
    assert talk.get_by_text("Stopped here.").is_visible()


def test_a_reload_and_a_second_tab_find_the_reply_and_its_text_never_shrinks(talk: Any, fake: FakeOpenAI) -> None:
    fake.scenario = "slow"
    say(talk, "Count")
    until(talk, "document.querySelector('.body')?.textContent.includes('tick tick tick')")
    length = "document.querySelector('.body')?.textContent.length ?? 0"
    before = talk.evaluate(length)
    second = talk.context.new_page()
    second.goto(talk.url)
    talk.reload()
    for page in (talk, second):
        until(page, f"{length} > {before}")
        sizes = page.evaluate(
            f"async () => {{ const all = []; for (let i = 0; i < 20; i++) {{ all.push({length});"
            " await new Promise(requestAnimationFrame); } return all; }"
        )
        assert sizes == sorted(sizes)
    for page in (talk, second):
        settled(page)
        assert page.locator(".body").inner_text() == " ".join(["tick"] * 100)
    assert len(fake.requests) == 1


def test_settled_blocks_stay_the_same_nodes(talk: Any, fake: FakeOpenAI) -> None:
    fake.texts = ["# One\n\nTwo **strong**\n\n```py\nprint(3)\n```\n\nfour"]
    say(talk, "Go")
    settled(talk)
    kept = talk.evaluate(
        """async () => {
          const { GrowingMarkdown } = await import("./static/markdown.js");
          const grown = new GrowingMarkdown();
          const text = "# One\\n\\nTwo **strong**\\n\\n```py\\nprint(3)\\n```\\n\\nfour";
          let first, second;
          for (let end = 1; end <= text.length; end++) {
            grown.show(text.slice(0, end));
            if (end === 12) first = grown.element.children[0];
            if (end === 32) second = grown.element.children[1];
          }
          grown.finish(text);
          return [first === grown.element.children[0], second === grown.element.children[1],
            grown.element.innerHTML === document.querySelector(".body").innerHTML];
        }"""
    )
    assert kept == [True, True, True]


def test_the_page_follows_only_while_the_reader_is_at_the_end(talk: Any, fake: FakeOpenAI) -> None:
    fake.texts = [LONG]
    say(talk, "At length")
    settled(talk)
    until(talk, f"{BELOW} < 2")
    talk.locator(".talk").hover()
    talk.mouse.wheel(0, -600)
    until(talk, f"{BELOW} > 300")
    place = talk.evaluate("document.querySelector('.talk').scrollTop")
    fake.texts = [LONG]
    talk.get_by_role("button", name="To the end").wait_for()
    talk.evaluate(
        "() => document.querySelector('.talk > div').append(Object.assign(document.createElement('p'),"
        " { textContent: 'more' }))"
    )
    assert talk.evaluate("document.querySelector('.talk').scrollTop") == place
    talk.get_by_role("button", name="To the end").click()
    until(talk, f"{BELOW} < 2")
    say(talk, "And more")
    settled(talk, 2)
    until(talk, f"{BELOW} < 2")


def test_versions_are_made_and_stepped_through_and_nothing_is_lost(talk: Any, fake: FakeOpenAI) -> None:
    fake.texts = ["First", "Second", "Third"]
    say(talk, "Ask")
    settled(talk)
    talk.get_by_role("button", name="Regenerate").click()
    talk.get_by_text("Second").wait_for()
    settled(talk)
    assert talk.get_by_role("group", name="Version 2 of 2").is_visible()
    talk.get_by_role("button", name="Version before").click()
    talk.get_by_text("First").wait_for()
    talk.keyboard.press("ArrowRight")
    talk.get_by_text("Second").wait_for()
    talk.locator(".said").hover()
    talk.get_by_role("button", name="Edit").click()
    talk.locator(".editing textarea").fill("Ask again")
    talk.keyboard.press("Enter")
    talk.get_by_text("Third").wait_for()
    settled(talk)
    talk.locator(".said").get_by_role("button", name="Version before").click()
    talk.get_by_text("Second").wait_for()
    talk.reload()
    talk.get_by_text("Second").wait_for()
    assert [request.body["messages"][-1]["content"] for request in fake.requests] == ["Ask", "Ask", "Ask again"]


def test_a_reply_is_rated_with_a_reason_and_copied(talk: Any, fake: FakeOpenAI) -> None:
    fake.texts = ["See `code`:\n\n```\nprint(1)\n```"]
    say(talk, "Show")
    settled(talk)
    with talk.expect_response(lambda response: response.url.endswith("/rating")):
        talk.get_by_role("button", name="Not right").click()
    talk.keyboard.type("It is wrong")
    with talk.expect_response(lambda response: response.url.endswith("/rating")) as sent:
        talk.keyboard.press("Enter")
    assert sent.value.status == 204
    assert sent.value.request.post_data_json == {"value": "down", "reason": "It is wrong"}
    talk.reload()
    talk.get_by_role("button", name="Not right", pressed=True).wait_for()
    talk.locator(".copy").click()
    assert talk.evaluate("navigator.clipboard.readText()") == "print(1)\n"
    talk.locator(".reply .foot").get_by_role("button", name="Copy").click()
    assert "See `code`" in talk.evaluate("navigator.clipboard.readText()")


def test_a_failure_says_so_and_trying_again_heals_it(talk: Any, fake: FakeOpenAI) -> None:
    fake.scenario = "wrong_key"
    say(talk, "Anyone?")
    talk.get_by_text("LLM_API_KEY").first.wait_for()
    fake.scenario = "plain"
    talk.get_by_role("button", name="Try again").click()
    settled(talk)
    assert "A service is 60 euros" in talk.locator(".reply").inner_text()


def test_a_conversation_is_found_renamed_saved_and_deleted(talk: Any, fake: FakeOpenAI) -> None:
    for question in ("Giá xe đạp?", "How much is it?"):
        say(talk, question)
        settled(talk)
        talk.keyboard.press("Control+k")
        talk.keyboard.press("Enter")
        talk.locator(".welcome").wait_for()
    talk.locator(".search").fill("xe dap")
    entries = talk.locator(".entries a")
    until(talk, "document.querySelectorAll('.entries a').length === 1")
    assert "Giá xe đạp?" in entries.inner_text()
    talk.locator(".entries li").hover()
    talk.get_by_role("button", name="Options of").click()
    talk.get_by_role("button", name="Rename").click()
    talk.keyboard.type("Bikes")
    talk.keyboard.press("Enter")
    talk.get_by_role("button", name="Options of Bikes").click()
    with talk.expect_download() as saved:
        talk.get_by_role("link", name="Save as Markdown").click()
    assert "# Bikes" in saved.value.path().read_text(encoding="utf-8")
    talk.get_by_role("button", name="Options of Bikes").click()
    talk.get_by_role("button", name="Delete", exact=True).click()
    talk.get_by_role("dialog").get_by_role("button", name="Delete").click()
    talk.get_by_text("Nothing found").wait_for()
    assert talk.locator(".new").evaluate("button => button === document.activeElement")
