"""The commands over documents, run as a person runs them, and the JSON that scripts read."""

import json
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests import document_files as files
from tests.library import LEAVE, NGHI, TRAVEL

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def checked(run: Run, *arguments: str) -> dict[str, Any]:
    """Return what a command prints with --json, held against what it prints with --schema."""
    done = run(*arguments, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    schema = json.loads(run(arguments[0], "--schema").stdout)
    told: dict[str, Any] = json.loads(done.stdout)
    assert told.keys() == schema["properties"].keys() == set(schema["required"])
    ((name, rows),) = ((name, value) for name, value in told.items() if isinstance(value, list))
    wanted = schema["$defs"][schema["properties"][name]["items"]["$ref"].rpartition("/")[2]]
    for row in rows:
        assert row.keys() == wanted["properties"].keys() == set(wanted["required"])
        for key, value in row.items():
            assert type(value).__name__ in kinds(wanted["properties"][key]), key
    return told


def kinds(schema: dict[str, Any]) -> set[str]:
    """Return the names of the Python types that a part of a schema admits."""
    if "anyOf" in schema:
        return set().union(*map(kinds, schema["anyOf"]))
    named = {
        "string": "str",
        "integer": "int",
        "number": "float",
        "boolean": "bool",
        "array": "list",
        "null": "NoneType",
    }
    return {named.get(schema.get("type", ""), "dict")}


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
    rows = checked(run, "ingest", str(brought))["documents"]
    assert [row["name"] for row in rows] == ["brought/leave.md", "brought/nghỉ.md", "brought/sub/travel.md"]
    found = checked(run, "search", "days of leave", "-k", "1")
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
    ingest = partial(run, "ingest", faq={})
    place = tmp_path / "data" / "documents"
    place.parent.mkdir(exist_ok=True)
    brought.rename(place)
    assert ingest().stderr.count("read ") == 3
    assert ingest().stderr == ""
    (place / "leave.md").rename(place / "holiday.md")
    (place / "nghỉ.md").unlink()
    (place / "sub/travel.md").write_text(LEAVE + "\n\nNew.\n", encoding="utf-8")
    done = ingest("--json")
    assert done.stderr == ""
    assert [row["name"] for row in json.loads(done.stdout)["documents"]] == ["holiday.md", "sub/travel.md"]
    assert ingest().stderr == ""


def test_a_question_is_answered_with_what_proves_each_sentence(run: Run, brought: Path) -> None:
    run("ingest", str(brought))
    done = run("ask", "How many days of annual leave does every employee have?", "--json", "--folder", "brought")
    assert (done.returncode, done.stderr) == (0, "")
    told, schema = json.loads(done.stdout), json.loads(run("ask", "--schema").stdout)
    assert told.keys() == schema["properties"].keys() == set(schema["required"])
    assert (told["answered"], told["supported"], told["answerer"]) == (True, 1, "extractive")
    assert told["sentences"] == [
        {"text": "Every employee has twelve days of annual leave.", "citations": [1], "unsupported": False}
    ]
    (cited,) = told["citations"]
    assert cited.keys() == schema["$defs"]["Cited"]["properties"].keys()
    assert (cited["file"], cited["quote"]) == ("brought/leave.md", "Every employee has twelve days of annual leave.")
    shown = run("ask", "How many days of annual leave does every employee have?").stdout
    assert shown.endswith("[1] brought/leave.md > Leave: “Every employee has twelve days of annual leave.”\n")


def test_a_question_that_nothing_answers_is_no_failure(run: Run, brought: Path) -> None:
    run("ingest", str(brought))
    done = run("ask", "When did the president of Mongolia leave the capital?", "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["answered"], told["supported"]) == (0, False, 0)
    assert told["citations"]
    assert not any(cited["checked"] for cited in told["citations"])


def test_a_question_waits_for_files_that_are_yet_to_be_read(run: Run) -> None:
    done = run("ask", "Can I rent a bike?")
    assert done.stdout.startswith("Yes, for 15 euros a day. [1]")


@pytest.mark.parametrize(
    "arguments",
    [("search", " "), ("search",), ("search", "a", "-k", "0"), ("ingest", "/nowhere"), ("ask", " "), ("ask",)],
)
def test_wrong_use_is_one_sentence(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1].startswith("Error: ")
