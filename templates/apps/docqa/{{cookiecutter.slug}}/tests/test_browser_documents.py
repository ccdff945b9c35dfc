"""Documents on the page, in a real browser, through the real server: `make test-browser`."""

from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests import document_files as files
from tests.library import LEAVE, TRAVEL
from tests.visits import owner

pytestmark = pytest.mark.browser

Serve = Callable[[Path], httpx2.Client]
Write = Callable[..., Path]

PAYLOAD = "<img src=x onerror=alert(1)>"


@pytest.fixture
def shelf(page: Any, serve: Serve, write_project: Write) -> Any:
    """Open the page of an app that has no documents yet."""
    page.goto(str(serve(write_project(faq={})).base_url))
    page.get_by_text("No documents yet").wait_for()
    return page


def add(page: Any, *named: tuple[str, bytes]) -> None:
    """Choose files as the dialog of the system would."""
    page.locator("#files").set_input_files(
        [{"name": name, "mimeType": "application/octet-stream", "buffer": data} for name, data in named]
    )


def ready(page: Any, name: str) -> Any:
    """Wait until a file is read, and return its row."""
    row = page.locator(".files li", has=page.locator(f"button[title='{name}']"))
    row.wait_for()
    page.wait_for_function(
        "name => !/Being|Waiting/.test(document.querySelector(`button[title='${name}']`)?.textContent ?? 'Waiting')",
        arg=name,
    )
    return row


def ask(page: Any, question: str) -> Any:
    """Ask, and return the reply once it is whole."""
    page.locator("#composer").fill(question)
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.querySelector('.reply') && !document.querySelector('[aria-busy=true]')")
    return page.locator(".reply").last


def test_a_file_that_is_added_is_asked_about_and_its_passage_opens_beside_the_answer(shelf: Any) -> None:
    add(shelf, ("leave.md", LEAVE.encode()), ("scan.pdf", files.scan()))
    ready(shelf, "leave.md")
    assert "It holds no text: it may be a scan." in ready(shelf, "scan.pdf").inner_text()
    assert shelf.get_by_text("2 documents · 1 passage").is_visible()
    reply = ask(shelf, "How many days of annual leave does every employee have?")
    assert reply.locator(".body").inner_text() == "Every employee has twelve days of annual leave.1"
    assert "word for word from the documents" in reply.inner_text()
    reply.get_by_role("button", name="Source 1: leave.md, Leave").click()
    panel = shelf.get_by_role("complementary", name="leave.md")
    panel.locator("mark").wait_for()
    assert panel.locator("mark").inner_text() == "Every employee has twelve days of annual leave."
    assert "Leave is booked with the line manager." in panel.inner_text()
    assert "found exactly" in panel.inner_text()
    assert shelf.locator(".cite[aria-current=true]").count() == 1
    shelf.keyboard.press("Escape")
    assert shelf.locator(".panel").count() == shelf.locator(".cite[aria-current=true]").count() == 0
    assert shelf.locator(".cite").evaluate("chip => chip === document.activeElement")
    shelf.reload()
    shelf.locator(".cite").click()
    shelf.locator(".panel mark").wait_for()


DROP = """async (files) => {
  const data = new DataTransfer();
  for (const [name, base64] of files) {
    data.items.add(new File([Uint8Array.from(atob(base64), (mark) => mark.charCodeAt(0))], name));
  }
  const fire = (type, target) => target.dispatchEvent(
    new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
  fire("dragenter", document.body);
  await new Promise(requestAnimationFrame);
  const zone = document.querySelector(".zone");
  const told = zone.textContent;
  fire("drop", zone);
  return told;
}"""


def drop(page: Any, *named: tuple[str, bytes]) -> str:
    """Drop files onto the page, and return what it said while they were held over it."""
    return str(page.evaluate(DROP, [[name, b64encode(data).decode()] for name, data in named]))


def test_files_are_dropped_onto_the_page(shelf: Any) -> None:
    assert drop(shelf, ("travel.md", TRAVEL.encode())) == "Drop files or folders to add them"
    ready(shelf, "travel.md")
    assert shelf.locator(".drop").count() == 0


def test_a_look_at_the_files_that_fails_is_taken_again(shelf: Any) -> None:
    failures = iter([True])

    def answer(route: Any) -> None:
        fails = route.request.method == "GET" and next(failures, False)
        route.abort() if fails else route.continue_()

    shelf.route("**/api/documents?*", answer)
    add(shelf, ("a.md", LEAVE.encode()))
    ready(shelf, "a.md")


def test_of_a_folder_what_can_be_read_is_added_under_its_path(shelf: Any, tmp_path: Path) -> None:
    folder = tmp_path / "handbook"
    (folder / "deep").mkdir(parents=True)
    for name in ("a.md", "deep/b.txt", "song.mp3", ".hidden.md"):
        (folder / name).write_text(LEAVE, encoding="utf-8")
    shelf.locator("#folder").set_input_files(folder)
    ready(shelf, "handbook/a.md")
    ready(shelf, "handbook/deep/b.txt")
    shelf.get_by_text("1 file of another kind left out.").wait_for()
    assert shelf.locator(".files button.file").count() == 2
    assert shelf.locator(".folder h4").all_inner_texts() == ["handbook/", "handbook/deep/"]


