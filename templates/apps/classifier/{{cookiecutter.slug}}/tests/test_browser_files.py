"""A file in a real browser: dropped, watched, stopped, gone on with, downloaded: `make test-browser`."""

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
ROWS = 400  # at eight a latency of 0.4 s: half a minute, in which Stop is reached on the slowest machine
SHEET = "message\n" + "".join(f"Number {number}: the pedal is loose\n" for number in range(ROWS))
DROP = """(content) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([content], "march inbox.csv", { type: "text/csv" }));
    for (const kind of ["dragenter", "dragover", "drop"]) {
        document.body.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: transfer }));
    }
}"""


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeOpenAI]:
    """Serve the fake as the app's model, which decides for repair."""
    monkeypatch.setenv("CLASSIFY_EMBEDDINGS", "false")
    with fake_model(monkeypatch, LLM_API_KEY="a-key", CLASSIFY_WAY="decisions") as server:
        server.likes = lambda _: "repair"
        yield server


@pytest.mark.parametrize("width", [1280, 390])
def test_a_file_is_dropped_stopped_gone_on_with_and_downloaded(
    page: Any, fake: FakeOpenAI, serve: Serve, tmp_path: Path, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    fake.latency = 0.4
    page.goto(str(serve(triage.write(tmp_path)).base_url))
    page.locator("#text").wait_for()
    page.locator(".meanings").wait_for()
    page.evaluate(DROP, SHEET)
    page.get_by_role("heading", name="march inbox.csv").wait_for()
    stop = page.get_by_role("button", name="Stop")
    stop.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.locator("progress:not([value='0'])").wait_for()
    stop.focus()
    page.keyboard.press("Enter")
    resume = page.get_by_role("button", name="Go on")
    resume.wait_for()
    page.get_by_role("status").get_by_text("march inbox.csv was stopped.").wait_for()
    page.get_by_text("Not reached").wait_for()
    fake.latency = 0.0
    resume.focus()
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text("march inbox.csv is labelled.").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").focus()
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "march inbox-labelled.csv"
    lines = Path(download.value.path()).read_text(encoding="utf-8").splitlines()
    assert len(lines) == ROWS + 1
    assert all(line.split(",")[1] == "repair" for line in lines[1:])
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    page.get_by_role("heading", name="march inbox.csv").wait_for(state="detached")
    page.wait_for_function("() => document.activeElement.id === 'choose'")


def test_a_file_that_is_none_is_a_sentence(page: Any, fake: FakeOpenAI, serve: Serve, tmp_path: Path) -> None:
    page.goto(f"{serve(triage.write(tmp_path)).base_url}/#files")
    page.locator("#choose").wait_for()
    page.locator("#file").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": b""})
    page.get_by_role("alert").get_by_text("The app cannot read texts from this file.").wait_for()


def test_the_focus_stays_where_the_owner_put_it_while_the_files_are_looked_up(
    page: Any, fake: FakeOpenAI, serve: Serve, tmp_path: Path
) -> None:
    held: list[Any] = []
    page.route("**/api/files", lambda route: held.append(route))
    page.goto(f"{serve(triage.write(tmp_path)).base_url}/#files")
    page.wait_for_function("() => document.activeElement.id === 'choose'")
    settings = page.get_by_role("button", name="Settings")
    settings.focus()
    with page.expect_response("**/api/files"):
        held[0].continue_()
    page.wait_for_timeout(50)  # in which the page draws what came
    assert settings.evaluate("button => button === document.activeElement")
