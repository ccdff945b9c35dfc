"""Files of texts through the front door: every row comes back, nothing is paid twice, whatever ends the run."""

import csv
import json
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.batch.files import csv_file
from app.settings import PROJECT
from tests import triage
from tests.fake_model import fake_model, priced
from tests.fake_openai import FakeOpenAI

Start = Callable[..., "subprocess.Popen[str]"]
TEXTS = [f"Number {number}: the {'pedal' if number % 2 else 'bill'} is wrong" for number in range(60)]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Start the command over a project whose labels the test knows, and whose texts stand in in.csv."""
    monkeypatch.setenv("CLASSIFY_EMBEDDINGS", "false")
    triage.write(tmp_path)
    shutil.copytree(PROJECT / "app", tmp_path / "app", ignore=shutil.ignore_patterns("static", "__pycache__"))
    begun: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "app", "classify", "in.csv", "-o", "out.csv", *arguments]
        process = subprocess.Popen(
            command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
        )
        begun.append(process)
        return process

    yield start
    for process in begun:
        process.kill()
        process.communicate()


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeOpenAI]:
    """Serve the fake as the app's model, which decides by a word of the text."""
    with fake_model(monkeypatch, LLM_API_KEY="sk-test-very-secret", CLASSIFY_WAY="decisions") as server:
        server.likes = lambda text: "repair" if "pedal" in text else "billing"
        yield server


def finished(process: "subprocess.Popen[str]", code: int = 0) -> str:
    _, told = process.communicate(timeout=60)
    assert process.returncode == code, told
    assert "Traceback" not in told
    return told