def test_what_is_refused_says_why_and_can_be_dismissed(shelf: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCUMENTS_PER_VISITOR", "1")
    add(shelf, ("a.md", LEAVE.encode()))
    ready(shelf, "a.md")
    add(shelf, ("b.md", TRAVEL.encode()))
    shelf.get_by_text("You have added as many files as one visitor may.").first.wait_for()
    shelf.get_by_role("button", name="Dismiss: b.md").click()
    assert shelf.locator(".files li").count() == 1


def test_a_file_is_renamed_looked_in_alone_and_deleted(shelf: Any) -> None:
    add(shelf, ("a.md", LEAVE.encode()), ("b.md", LEAVE.replace("twelve", "ten").encode()))
    ready(shelf, "a.md")
    ready(shelf, "b.md")
    shelf.get_by_role("button", name="Options for b.md").click()
    shelf.get_by_role("button", name="Rename").click()
    shelf.keyboard.type("old/c.md")
    shelf.keyboard.press("Enter")
    ready(shelf, "old/c.md")
    shelf.get_by_role("button", name="Options for old/c.md").click()
    shelf.get_by_role("button", name="Ask only this one").click()
    reply = ask(shelf, "How many days of annual leave does every employee have?")
    assert "ten days" in reply.inner_text()
    assert shelf.get_by_text("only in c.md").is_visible()
    shelf.get_by_role("button", name="Look in").click()
    shelf.get_by_label("Where to look").last.select_option(label="All documents")
    shelf.get_by_label("Kind of file").select_option(label="Markdown")
    shelf.get_by_role("button", name="Done").click()
    shelf.get_by_role("button", name="Look in: Markdown").wait_for()
    shelf.get_by_role("button", name="Options for old/c.md").click()
    shelf.get_by_role("button", name="Delete", exact=True).click()
    shelf.get_by_role("dialog").get_by_role("button", name="Delete").click()
    shelf.locator(".files li").nth(1).wait_for(state="detached")
    shelf.locator(".cite").first.click()
    shelf.get_by_text("This document has been deleted. It said:").wait_for()


def test_a_document_is_read_on_the_page(shelf: Any) -> None:
    add(shelf, ("long.txt", "".join(f"Line {number} of it.\n" for number in range(2000)).encode()))
    ready(shelf, "long.txt").locator(".file").click()
    panel = shelf.get_by_role("complementary", name="long.txt")
    panel.get_by_text("Line 0 of it.").wait_for()
    assert "Line 1999" not in panel.inner_text()
    for number in (700, 1100, 1400, 1800):
        panel.get_by_role("button", name="Show more").click()
        panel.get_by_text(f"Line {number} of it.").wait_for()
    panel.get_by_role("button", name="Show more").click()
    panel.get_by_text("Line 1999 of it.").wait_for()


def test_on_a_phone_a_source_is_a_sheet_that_returns_the_focus(shelf: Any) -> None:
    add(shelf, ("leave.md", LEAVE.encode()))
    ready(shelf, "leave.md")
    ask(shelf, "How many days of annual leave does every employee have?")
    shelf.set_viewport_size({"width": 390, "height": 844})
    shelf.locator(".cite").click()
    shelf.locator(".panel mark").wait_for()
    shelf.evaluate("Promise.all(document.getAnimations().map((moving) => moving.finished))")
    box = shelf.locator(".panel").bounding_box()
    assert (box["x"], box["width"], round(box["y"] + box["height"])) == (0, 390, 844)
    assert box["y"] > 100
    shelf.get_by_role("button", name="Close").click()
    assert shelf.locator(".cite").evaluate("chip => chip === document.activeElement")


def test_what_files_say_and_are_called_neither_runs_nor_loads_anything(shelf: Any) -> None:
    text = f"# {PAYLOAD}\n\nThe budget of {PAYLOAD} is ten; [1] ![x](http://evil.example/x.png) ${{alert(1)}}.\n"
    add(shelf, (f"{PAYLOAD}.txt", text.encode()))
    shelf.locator(".files button.file").wait_for()
    reply = ask(shelf, "What is the budget?")
    assert PAYLOAD in reply.inner_text()
    shelf.locator(".cite").first.click()
    shelf.locator(".panel mark").wait_for()
    assert PAYLOAD in shelf.locator(".panel").inner_text()
    assert shelf.locator("img").count() == 0


def test_the_owner_adds_for_everyone(
    page: Any, serve: Serve, write_project: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADMIN_CODE", "open sesame")
    project = write_project(faq={})
    address = str(serve(project).base_url)
    with owner(httpx2.Client(base_url=address), project) as admin:
        ((name, value),) = admin.cookies.items()
    page.context.add_cookies([{"name": name, "value": value, "url": address}])
    page.goto(address)
    page.get_by_role("button", name="Add documents").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Files for everyone…").click()
    chooser.value.set_files([{"name": "a.md", "mimeType": "text/plain", "buffer": LEAVE.encode()}])
    ready(page, "a.md")
    stranger = httpx2.Client(base_url=address)
    assert [each["name"] for each in stranger.get("/api/documents").json()["documents"]] == ["a.md"]
    stranger.close()


def test_the_page_speaks_vietnamese(page: Any, serve: Serve, write_project: Write) -> None:
    page.goto(str(serve(write_project(faq={}, language="vi")).base_url))
    page.get_by_text("Chưa có tài liệu nào").wait_for()
    add(page, ("scan.pdf", files.scan()))
    page.get_by_text("Tệp không có chữ: có thể đây là bản quét.").wait_for()
    page.get_by_role("button", name="Cài đặt").click()
    page.get_by_role("button", name="English").click()
    page.get_by_text("It holds no text: it may be a scan.").wait_for()
