"""The commands over documents, run as a person runs them, and the JSON that scripts read."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.documents import tuning
from tests import document_files as files
from tests.library import LEAVE, NGHI, TRAVEL

Run = Callable[..., "subprocess.CompletedProcess[str]"]

DOCUMENT = {
    "id": str,
    "name": str,
    "kind": str,
    "size": int,
    "shared": bool,
    "state": str,
    "failure": dict | None,
    "pages": int | None,
    "passages": int,
    "embedded": int,
    "modified": str,
}
PASSAGE = {
    "id": int,
    "document": str,
    "file": str,
    "kind": str,
    "page": int | None,
    "headings": list,
    "start": int,
    "end": int,
    "text": str,
    "score": float,
    "words": float | None,
    "meaning": float | None,
}


def holds(rows: list[dict[str, Any]], schema: dict[str, Any]) -> None:
    assert rows
    for row in rows:
        assert row.keys() == schema.keys()
        for name, value in row.items():
            assert isinstance(value, schema[name]), name


@pytest.fixture
def brought(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write files beside the project, among them one that cannot be read."""
    monkeypatch.setenv("EMBEDDINGS", "none")
    folder = tmp_path / "brought"
    (folder / "sub").mkdir(parents=True)
    for name, text in (("leave.md", LEAVE), ("sub/travel.md", TRAVEL), ("nghỉ.md", NGHI)):
        (folder / name).write_text(text, encoding="utf-8")
    (folder / ".hidden.md").write_text("hidden", encoding="utf-8")
    (folder / "sub/link.md").symlink_to("/etc/hostname")
    return folder


def test_files_and_folders_are_brought_and_found(run: Run, brought: Path) -> None:
    done = run("ingest", str(brought), "--json")
    assert (done.returncode, done.stderr) == (0, "")
    rows = json.loads(done.stdout)["documents"]
    holds(rows, DOCUMENT)
    assert [row["name"] for row in rows] == ["brought/leave.md", "brought/nghỉ.md", "brought/sub/travel.md"]
    found = json.loads(run("search", "days of leave", "-k", "1", "--json").stdout)
    holds(found["passages"], PASSAGE)
    assert (found["query"], found["passages"][0]["file"]) == ("days of leave", "brought/leave.md")
    assert "brought/nghỉ.md > Nghỉ phép" in run("search", "nghi phep may ngay").stdout
    assert run("search", "train", "--folder", "brought/sub").stdout
    assert run("search", "train", "--kind", "pdf").stdout == "Nothing was found.\n"


def test_a_file_that_cannot_be_read_is_named_with_its_reason(run: Run, brought: Path) -> None:
    (brought / "scan.pdf").write_bytes(files.scan())
    done = run("ingest", str(brought / "scan.pdf"), str(brought / "leave.md"))
    assert done.returncode == 1
    assert "scan.pdf: It holds no text" in done.stdout
    assert "leave.md: 1 passages" in done.stdout


def test_the_folder_is_followed_and_only_what_changed_is_read(run: Run, brought: Path, tmp_path: Path) -> None:
    place = tmp_path / "data" / "documents"
    place.parent.mkdir(exist_ok=True)
    brought.rename(place)
    assert run("ingest").stderr.count("read ") == 3
    assert run("ingest").stderr == ""
    (place / "leave.md").rename(place / "holiday.md")
    (place / "nghỉ.md").unlink()
    (place / "sub/travel.md").write_text(LEAVE + "\n\nNew.\n", encoding="utf-8")
    done = run("ingest", "--json")
    assert done.stderr == ""
    assert [row["name"] for row in json.loads(done.stdout)["documents"]] == ["holiday.md", "sub/travel.md"]
    assert run("ingest").stderr == ""


@pytest.mark.parametrize(
    "arguments", [("search", " "), ("search",), ("search", "a", "-k", "0"), ("ingest", "/nowhere")]
)
def test_wrong_use_is_one_sentence(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1].startswith("Error: ")


def test_tune_shows_each_way_and_changes_nothing_where_nothing_is_sure(run: Run, brought: Path, tmp_path: Path) -> None:
    run("ingest", str(brought))
    (tmp_path / "evals").mkdir(exist_ok=True)
    (tmp_path / "evals/passages.jsonl").write_text(
        '{"question": "How many days of leave?", "quote": "twelve days of annual\\nleave"}\n', encoding="utf-8"
    )
    done = run("tune", "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["questions"], said["before"], said["after"]) == (1, "both", "both")
    assert [way["ndcg"] for way in said["ways"]] == [1.0, 1.0, 1.0]
    assert "too few to tell" in run("tune").stdout
    assert not (tmp_path / "data/search.json").exists()


def test_tune_takes_the_way_that_is_surely_better() -> None:
    now = [0.5] * 30
    better = tuning.measured("words", [1.0] * 29 + [0.5], now)
    same = tuning.measured("both", now, now)
    unsure = tuning.measured("meaning", [1.0, 0.0] * 15, now)
    assert better.low > 0
    assert unsure.low < 0 < unsure.high or unsure.low <= 0
    assert tuning.chosen([better, same], "both", 30) == "words"
    assert tuning.chosen([better, same], "both", 10) == "both"
    assert tuning.chosen([same, unsure], "both", 30) == "both"


@pytest.mark.parametrize(
    "line", ["{}", "no json", '{"question": "a", "quote": ""}', '{"question": "a", "quote": "b", "x": 1}']
)
def test_a_wrong_line_is_named(run: Run, tmp_path: Path, line: str) -> None:
    (tmp_path / "evals").mkdir(exist_ok=True)
    (tmp_path / "evals/passages.jsonl").write_text(f"\n{line}\n", encoding="utf-8")
    done = run("tune")
    assert done.returncode == 1
    assert done.stderr.startswith("Error: passages.jsonl, line 2: this is not {")
