"""Labels in a real browser, through the real server: `make test-browser`."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests import triage
from tests.fake_model import fake_model
from tests.fake_openai import FakeOpenAI

pytestmark = pytest.mark.browser

Serve = Callable[[Path], httpx2.Client]


@pytest.fixture(autouse=True)
def _words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLASSIFY_EMBEDDINGS", "false")


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeOpenAI]:
    """Serve the fake as the app's model, which decides for repair."""
    with fake_model(monkeypatch, LLM_RETRIES="0", LLM_API_KEY="a-key", CLASSIFY_WAY="decisions") as server:
        server.likes = lambda _: "repair"
        yield server


def label(page: Any, text: str) -> None:
    page.locator("#text").fill(text)
    page.keyboard.press("Enter")


def test_a_text_gets_a_label_with_its_bars_and_what_made_it(
    page: Any, fake: FakeOpenAI, serve: Serve, tmp_path: Path
) -> None:
    page.goto(str(serve(triage.write(tmp_path)).base_url))
    label(page, "The pedal fell off.")
    page.locator(".verdict").wait_for()
    assert page.locator(".verdict b").inner_text() == "repair"
    assert page.locator(".bars dt").all_inner_texts()[0] == "repair"
    assert page.locator(".bars dd").first.inner_text() == "0.90"
    assert page.locator(".verdict .made").inner_text() == "decisions · plain · 0.00 USD"
    assert page.get_by_role("status").inner_text() == "Label: repair"
    assert page.locator("#text").evaluate("box => box === document.activeElement")


@pytest.mark.parametrize("how", ["key", "button"])
def test_stop_ends_the_call_and_keeps_the_text(
    page: Any, fake: FakeOpenAI, serve: Serve, tmp_path: Path, how: str
) -> None:
    fake.scenario = "hang"
    page.goto(str(serve(triage.write(tmp_path)).base_url))
    label(page, "The pedal fell off.")
    stop = page.get_by_role("button", name="Stop")
    stop.wait_for()
    page.wait_for_timeout(200)  # until the call has left the app
    if how == "key":
        page.keyboard.press("Escape")
    else:
        stop.click()
    stop.wait_for(state="detached")
    assert all(request.left.wait(5) for request in fake.requests)
    assert fake.requests
    assert page.locator("#text").input_value() == "The pedal fell off."
    assert page.get_by_role("alert").count() == 0


def test_a_failure_is_a_sentence_and_the_text_stays(page: Any, fake: FakeOpenAI, serve: Serve, tmp_path: Path) -> None:
    fake.scenario = "wrong_key"
    page.goto(str(serve(triage.write(tmp_path)).base_url))
    label(page, "The pedal fell off.")
    page.get_by_role("alert").wait_for()
    assert page.get_by_role("alert").inner_text().startswith("The model's service does not accept the key.")
    assert page.locator("#text").input_value() == "The pedal fell off."


def test_what_is_wrong_with_the_examples_stands_on_the_page(page: Any, serve: Serve, tmp_path: Path) -> None:
    examples = {**triage.EXAMPLES, "opening hours": ["Are you open?"]}
    page.goto(str(serve(triage.write(tmp_path, examples, language="vi")).base_url))
    page.get_by_text("product.toml không có nhãn “opening hours”; có phải ý bạn là “opening”?").wait_for()
    assert page.locator(".meanings dt").all_inner_texts() == ["billing", "opening", "repair"]
    page.get_by_text("Đúng trên ví dụ để riêng").wait_for()


def test_labels_that_are_names_alone_are_told_what_they_lack(page: Any, serve: Serve, tmp_path: Path) -> None:
    page.goto(str(serve(triage.write(tmp_path, {}, {**triage.LABELS, "billing": ""})).base_url))
    page.get_by_text("Say in product.toml what each label means").wait_for()
    page.get_by_text("labels are guessed from what they mean").wait_for()


def test_on_a_phone_nothing_is_wider_than_the_screen(page: Any, serve: Serve, tmp_path: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    address = str(serve(triage.write(tmp_path)).base_url)
    page.goto(address)
    label(page, "Please send me the invoice for last month.")
    page.locator(".verdict").wait_for()
    wide = "document.documentElement.scrollWidth"
    assert page.evaluate(wide) == 360
    page.goto(f"{address}/report")
    page.get_by_text("make eval").wait_for()
    assert page.evaluate(wide) == 360
    page.get_by_role("link", name="Try a text").click()
    page.locator("#text").wait_for()