def write(folder: Path, texts: list[str]) -> None:
    with (folder / "in.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["id", "text"], *([number, text] for number, text in enumerate(texts))])


def rows(folder: Path, name: str = "out.csv") -> list[list[str]]:
    csv.field_size_limit(sys.maxsize)
    with (folder / name).open(encoding="utf-8", errors="surrogateescape", newline="") as file:
        return [*csv.reader(file)]


def asked(fake: FakeOpenAI) -> Counter[str]:
    return Counter(str(request.body["input"]) for request in fake.requests)


def test_every_row_comes_back_in_its_place_whatever_is_in_it(start: Start, tmp_path: Path) -> None:
    lines = [b"id,label,label,message"]
    lines += [
        b'%d,x,"two\nlines","My payment in \xe2\x82\xac failed, no. %d"' % (number, number % 40) for number in range(99)
    ]
    lines[41] = b"40,x,y,caf\xe9 and the brakes"
    lines[51] = b"50,x,y,   "
    lines[61] = b"60,x,y," + b"long " * 200_000
    lines[71] = b"70,x"
    lines[81] = b"80,x,y,The chain jumps off,one more"
    (tmp_path / "in.csv").write_bytes(b"\n".join(lines))
    told = finished(start())
    assert "99 rows" in told
    assert "the column “message”" in told
    head, *found = rows(tmp_path)
    assert head == ["id", "label", "label", "message", "label_2", "confidence", "way", "error", "guess"]
    before = [*csv_file.read(tmp_path / "in.csv", "utf-8", ",")][1:]
    assert [row[:4] for row in found] == [[*row, "", ""][:4] for row in before]
    errors = {int(row[0]): row[7] for row in found if row[7]}
    assert errors == {40: "bad_encoding", 50: "empty", 60: "too_long", 70: "empty"}
    assert found[80][9:] == ["one more"]
    assert {row[8] for row in found if not row[7]} == {"billing", "repair"}
    assert {row[6] for row in found if not row[7]} == {"local"}
    assert len({row[4] for row in found[:40] if row[3].startswith("My payment")}) == 1
    assert not (tmp_path / "out.csv.progress").exists()
    assert "out.csv exists already" in finished(start(), 2)


@pytest.mark.parametrize(("end", "code"), [(signal.SIGKILL, -9), (signal.SIGINT, 130)])
def test_a_run_that_ends_early_goes_on_and_pays_for_no_text_twice(
    fake: FakeOpenAI, start: Start, tmp_path: Path, end: signal.Signals, code: int
) -> None:
    texts = [*TEXTS, *TEXTS[:10]]
    write(tmp_path, texts)
    finished(start())
    unbroken = (tmp_path / "out.csv").read_bytes()
    assert asked(fake) == Counter(TEXTS)

    (tmp_path / "out.csv").unlink()
    fake.requests.clear()
    decide = fake.likes
    assert decide is not None

    def slowly(text: str) -> str:
        time.sleep(0.05)
        return decide(text)

    fake.likes = slowly
    process = start()
    until, begun = time.monotonic() + 40, random.randint(16, 45)  # noqa: S311
    while len(fake.requests) < begun and time.monotonic() < until:
        time.sleep(0.01)
    process.send_signal(end)
    told = finished(process, code)
    if end == signal.SIGINT:
        assert "pays for no text twice" in told
        left = [row for row in rows(tmp_path)[1:] if row[5] == "stopped"]
        assert len(rows(tmp_path)) == 71
        assert left
    with sqlite3.connect(tmp_path / "out.csv.progress") as file:
        (done,) = file.execute("SELECT count(*) FROM texts WHERE outcome IS NOT NULL").fetchone()
    file.close()
    assert 0 < done < 60
    fake.requests.clear()
    fake.likes = decide
    finished(start())
    assert sum(asked(fake).values()) == 60 - done
    assert max(asked(fake).values()) == 1
    assert (tmp_path / "out.csv").read_bytes() == unbroken


def test_a_budget_that_is_met_ends_the_run_and_more_of_it_goes_on(
    fake: FakeOpenAI, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    priced(monkeypatch, fake)
    write(tmp_path, TEXTS)
    told = finished(start("--budget", "0.4"), 1)
    assert "60 texts to label by decisions, about " in told.splitlines()[0]
    assert "The budget of this run is used up" in told
    found = rows(tmp_path)[1:]
    assert len(found) == 60
    left = [row for row in found if row[5] == "cap_visitor"]
    assert 0 < len(left) < 60
    assert float(told.split("Cost: ")[1].split()[0]) <= 0.4
    first = sum(asked(fake).values())
    assert first == 60 - len(left)
    finished(start("--budget", "400"))
    assert asked(fake) == Counter(TEXTS)
    assert {row[5] for row in rows(tmp_path)[1:]} == {""}


@pytest.mark.parametrize("way", ["schema", "cascade"])
def test_a_file_is_labelled_by_whichever_way(fake: FakeOpenAI, start: Start, tmp_path: Path, way: str) -> None:
    fake.says = lambda body: json.dumps({"label": "repair" if "pedal" in str(body["messages"][-1]) else "billing"})
    write(tmp_path, TEXTS[:20])
    finished(start("--way", way))
    found = rows(tmp_path)[1:]
    assert [row[6] for row in found] == ["repair" if number % 2 else "billing" for number in range(20)]
    assert {row[5] for row in found} <= {"", "unsure"}
    by_model = sum(row[4] != "local" for row in found)
    assert len(fake.requests) == by_model
    assert by_model == 20 or way == "cascade"


def test_too_many_requests_are_waited_for(
    fake: FakeOpenAI, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LLM_RETRIES", "0")
    fake.scenario = "429_once"
    write(tmp_path, TEXTS[:12])
    finished(start())
    assert sum(asked(fake).values()) == 13
    assert {row[2] for row in rows(tmp_path)[1:]} == {"billing", "repair"}


def test_a_failure_is_named_in_its_row_and_tried_again_by_the_next_run(
    fake: FakeOpenAI, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LLM_RETRIES", "0")
    write(tmp_path, [*TEXTS[:3], TEXTS[0]])
    fake.scenario = "500"
    assert "0 labelled, 0 without a label, 4 failed or left" in finished(start(), 1)
    assert [row[5] for row in rows(tmp_path)[1:]] == ["server_error"] * 4
    assert asked(fake) == Counter(TEXTS[:3])
    fake.scenario = "wrong_key"
    assert "does not accept the key" in finished(start(), 1)
    fake.scenario = ""
    finished(start())
    assert [row[2] for row in rows(tmp_path)[1:]] == ["billing", "repair", "billing", "billing"]


def test_a_full_disk_is_one_sentence_and_loses_nothing(start: Start, tmp_path: Path) -> None:
    write(tmp_path, [f"{text} {'and so on ' * 50}" for text in TEXTS * 20])
    process = start()
    finished(process)
    whole = (tmp_path / "out.csv").read_bytes()
    (tmp_path / "out.csv").unlink()
    shell = f"ulimit -f {len(whole) // 1024}; exec {sys.executable} -m app classify in.csv -o out.csv"
    done = subprocess.run(["sh", "-c", shell], cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out.csv").exists()
    assert finished(start())
    assert (tmp_path / "out.csv").read_bytes() == whole
