"""From a file that is dropped to the passage of it that an answer rests on, in a real browser, at two widths."""

from typing import Any

import pytest

from tests import document_files as files
from tests.test_browser_documents import add, ask, drop, ready, shelf
from tests.typeset import slow, typeset

__all__ = ["shelf"]

pytestmark = pytest.mark.browser

CANTEEN = [["The canteen opens at seven in the", "morning on weekdays."]]
PAGES = [[f"This is line {line} of page {page}." for line in range(20)] for page in (1, 2)] + CANTEEN

# Of each kind: the file, a question, and what is marked.
KINDS = {
    "canteen.pdf": (
        typeset(PAGES),
        "When does the canteen open?",
        "The canteen opens at seven in the morning on weekdays.",
    ),
    "parking.docx": (
        files.docx("Bicycles are parked behind the green gate."),
        "Where are bicycles parked?",
        "Bicycles are parked behind the green gate.",
    ),
    "leave.md": (
        files.markdown("Every employee has twelve days of annual leave."),
        "How many days of annual leave does every employee have?",
        "Every employee has twelve days of annual leave.",
    ),
    "laptops.html": (
        files.html("Laptops are replaced after four years of use."),
        "When are laptops replaced?",
        "Laptops are replaced after four years of use.",
    ),
    "cars.csv": (
        b"Driver,Van\nLan,the red van\n",
        "Which van has the driver Lan?",
        "Driver: Lan; Van: the red van",
    ),
}


def in_view(page: Any, selector: str) -> bool:
    """Does something stand within the panel, once that stands still, and the page where it was?"""
    page.evaluate("Promise.all(document.getAnimations().map((moving) => moving.finished))")
    return bool(
        page.evaluate(
            """(selector) => {
              const frame = document.querySelector(".panel .page").getBoundingClientRect();
              const found = document.querySelector(selector).getBoundingClientRect();
              return found.height > 0 && found.top >= frame.top && found.bottom <= frame.bottom &&
                found.left >= frame.left && found.right <= frame.right && document.body.scrollTop === 0;
            }""",
            selector,
        )
    )


def said(text: str) -> str:
    return " ".join(text.split())


def test_from_a_drop_to_the_passage_in_every_kind_of_file(shelf: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDDINGS", "none")
    drop(shelf, *((name, data) for name, (data, _, _) in KINDS.items()))
    for name in KINDS:
        ready(shelf, name)
    for _, question, _ in KINDS.values():
        ask(shelf, question)
    for size in ((1280, 860), (390, 844)):
        shelf.set_viewport_size({"width": size[0], "height": size[1]})
        shelf.reload()
        for name, (_, _, quote) in KINDS.items():
            walk(shelf, name, quote)


def walk(page: Any, name: str, quote: str) -> None:
    """Open the passage of an answer, look at it, and close it again."""
    page.get_by_role("button", name=f"Source 1: {name}").click()
    if name.endswith(".pdf"):
        page.locator(".drawn rect").first.wait_for()
        assert page.locator(".drawn rect").count() == 2
        assert in_view(page, ".drawn rect")
        assert said(page.locator(".drawn mark").text_content()) == quote
        page.get_by_role("button", name="Text", exact=True).click()
    page.locator(".said-there mark").wait_for()
    assert in_view(page, ".said-there mark")
    assert said(page.locator(".said-there mark").inner_text()) == quote
    if name.endswith(".pdf"):
        page.get_by_role("button", name="Page", exact=True).click()
    page.keyboard.press("Escape")


def test_a_pdf_is_read_page_by_page_with_the_keyboard(shelf: Any) -> None:
    add(shelf, ("canteen.pdf", typeset(PAGES)))
    with shelf.expect_response("**/pages/1") as picture:
        ready(shelf, "canteen.pdf").locator(".file").click()
    assert picture.value.headers["content-type"] == "image/png"
    panel = shelf.get_by_role("complementary", name="canteen.pdf")
    panel.get_by_role("img", name="Page 1 of 3").wait_for()
    assert panel.get_by_role("button", name="Previous page").get_attribute("aria-disabled") == "true"
    panel.get_by_role("button", name="Next page").focus()
    for key in ("Enter", "ArrowRight"):
        shelf.keyboard.press(key)
        panel.get_by_role("img", name=f"Page {2 if key == 'Enter' else 3} of 3").wait_for()
    assert panel.get_by_role("button", name="Next page").get_attribute("aria-disabled") == "true"
    assert shelf.locator("[role=status]").first.inner_text() == "Page 3 of 3"
    width = panel.locator(".drawn svg").bounding_box()["width"]
    panel.get_by_role("button", name="Enlarge").click()
    assert panel.locator(".drawn svg").bounding_box()["width"] > 1.9 * width
    panel.get_by_role("button", name="Text", exact=True).click()
    panel.get_by_text("This is line 0 of page 1.").wait_for()
    assert panel.get_by_role("button", name="Next page").count() == 0


def test_where_a_page_cannot_be_drawn_its_text_is_shown(shelf: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    add(shelf, ("slow.pdf", slow("Every employee has twelve days.")))
    row = ready(shelf, "slow.pdf")
    monkeypatch.setenv("DOCUMENT_SECONDS", "1")
    row.locator(".file").click()
    shelf.get_by_text("This page could not be drawn. Here is its text.").wait_for()
    assert "Every employee has twelve days." in shelf.locator(".panel .said-there").inner_text()
