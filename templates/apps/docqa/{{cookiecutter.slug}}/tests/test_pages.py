"""Pages of PDFs over HTTP: for whom, of which files, and what is said where there is nothing to show."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from limits import parse_many

from app.routes import pages as routes
from tests import document_files as files
from tests.library import LEAVE
from tests.typeset import slow, typeset
from tests.visits import bring, search

RULES = [
    ["Điều 1. Phạm vi", "Quy định này áp dụng cho mọi nhân viên."],
    ["Điều 2. Nghỉ phép", "Mỗi nhân viên có mười hai ngày", "nghỉ phép mỗi năm. Nghỉ ốm cần giấy của bác sĩ."],
]


@pytest.fixture
def client(visit: Callable[[], httpx2.Client]) -> httpx2.Client:
    return visit()


def place_of(passage: dict[str, Any], quote: str) -> dict[str, str]:
    start = passage["start"] + passage["text"].index(quote)
    return {"start": str(start), "end": str(start + len(quote)), "quote": quote}


def test_the_page_of_a_quote_is_found_and_drawn(client: httpx2.Client) -> None:
    identity = bring(client, "rules.pdf", typeset(RULES))["id"]
    place = place_of(search(client, "nghỉ phép", way="words")[0], "Mỗi nhân viên có mười hai ngày\nnghỉ phép mỗi năm.")
    page = client.get(f"/api/documents/{identity}/page", params=place).json()
    assert (page["number"], page["count"], page["width"], page["height"]) == (2, 2, 595, 842)
    assert [round(box["left"]) for box in page["boxes"]] == [72, 72]
    other = client.get(f"/api/documents/{identity}/page", params={**place, "number": 1}).json()
    assert (other["number"], other["boxes"]) == (1, [])
    first = client.get(f"/api/documents/{identity}/page").json()
    assert (first["number"], first["boxes"]) == (1, [])
    picture = client.get(f"/api/documents/{identity}/pages/2")
    assert picture.content.startswith(b"\x89PNG")
    assert picture.headers["content-type"] == "image/png"
    assert picture.headers["cache-control"] == "private, no-cache"


def test_of_a_line_that_stands_twice_the_one_that_is_cited_is_marked(client: httpx2.Client) -> None:
    identity = bring(client, "twice.pdf", typeset([["1. Staff", "Ten days.", "2. Managers", "Ten days."]]))["id"]
    text = client.get(f"/api/documents/{identity}/view").json()["after"]

    def top(start: int) -> float:
        place = {"start": str(start), "end": str(start + 9), "quote": "Ten days."}
        (box,) = client.get(f"/api/documents/{identity}/page", params=place).json()["boxes"]
        return float(box["top"])

    assert top(text.rindex("Ten")) - top(text.index("Ten")) == pytest.approx(40, abs=1)


def test_a_browser_that_has_a_picture_is_not_sent_it_again_until_the_file_changes(client: httpx2.Client) -> None:
    place = f"/api/documents/{bring(client, 'a.pdf', typeset(RULES))['id']}/pages/1"
    known = {"if-none-match": client.get(place).headers["etag"]}
    again = client.get(place, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    bring(client, "a.pdf", typeset(RULES[::-1]))
    assert client.get(place, headers=known).status_code == 200


def test_nobody_sees_pages_of_another_s_file(visit: Callable[[], httpx2.Client]) -> None:
    an, binh = visit(), visit()
    place = f"/api/documents/{bring(an, 'secret.pdf', files.pdf())['id']}"
    known = {"if-none-match": an.get(f"{place}/pages/1").headers["etag"]}
    for reply in (binh.get(f"{place}/page"), binh.get(f"{place}/pages/1"), binh.get(f"{place}/pages/1", headers=known)):
        assert (reply.status_code, reply.json()["code"]) == (404, "not_found")


def test_what_has_no_such_page_is_not_there(client: httpx2.Client) -> None:
    pdf = f"/api/documents/{bring(client, 'a.pdf', files.pdf(pages=2))['id']}"
    words = f"/api/documents/{bring(client, 'a.md', LEAVE.encode())['id']}"
    slides = f"/api/documents/{bring(client, 'a.pptx', files.pptx())['id']}"
    wrong = [f"{pdf}/pages/{number}" for number in (0, -1, 3, 10**30)]
    for address in (*wrong, f"{pdf}/page?number=3", f"{words}/page", f"{words}/pages/1", f"{slides}/pages/1"):
        assert (client.get(address).status_code, address) == (404, address)


@pytest.mark.parametrize(("make", "code"), [(files.locked_pdf, "password"), (lambda: files.pdf()[:700], "damaged")])
def test_a_file_that_could_not_be_read_says_why(client: httpx2.Client, make: Callable[[], bytes], code: str) -> None:
    identity = bring(client, "a.pdf", make())["id"]
    for address in (f"/api/documents/{identity}/page", f"/api/documents/{identity}/pages/1"):
        reply = client.get(address)
        assert (reply.status_code, reply.json()["code"]) == (422, code)
        assert reply.json()["message"]
        assert reply.json()["hint"]


def test_of_a_page_that_takes_too_much_to_draw_the_text_is_there(
    client: httpx2.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    identity = bring(client, "slow.pdf", slow("Every employee has twelve days."))["id"]
    monkeypatch.setenv("DOCUMENT_SECONDS", "1")
    reply = client.get(f"/api/documents/{identity}/pages/1")
    assert (reply.status_code, reply.json()["code"]) == (422, "page_too_heavy")
    assert client.get(f"/api/documents/{identity}/view").json()["after"].startswith("Every employee")


def test_pages_are_drawn_for_one_address_only_so_often(client: httpx2.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    place = f"/api/documents/{bring(client, 'a.pdf', files.pdf())['id']}"
    monkeypatch.setattr(routes, "RATES", parse_many("2/minute"))
    replies = [client.get(address).status_code for address in (f"{place}/page", f"{place}/pages/1", f"{place}/page")]
    assert replies == [200, 200, 429]
