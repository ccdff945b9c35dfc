"""A reply while it streams, in a real browser: what is settled stays, the reader is not moved, and Stop stops."""

import time
from typing import Any

import pytest

from tests import fake_script
from tests.browser_talks import say, settled, until
from tests.fake_openai import FakeOpenAI

pytestmark = pytest.mark.browser

# How far the end of the conversation is below what is in sight.
BELOW = "(([t]) => t.scrollHeight - t.scrollTop - t.clientHeight)(document.getElementsByClassName('talk'))"
NEAR = 48  # pixels; as many as follow.js allows

START = ("# One", "\n\nTwo **strong**", "\n\n- three\n", "- four\n\n", "```py\nprint(5)\n", "```\n\n", "six ")
BLOCKS = (*START, *["and "] * 9)

# Keeps the first two blocks, and what happens inside them from then on, but for numbers that become buttons; and what
# is announced.
WATCH = """() => {
  const [first, second] = document.querySelector(".body").children;
  Object.assign(window, { first, second, touched: 0 });
  const observer = new MutationObserver((records) => {
    const isNumber = ({ className }) => String(className).startsWith("cite");
    touched += records.filter(({ addedNodes }) => ![...addedNodes].some(isNumber)).length;
  });
  for (const block of [first, second]) {
    observer.observe(block, { childList: true, subtree: true, characterData: true, attributes: true });
  }
}"""
ANNOUNCED = """() => {
  window.announced = [];
  const status = document.querySelector("[role=status]");
  new MutationObserver(() => announced.push(status.textContent))
    .observe(status, { childList: true, subtree: true, characterData: true });
}"""


def test_what_is_settled_is_not_drawn_anew(talk: Any, model: FakeOpenAI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fake_script, "SLOW_PIECES", BLOCKS)
    model.scenario = "slow"
    talk.evaluate(ANNOUNCED)
    say(talk, "Go")
    until(talk, "document.querySelectorAll('.body > *').length > 2")
    talk.evaluate(WATCH)
    assert talk.locator(".reply").get_attribute("aria-busy") == "true"
    settled(talk)
    kept = talk.evaluate("[first, second].map((block, at) => block === document.querySelector('.body').children[at])")
    assert (kept, talk.evaluate("touched")) == ([True, True], 0)
    assert talk.locator(".body > *").evaluate_all("blocks => blocks.map((block) => block.localName)") == [
        "h3", "p", "ul", "figure", "p",
    ]  # fmt: skip
    assert talk.evaluate("announced") == ["The reply is being written.", "The reply is complete."]


def test_the_page_follows_only_while_the_reader_is_at_the_end(
    talk: Any, model: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fake_script, "SLOW_PIECES", ("A paragraph about chains and gears.\n\n",) * 120)
    model.scenario = "slow"
    say(talk, "At length")
    until(talk, "document.querySelectorAll('.body > *').length > 30")
    assert talk.evaluate(BELOW) < NEAR
    talk.locator(".talk").hover()
    talk.mouse.wheel(0, -300)
    until(talk, f"{BELOW} > 250")
    place = talk.evaluate("document.querySelector('.talk').scrollTop")
    grown(talk)
    assert talk.evaluate("document.querySelector('.talk').scrollTop") == place
    talk.get_by_role("button", name="Go to the end").click()
    until(talk, f"{BELOW} < 2")
    grown(talk)
    assert talk.evaluate(BELOW) < NEAR
    assert talk.locator(".reply").get_attribute("aria-busy") == "true"
    talk.keyboard.press("Escape")
    settled(talk)


def grown(page: Any) -> None:
    """Wait until ten more blocks are there."""
    page.wait_for_function(
        "count => document.querySelectorAll('.body > *').length >= count + 10",
        arg=page.locator(".body > *").count(),
    )


@pytest.mark.parametrize("how", ["key", "button"])
def test_stop_ends_the_call_within_a_second_and_keeps_the_text_for_good(talk: Any, model: FakeOpenAI, how: str) -> None:
    model.scenario = "slow"
    say(talk, "Count")
    until(talk, "document.querySelector('.body')?.textContent.includes('tick tick')")
    began = time.monotonic()
    if how == "key":
        talk.keyboard.press("Escape")
    else:
        talk.get_by_role("button", name="Stop").click()
    assert model.requests[0].left.wait(1 - (time.monotonic() - began))
    sent = model.requests[0].sent
    settled(talk)
    text = talk.locator(".body").inner_text()
    talk.reload()
    settled(talk)
    assert talk.locator(".body").inner_text() == text
    assert talk.get_by_text("Stopped here.").is_visible()
    assert model.requests[0].sent == sent < len(fake_script.SLOW_PIECES)
