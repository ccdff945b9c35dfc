"""In the app that this is: what its visitors and files hold never reaches the model's service in clear."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from app.llm import Delta, Message
from app.masking import audit
from app.product import About, Product
from tests import planted
from tests.fake_model import fake_model
from tests.fake_openai import FakeOpenAI, served
from tests.planted import EMAIL, PHONE, SAID


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeOpenAI]:
    """Serve the fake with embeddings; whatever the app asks of it, it must have seen nothing in the end."""
    with fake_model(monkeypatch, LLM_EMBEDDING_MODEL="plain", EMBEDDINGS="endpoint", LLM_API="chat") as server:
        yield server
        assert not planted.seen(server.requests)
        assert not planted.shows(json.dumps(list(audit.rows()), ensure_ascii=False))


def test_a_conversation_with_its_history(model: FakeOpenAI, client: httpx2.Client) -> None:
    pytest.importorskip("app.faq", reason="of the chatbot")
    talks: Any = pytest.importorskip("tests.talks")
    talk = talks.Talk(client)
    model.says = lambda body: "You are [EMAIL-1], [PHONE-1]."
    first = talk.ask(SAID)
    second = talk.ask("Who am I?", parent=first["id"])
    assert [reply["text"] for reply in (first, second)] == [f"You are {EMAIL}, {PHONE}."] * 2
    assert PHONE in talk.kept()["title"]
    with talks.another(client) as other:
        stranger = talks.Talk(other)
        assert stranger.ask("What is [EMAIL-1]?")["text"] == "You are [EMAIL-1], [PHONE-1]."
    assert len(model.requests) == 3


SAYS = {
    "Standalone": '{"question": "Whom do tenants call for keys of the house, [PHONE-1]?"}',
    "Ranking": '{"numbers": [1, 2]}',
    "": 'Call [PHONE-1]. [1: "tenants call at [PHONE-1] for keys"]',
}


def test_documents_with_their_vectors_and_proofs(
    model: FakeOpenAI, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    library: Any = pytest.importorskip("tests.library", reason="of document Q&A")
    answer: Any = pytest.importorskip("app.answer")
    monkeypatch.setenv("EMBEDDINGS", "endpoint")
    monkeypatch.setenv("REWRITE_FOLLOW_UPS", "true")
    monkeypatch.setenv("RERANK", "true")
    library.put("keys.md", f"# Keys\n\nThe caretaker of the house is Hoa, whom tenants call at {PHONE} for keys.\n")
    library.put("other.md", f"# Pets\n\nTenants register pets of the house with {EMAIL}. {SAID}\n")
    library.read_all()
    library.embed_all()
    model.says = lambda body: SAYS[body.get("response_format", {}).get("json_schema", {}).get("name", "")]
    asked = [Message("user", SAID), Message("assistant", f"Hoa, {PHONE}"), Message("user", "Whom do I call for keys?")]
    product = Product(product=About(name="Rules", language="en"), instructions=f"Write to {EMAIL}.")

    async def ask() -> list[Any]:
        return [event async for event in answer.answer(asked, product, "owner", tmp_path / "nowhere")]

    events = asyncio.run(ask())
    assert "".join(event.text for event in events if isinstance(event, Delta)) == f"Call {PHONE}. [1]"
    *_, note = (event.fields for event in events if hasattr(event, "fields"))
    assert [(each["checked"], PHONE in each["quote"]) for each in note["citations"]] == [(True, True)]
    assert {row["purpose"] for row in audit.rows()} == {"vectors", "Standalone", "Ranking", "reply"}


def labelled(folder: Path, way: str, road: str) -> list[dict[str, Any]]:
    """Label a file whose texts hold data, and return its rows."""
    job, table = (
        pytest.importorskip("app.batch.job", reason="of the classifier"),
        pytest.importorskip("app.batch.table"),
    )
    triage, classifier = pytest.importorskip("tests.triage"), pytest.importorskip("app.classifier")
    triage.write(folder)
    texts = [f"The bill is wrong, write to {EMAIL}", f"The pedal fell off. {SAID}", f"Call {PHONE}: the bill!"]
    (folder / "in.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    made = job.Job(
        classifier.Classifier(folder), table.opened(folder / "in.jsonl"), folder / "o.jsonl", way, None, road
    )
    asyncio.run(made.run(lambda progress: None, asyncio.Event()))
    rows = [json.loads(line) for line in (folder / "o.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["text"] for row in rows] == texts
    assert [row["guess"] for row in rows] == ["billing", "repair", "billing"]
    return rows


def label_of(text: str) -> str:
    return json.dumps({"label": "repair" if "pedal" in text else "billing"})


@pytest.fixture
def labels(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLASSIFY_EMBEDDINGS", "false")


def test_a_file_that_is_labelled_text_by_text(model: FakeOpenAI, labels: None, tmp_path: Path) -> None:
    model.says = lambda body: label_of(json.dumps(body))
    labelled(tmp_path, "schema", "local")
    assert [row["purpose"] for row in audit.rows()] == ["Label"] * 3


def test_a_file_that_goes_by_the_batch_api(labels: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fakes: Any = pytest.importorskip("tests.fake_batches", reason="of the classifier")
    with served(fakes.FakeBatches()) as server:
        server.says = lambda body: label_of(fakes.said(body))
        monkeypatch.setenv("LLM_BASE_URL", server.base_url)
        monkeypatch.setenv("LLM_MODEL", "plain")
        labelled(tmp_path, "schema", "batch")
        assert len(server.asked) == 3
        assert not planted.shows("\n".join(server.asked))
    rows = list(audit.rows())
    assert [row["purpose"] for row in rows] == ["batch"] * 3
    assert not planted.shows(json.dumps(rows, ensure_ascii=False))
