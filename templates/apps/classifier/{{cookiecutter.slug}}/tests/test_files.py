"""Files over HTTP: brought, watched, stopped, gone on with, downloaded; what came of them waits for review."""

import csv
import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests import triage
from tests.fake_model import fake_model
from tests.fake_openai import FakeOpenAI

Serve = Callable[[Path], httpx2.Client]
TEXTS = [f"Number {number}: the {'pedal' if number % 2 else 'bill'} is wrong" for number in range(80)]
SHEET = "id,message\n" + "".join(f"{at},{text}\n" for at, text in enumerate(TEXTS))


@pytest.fixture(autouse=True)
def _words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLASSIFY_EMBEDDINGS", "false")


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeOpenAI]:
    """Serve the fake as the app's model, which decides by a word of the text."""
    with fake_model(monkeypatch, LLM_API_KEY="sk-test-very-secret", CLASSIFY_WAY="decisions") as server:
        server.likes = lambda text: "repair" if "pedal" in text else "billing"
        yield server


def put(client: httpx2.Client, name: str, content: bytes) -> httpx2.Response:
    return client.put("/api/files", params={"name": name}, content=content)


def files(client: httpx2.Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/api/files").raise_for_status().json()["files"]
    return found


def until(client: httpx2.Client, is_so: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Return the file once it is as wanted."""
    deadline = time.monotonic() + 60
    while not is_so(file := files(client)[0]):
        assert time.monotonic() < deadline, file
        time.sleep(0.05)
    return file


def table(client: httpx2.Client, file: dict[str, Any]) -> list[dict[str, str]]:
    reply = client.get(f"/api/files/{file['id']}/labelled").raise_for_status()
    return list(csv.DictReader(io.StringIO(reply.text)))


def test_a_file_is_stopped_gone_on_with_and_downloaded_and_no_text_is_paid_twice(
    fake: FakeOpenAI, serve: Serve, tmp_path: Path
) -> None:
    client = serve(triage.write(tmp_path))
    fake.latency = 0.2
    assert put(client, "march inbox.csv", SHEET.encode()).status_code == 202
    running = until(client, lambda file: bool(file["progress"] and file["progress"]["done"] > 3))
    assert (running["state"], running["progress"]["texts"], running["name"]) == ("running", 80, "march inbox.csv")
    client.post(f"/api/files/{running['id']}/stop").raise_for_status()
    stopped = until(client, lambda file: file["state"] == "stopped")
    asked = len(fake.requests)
    assert 3 < stopped["labelled"] < 80
    assert [row["message"] for row in table(client, stopped)] == TEXTS
    fake.latency = 0
    client.post(f"/api/files/{stopped['id']}/resume").raise_for_status()
    done = until(client, lambda file: file["state"] == "done")
    assert (done["rows"], done["labelled"], done["fault"]) == (80, 80, None)
    # What was under way at the stop is asked about again, and nothing else.
    assert len(fake.requests) <= 80 + asked - stopped["labelled"]
    rows = table(client, done)
    assert [(row["id"], row["label"]) for row in rows] == [
        (str(at), "repair" if at % 2 else "billing") for at in range(80)
    ]
    kept = client.get("/api/results/summary").json()
    deadline = time.monotonic() + 20
    while kept["count"] < 80:
        assert time.monotonic() < deadline
        kept = client.get("/api/results/summary").json()
    assert kept["labels"] == [{"label": "billing", "count": 40}, {"label": "repair", "count": 40}]
    assert client.get("/api/review").json()["count"] == 80  # how often the model is right nobody has measured yet
    client.delete(f"/api/files/{done['id']}").raise_for_status()
    assert files(client) == []
    assert client.get("/api/results/summary").json()["count"] == 0
    assert not list((tmp_path / "var/files").iterdir())


def test_what_the_local_way_is_sure_of_does_not_wait(serve: Serve, tmp_path: Path) -> None:
    client = serve(triage.write(tmp_path, triage.COLOURS, {"p": "", "q": ""}))
    texts = ["a red thing, number 99", "a blue thing, number 99", "grey", "grey", "", "x" * 32_001]
    assert put(client, "things.csv", ("text\n" + "".join(f'"{text}"\n' for text in texts)).encode()).status_code == 202
    done = until(client, lambda file: file["state"] == "done")
    assert (done["rows"], done["labelled"], done["cost_usd"]) == (6, 2, 0)
    deadline = time.monotonic() + 20
    while (count := client.get("/api/results/summary").json()["count"]) < 4:
        assert time.monotonic() < deadline
    assert count == 4
    assert [row["text"] for row in client.get("/api/review").json()["rows"]] == ["grey"]


def test_what_stops_a_file_is_a_sentence(fake: FakeOpenAI, serve: Serve, tmp_path: Path) -> None:
    client = serve(triage.write(tmp_path))
    fake.scenario = "wrong_key"
    put(client, "mail.csv", SHEET.encode()).raise_for_status()
    stopped = until(client, lambda file: file["state"] == "stopped")
    assert stopped["fault"]["message"].startswith("The model's service does not accept the key.")
    told = client.get("/api/files", headers={"accept-language": "vi"}).json()["files"][0]["fault"]
    assert told["code"] == "wrong_key"
    assert told["message"] != stopped["fault"]["message"]


@pytest.mark.parametrize(("name", "content"), [("a.pdf", b"%PDF"), ("a.csv", b""), ("", b"text\nx\n")])
def test_what_is_no_file_of_texts_is_refused_and_leaves_nothing(
    serve: Serve, tmp_path: Path, name: str, content: bytes
) -> None:
    client = serve(triage.write(tmp_path))
    reply = put(client, name, content)
    assert reply.status_code == (422 if name else 400)
    assert reply.json()["hint"]
    assert files(client) == []
    assert not list((tmp_path / "var/files").glob("*"))


def test_a_name_is_a_name_and_no_path(serve: Serve, tmp_path: Path) -> None:
    client = serve(triage.write(tmp_path))
    put(client, "../../../etc/x\r\nset-cookie: a.csv", b"text\nThe pedal fell off\n").raise_for_status()
    done = until(client, lambda file: file["state"] == "done")
    assert "/" not in done["name"]
    reply = client.get(f"/api/files/{done['id']}/labelled")
    assert reply.headers["content-disposition"].startswith("attachment")
    assert client.get("/api/files/../labelled").status_code == 404
    assert [path.name for path in (tmp_path / "var/files").glob("*")] == [done["id"]]


def test_files_of_others_are_the_owner_s_alone(serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "shop.example")
    client = serve(triage.write(tmp_path))
    elsewhere = {"host": "shop.example"}
    assert client.get("/api/files", headers=elsewhere).status_code == 404
    assert client.put("/api/files?name=a.csv", content=b"text\nx\n", headers=elsewhere).status_code == 404
    assert not (tmp_path / "var/files").exists()


def test_what_ran_when_the_app_ended_is_stopped_and_goes_on(fake: FakeOpenAI, serve: Serve, tmp_path: Path) -> None:
    from app.files.shelf import Shelf

    identity, place = Shelf(tmp_path).new("mail.csv")
    place.write_text(SHEET, encoding="utf-8")
    Shelf(tmp_path).add(identity, "mail.csv", "decisions")
    client = serve(triage.write(tmp_path))
    stopped = until(client, lambda file: file["state"] == "stopped")
    assert stopped["fault"]["code"] == "interrupted"
    client.post(f"/api/files/{identity}/resume").raise_for_status()
    assert until(client, lambda file: file["state"] == "done")["labelled"] == 80
