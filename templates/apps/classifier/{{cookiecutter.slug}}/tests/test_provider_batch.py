"""The Batch API: what is sent comes back at half the price, whatever becomes of it or of the run in between."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app import db
from app.batch import job, table
from app.batch.job import Job, Summary
from app.classifier import Classifier
from app.faults import OwnerFault
from app.guard import NANO
from tests import spending, triage
from tests.fake_batches import FakeBatches, said
from tests.fake_model import priced
from tests.fake_openai import served
from tests.fake_wire import INPUT_TOKENS, OUTPUT_TOKENS

TEXTS = [f"Number {number}: the {'pedal' if number % 2 else 'bill'} is wrong" for number in range(12)]
PRICE = 100.0  # USD for a million tokens
ONE = (INPUT_TOKENS + OUTPUT_TOKENS) * PRICE / 1_000_000 / 2  # USD for a text


def labelled(body: dict[str, Any]) -> str:
    return json.dumps({"label": "repair" if "pedal" in said(body) else "billing"})


@pytest.fixture(params=["responses", "chat"])
def fake(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeBatches]:
    """Serve the fake as a model that costs something, under a name that is not this machine's."""
    with served(FakeBatches()) as server:
        server.says = labelled
        priced(monkeypatch, server, PRICE, PRICE)
        for name, value in {
            "LLM_MODEL": "plain",
            "LLM_API_KEY": "sk-test-very-secret",
            "LLM_API": request.param,
            "LLM_MAX_OUTPUT_TOKENS": "1000",
            "CLASSIFY_EMBEDDINGS": "false",
        }.items():
            monkeypatch.setenv(name, value)
        yield server


def run(folder: Path, budget: float | None = 100, texts: list[str] = TEXTS, way: Any = "schema") -> Summary:
    """Label the texts, and look at the rows that come out."""
    if not (folder / "product.toml").exists():
        triage.write(folder)
    (folder / "in.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    made = Job(Classifier(folder), table.opened(folder / "in.jsonl"), folder / "out.jsonl", way, budget, "batch")
    return asyncio.run(made.run(lambda progress: None, asyncio.Event()))


def errors(folder: Path) -> Counter[str]:
    rows = [json.loads(line) for line in (folder / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["text"] for row in rows] == TEXTS
    for row in rows:
        wanted = "repair" if "pedal" in row["text"] else "billing"
        assert row["guess"] == ("" if row["error"] else wanted)
        assert row["error"] or row["way"] in {"schema", "local"}
    return Counter(row["error"] for row in rows)


def test_all_texts_go_in_one_batch_at_half_the_price(fake: FakeBatches, tmp_path: Path) -> None:
    summary = run(tmp_path, texts=TEXTS)
    assert errors(tmp_path) == {"": 12}
    assert fake.asked == TEXTS
    assert summary.cost_usd == pytest.approx(12 * ONE)
    assert [row["status"] for row in spending.rows()] == ["settled"]
    assert spending.spent() == round(12 * ONE * NANO)
    assert not job.progress(tmp_path / "out.jsonl").exists()
    assert set(fake.deleted) == set(fake.files)
    assert fake.requests == []


def test_what_fails_is_sent_again_and_so_is_what_no_file_speaks_of(fake: FakeBatches, tmp_path: Path) -> None:
    fake.fails = {"Number 3:": 500, "Number 5:": 429}
    fake.lost = {"Number 7:"}
    run(tmp_path)
    assert errors(tmp_path) == {"": 12}
    assert Counter(fake.asked) == Counter([*TEXTS, TEXTS[3], TEXTS[5], TEXTS[7]])
    assert spending.spent() == round(12 * ONE * NANO)


def test_what_stays_wrong_is_named_in_its_row(fake: FakeBatches, tmp_path: Path) -> None:
    fake.fails = {"Number 3:": 413}
    fake.says = lambda body: "no label" if "Number 4:" in said(body) else labelled(body)
    summary = run(tmp_path)
    assert errors(tmp_path) == {"": 10, "context_too_long": 1, "unparsed": 1}
    assert (summary.labelled, summary.unlabelled, summary.left) == (10, 1, 1)
    assert len(fake.asked) == 12


def test_what_the_day_was_too_short_for_goes_into_the_next_batch(fake: FakeBatches, tmp_path: Path) -> None:
    fake.ends, fake.unanswered = ["expired"], 5
    run(tmp_path)
    assert errors(tmp_path) == {"": 12}
    assert Counter(fake.asked) == Counter(TEXTS)
    assert len(fake.batches) == 2


def test_a_batch_that_the_service_does_not_take_ends_the_run(fake: FakeBatches, tmp_path: Path) -> None:
    fake.ends = ["failed"]
    summary = run(tmp_path)
    assert summary.fault is not None
    assert summary.fault.code == "wrong_key"
    assert errors(tmp_path) == {"wrong_key": 12}
    assert spending.spent() == 0
    run(tmp_path)
    assert errors(tmp_path) == {"": 12}


def test_a_budget_divides_the_texts_over_batches_and_ends_the_run(fake: FakeBatches, tmp_path: Path) -> None:
    summary = run(tmp_path, budget=0.5)
    assert summary.cost_usd <= 0.5
    found = errors(tmp_path)
    assert 0 < found[""] < 12
    assert found["cap_visitor"] == 12 - found[""]
    assert len(fake.batches) > 1
    run(tmp_path)
    assert errors(tmp_path) == {"": 12}
    assert Counter(fake.asked) == Counter(TEXTS)


def test_a_kill_while_waiting_loses_nothing_and_pays_for_nothing_twice(fake: FakeBatches, tmp_path: Path) -> None:
    fake.looks = 1_000_000
    triage.write(tmp_path)
    lines = "".join(json.dumps({"text": text}) + "\n" for text in TEXTS)
    (tmp_path / "in.jsonl").write_text(lines, encoding="utf-8")
    begin = f"import pathlib; from tests.test_provider_batch import run; run(pathlib.Path({str(tmp_path)!r}))"
    process = subprocess.Popen([sys.executable, "-c", begin], env={**os.environ, "LLM_RETRY_WAIT": "0.01"})
    until = time.monotonic() + 60
    while not fake.batches and time.monotonic() < until:
        time.sleep(0.02)
    time.sleep(0.2)
    process.send_signal(signal.SIGKILL)
    process.wait()
    held = spending.spent()
    assert held > 12 * ONE * NANO
    db.close()
    for batch in fake.batches.values():
        batch["looks"] = 1
    summary = run(tmp_path)
    assert errors(tmp_path) == {"": 12}
    assert fake.asked == TEXTS
    assert len(fake.batches) == 1
    assert summary.cost_usd == pytest.approx(12 * ONE)
    assert spending.spent() == round(12 * ONE * NANO)


def test_a_cascade_sends_what_is_not_sure_here(fake: FakeBatches, tmp_path: Path) -> None:
    run(tmp_path, way="cascade")
    assert errors(tmp_path) == {"": 12}


def test_a_service_without_the_api_is_one_sentence(fake: FakeBatches, tmp_path: Path) -> None:
    fake.absent = True
    with pytest.raises(OwnerFault, match="has no Batch API"):
        run(tmp_path)
    assert spending.spent() == 0


@pytest.mark.parametrize(("down", "fault"), [(2, None), (100, "server_error")])
def test_a_service_that_is_down_is_asked_again_a_few_times(
    fake: FakeBatches, tmp_path: Path, down: int, fault: str | None
) -> None:
    fake.down = down
    summary = run(tmp_path)
    assert (summary.fault.code if summary.fault else None) == fault
    assert errors(tmp_path) == {fault or "": 12}
