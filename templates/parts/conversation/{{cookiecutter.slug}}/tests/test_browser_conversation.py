"""Conversations in a real browser, through the real server, against the fake: `make test-browser`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.browser_talks import say, settled, until
from tests.fake_openai import FakeOpenAI

pytestmark = pytest.mark.browser


def test_a_reply_streams_and_says_what_it_took(talk: Any, model: FakeOpenAI) -> None:
    say(talk, "How much?")
    settled(talk)
    assert "A service is 60 euros, đúng thế 😀." in talk.locator(".reply").inner_text()
    assert talk.locator(".reply .foot span").last.inner_text() == "plain · 1,200 tokens"
    assert talk.get_by_role("status").inner_text() == "The reply is complete."
    assert talk.locator(".past a[aria-current]").inner_text() == "How much?"
    assert talk.locator("#composer").evaluate("box => box === document.activeElement")


def test_a_reload_and_a_second_tab_find_the_reply_and_its_text_never_shrinks(talk: Any, model: FakeOpenAI) -> None:
    model.scenario = "slow"
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
        assert page.locator(".body").inner_text().startswith(" ".join(["tick"] * 100))
    assert len(model.requests) == 1


def test_versions_are_made_and_stepped_through_and_nothing_is_lost(talk: Any, model: FakeOpenAI) -> None:
    model.texts = ["First", "Second", "Third"]
    say(talk, "Ask")
    settled(talk)
    talk.get_by_role("button", name="Regenerate").click()
    talk.get_by_text("Second").wait_for()
    settled(talk)
    assert talk.get_by_role("group", name="Version 2 of 2").is_visible()
    talk.get_by_role("button", name="Previous version").click()
    talk.get_by_text("First").wait_for()
    talk.keyboard.press("ArrowRight")
    talk.get_by_text("Second").wait_for()
    talk.locator(".said").hover()
    talk.get_by_role("button", name="Edit").click()
    talk.locator(".editing textarea").fill("Ask again")
    talk.keyboard.press("Enter")
    talk.get_by_text("Third").wait_for()
    settled(talk)
    talk.locator(".said").get_by_role("button", name="Previous version").click()
    talk.get_by_text("Second").wait_for()
    talk.reload()
    talk.get_by_text("Second").wait_for()
    asked = [request.body["messages"][-1]["content"] for request in model.requests]
    wanted = ["Ask", "Ask", "Ask again"]
    assert all(text.endswith(question) for text, question in zip(asked, wanted, strict=True))


def test_a_reply_is_rated_with_a_reason_and_copied(talk: Any, model: FakeOpenAI) -> None:
    model.texts = ["See `code`:\n\n```\nprint(1)\n```"]
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


def test_a_failure_says_so_and_trying_again_heals_it(talk: Any, model: FakeOpenAI) -> None:
    model.scenario = "wrong_key"
    say(talk, "Anyone?")
    talk.get_by_text("LLM_API_KEY").first.wait_for()
    model.scenario = "plain"
    talk.get_by_role("button", name="Try again").click()
    settled(talk)
    assert "A service is 60 euros" in talk.locator(".reply").inner_text()


def test_a_conversation_is_found_renamed_saved_and_deleted(talk: Any, model: FakeOpenAI) -> None:
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
    talk.locator(".entries").get_by_role("button", name="Options for").click()
    talk.get_by_role("button", name="Rename").click()
    talk.keyboard.type("Bikes")
    talk.keyboard.press("Enter")
    talk.get_by_role("button", name="Options for Bikes").click()
    with talk.expect_download() as saved:
        talk.get_by_role("link", name="Save as Markdown").click()
    assert "# Bikes" in saved.value.path().read_text(encoding="utf-8")
    talk.get_by_role("button", name="Options for Bikes").click()
    talk.get_by_role("button", name="Delete", exact=True).click()
    talk.get_by_role("dialog").get_by_role("button", name="Delete").click()
    talk.get_by_text("Nothing found").wait_for()
    assert talk.locator(".new").evaluate("button => button === document.activeElement")


def test_everything_of_a_visitor_s_is_deleted_at_their_word(talk: Any, model: FakeOpenAI) -> None:
    say(talk, "Remember me")
    settled(talk)
    before, address = talk.context.cookies(), talk.url
    talk.get_by_role("button", name="Settings").click()
    talk.get_by_role("button", name="Delete my data").click()
    talk.get_by_role("dialog").get_by_role("button", name="Keep").click()
    assert talk.locator(".entries a").inner_text() == "Remember me"
    talk.get_by_role("button", name="Settings").click()
    talk.get_by_role("button", name="Delete my data").click()
    talk.get_by_role("dialog").get_by_role("button", name="Delete my data").click()
    talk.locator(".welcome").wait_for()
    talk.get_by_text("Nothing here yet").wait_for()
    assert [cookie["value"] for cookie in talk.context.cookies()] != [cookie["value"] for cookie in before]
    talk.context.clear_cookies()
    talk.context.add_cookies(before)
    talk.goto(address)
    talk.reload()
    talk.get_by_text("This conversation is not here").wait_for()


def test_below_a_path_one_talks_comes_back_and_saves(
    page: Any,
    model: FakeOpenAI,
    serve: Callable[[Path], httpx2.Client],
    write_project: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ROOT_PATH", "/shop")
    page.goto(f"{serve(write_project()).base_url}/shop/")
    say(page, "How much?")
    settled(page)
    page.reload()
    settled(page)
    page.locator(".entries").get_by_role("button", name="Options for").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save as Markdown").click()
    assert "60 euros" in saved.value.path().read_text(encoding="utf-8")


def test_what_was_left_out_of_a_reply_is_said_above_it(
    talk: Any, model: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LLM_PROVIDER", "openai")  # whose models are listed with what they can read
    monkeypatch.setenv("LLM_MODEL", "gpt-4")  # 8,192 tokens
    monkeypatch.setenv("LLM_MAX_OUTPUT_TOKENS", "6000")
    for count in (1, 2, 3):
        say(talk, "word " * 800)
        settled(talk, count)
    for _ in range(2):
        last = talk.locator(".reply").last
        last.get_by_text("longer than the model can read: this reply leaves out the oldest 4 messages").wait_for()
        assert talk.locator(".reply .note").count() == 2
        assert talk.locator(".said").count() == 3
        talk.reload()
        settled(talk, 3)
