"""What was sent is written down before it is sent, and shown to the owner."""

import asyncio
import json
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from app import llm
from app.llm import Message
from app.llm.endpoints import Endpoint
from app.masking import audit
from app.settings import PROJECT
from tests.fake_openai import FakeOpenAI
from tests.planted import COUNTS, MASKED, SAID

Run = Callable[..., CompletedProcess[str]]
ENDPOINT = Endpoint("custom", "m", "http://user:secret@127.0.0.1:1/v1?key=secret", "", "chat")


def write(folder: Path, *days: date) -> None:
    """Write a line of each day, as that day would have."""
    folder.mkdir(exist_ok=True)
    for day in days:
        row = {"time": f"{day}T08:00:00", "model": "m", "endpoint": "e", "purpose": "reply", "masked": {"ID": 2}}
        (folder / f"{day}.jsonl").write_text(json.dumps({**row, "texts": [f"of {day}"]}) + "\n", encoding="utf-8")


def test_a_call_is_a_line_that_only_the_owner_can_read(fake: FakeOpenAI, tmp_path: Path) -> None:
    async def ask() -> None:
        async for _ in llm.stream([Message("user", SAID)]):
            pass

    asyncio.run(ask())
    (file,) = (tmp_path / "audit").iterdir()
    assert (stat.S_IMODE(file.stat().st_mode), stat.S_IMODE(file.parent.stat().st_mode)) == (0o600, 0o700)
    (row,) = audit.rows()
    assert row["texts"][0] == MASKED
    assert {**row, "time": "", "texts": []} == {
        "time": "",
        "model": "plain",
        "endpoint": fake.base_url,
        "purpose": "reply",
        "masked": COUNTS,
        "texts": [],
    }


def test_nothing_secret_of_the_address_and_no_words_where_a_hash_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIT_TEXT", "hash")
    audit.record("reply", ENDPOINT, ["of [PHONE-1] and [PHONE-1.2], \ud800"])
    (row,) = audit.rows()
    assert (row["endpoint"], row["masked"]) == ("http://127.0.0.1:1/v1", {"PHONE": 1})
    assert "texts" not in row
    assert len(row["sha256"]) == 64


def test_what_cannot_be_written_down_is_not_sent(
    fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("AUDIT_FOLDER", str(tmp_path / "file"))
    monkeypatch.setenv("LLM_EMBEDDING_MODEL", "plain")
    with pytest.raises(llm.LLMFault) as raised:
        asyncio.run(llm.embed(["A text"]))
    assert raised.value.code == "unrecorded"
    assert not fake.requests
    assert "see to AUDIT_FOLDER" in caplog.text


def test_days_that_are_over_are_forgotten(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AUDIT_DAYS", "2")
    today = datetime.now(UTC).date()
    kept, gone = today - timedelta(days=1), today - timedelta(days=2)
    write(tmp_path / "audit", kept, gone)
    (tmp_path / "audit/notes.jsonl").touch()
    audit.record("reply", ENDPOINT, ["new"])
    assert {file.stem for file in (tmp_path / "audit").iterdir()} == {"notes", str(kept), str(today)}


def test_lines_of_several_processes_stay_whole(tmp_path: Path) -> None:
    code = """from app.masking import audit; from tests.test_audit import ENDPOINT
for _ in range(50): audit.record("reply", ENDPOINT, ["x" * 20_000])"""
    started = [subprocess.Popen([sys.executable, "-c", code], cwd=PROJECT) for _ in range(2)]
    assert [process.wait() for process in started] == [0, 0]
    assert [len(row["texts"][0]) for row in audit.rows()] == [20_000] * 100


def test_the_owner_looks_at_days(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "audit", date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3))
    with (tmp_path / "audit/2026-03-03.jsonl").open("a") as file:
        file.write('{"time": "2026-03-03T09')  # a full disk cut it
    assert "Nothing was sent" in run("audit").stdout
    table = run("audit", "--since", "2026-03-02").stdout.splitlines()
    assert [line.split()[0] for line in table] == ["time", "2026-03-02T08:00:00", "2026-03-03T08:00:00"]
    assert table[1].endswith("ID 2")
    found = json.loads(run("audit", "--until", "2026-03-01", "--json").stdout)["calls"]
    assert [row["texts"] for row in found] == [["of 2026-03-01"]]
    assert run("audit", "--since", "yesterday").returncode == 2
