"""What the owner sees, and nobody else."""

import json
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from app.codes import Codes
from app.evaluation.cases import read
from app.security.secret import signing_secret
from app.visitors import Ticket, Tickets
from tests.conftest import FAQ
from tests.fake_openai import FakeOpenAI
from tests.talks import Talk, another, identity, one_api

CODE = "correct horse"

Serve = Callable[[Path], httpx2.Client]
Write = Callable[..., Path]


@pytest.fixture
def project(write_project: Write, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ADMIN_CODE", CODE)
    return write_project()


@pytest.fixture
def owner(serve: Serve, project: Path) -> httpx2.Client:
    """Serve the project; the client gave the code."""
    client = serve(project)
    secret = signing_secret(project)
    code = Codes(secret).fingerprint_of(CODE)
    tickets = Tickets(secret)
    client.cookies.set(tickets.cookie, tickets.write(Ticket("the owner", (str(code),))))
    return client


def test_there_is_nothing_here_for_others(owner: httpx2.Client) -> None:
    with another(owner) as stranger:
        assert stranger.get("/api/admin/overview").status_code == 404
        assert stranger.post("/api/admin/cases", json={"reply": identity()}).status_code == 404
    assert owner.get("/api/admin/overview").status_code == 200
    assert owner.get("/api/me").json()["is_admin"] is True


@pytest.mark.any_store
@one_api
def test_the_overview_sums_up(fake: FakeOpenAI, owner: httpx2.Client) -> None:
    Talk(owner).ask("How much?")
    with another(owner) as visitor:
        reply = Talk(visitor).ask("Is it far?")
        visitor.put(f"/api/replies/{reply['id']}/rating", json={"value": "down", "reason": "no answer"})
        fake.scenario = "500"
        Talk(visitor).ask("And now?")
    seen = owner.get("/api/admin/overview", params={"days": 7}).json()
    assert (seen["visitors"], seen["conversations"], seen["messages"]) == (2, 3, 3)
    (error,) = seen["errors"]
    assert (error["code"], error["count"]) == ("server_error", 1)
    assert error["message"].endswith(".")
    (day,) = seen["days"]
    assert (day["calls"], day["failed"], day["cost_usd"]) == (3, 1, 0.0)
    assert {each["question"] for each in seen["slowest"]} == {"How much?", "Is it far?"}
    assert seen["slowest"][0]["seconds"] >= seen["slowest"][1]["seconds"] > 0
    (worst,) = seen["worst"]
    assert (worst["id"], worst["question"], worst["reason"]) == (reply["id"], "Is it far?", "no answer")


def test_a_bad_reply_becomes_a_case_once(owner: httpx2.Client, project: Path) -> None:
    (project / "evals").mkdir()
    file = project / "evals" / "cases.jsonl"
    file.write_text('{"input": "Hello", "max_words": 9}', encoding="utf-8")  # with no line's end, as editors leave it
    question = next(iter(FAQ))
    answer = Talk(owner).ask(question)
    reply = answer["id"]
    assert owner.post("/api/admin/cases", json={"reply": reply}).json() == {"added": True}
    assert owner.post("/api/admin/cases", json={"reply": reply}).json() == {"added": False}
    better = {"reply": reply, "contains": ["50 euros"]}
    assert owner.post("/api/admin/cases", json=better).json() == {"added": True}
    assert owner.post("/api/admin/cases", json={"reply": identity()}).status_code == 404
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert lines[1:] == [
        {"input": question, "not_contains": [answer["text"]]},
        {"input": question, "contains": ["50 euros"]},
    ]
    assert len(read(file)) == 3
    assert [path.name for path in file.parent.iterdir()] == ["cases.jsonl"]
