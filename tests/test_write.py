"""The target is whole or untouched, and nothing is left beside it or in the temporary folder."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import time
from pathlib import Path

import pytest

from conftest import COMMAND, Quickship
from quickship import write
from quickship.errors import WriteError
from quickship.staging import Staging
from quickship.types import File
from trees import COACH, contents

TREE = {"a/b.txt": File(b"b", False, "test"), "run.sh": File(b"#!/bin/sh\n", True, "test")}
NEW = ("new", COACH, "--name", "Made", "--no-input")


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The temporary folder of the commands of one test."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """The folder in which projects are made."""
    folder = tmp_path / "place"
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> tuple[float, Path]:
    """How long a run takes here, and the project that it made."""
    for turn in ("cold", "warm"):
        place = tmp_path_factory.mktemp(turn)
        started = time.monotonic()
        subprocess.run([COMMAND, *NEW, "-o", place], check=True, capture_output=True)
    return time.monotonic() - started, place / "made"


def nothing(_: Path) -> None:
    """Completes a staged project that needs no completing."""


def test_writes_every_file_with_its_mode(tmp_path: Path) -> None:
    with Staging() as staging:
        write.write(TREE, tmp_path / "new/deep/made", staging, nothing)
    assert contents(tmp_path) == {"new/deep/made/a/b.txt": b"b", "new/deep/made/run.sh": b"#!/bin/sh\n"}
    assert os.access(tmp_path / "new/deep/made/run.sh", os.X_OK)
    assert not os.access(tmp_path / "new/deep/made/a/b.txt", os.X_OK)


def test_an_empty_folder_is_a_target(tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    with Staging() as staging:
        write.write(TREE, tmp_path / "made", staging, nothing)
    assert set(contents(tmp_path)) == {"made/a/b.txt", "made/run.sh"}


def test_what_fails_before_the_rename_leaves_nothing(tmp_path: Path) -> None:
    def full(staged: Path) -> None:
        assert (staged / "a/b.txt").exists()
        raise OSError(28, "No space left on device")

    with pytest.raises(WriteError, match="no room"), Staging() as staging:
        write.write(TREE, tmp_path / "new/made", staging, full)
    assert list(tmp_path.iterdir()) == []


def test_a_target_that_comes_to_be_meanwhile_is_left_alone(tmp_path: Path) -> None:
    def rival(_: Path) -> None:
        (tmp_path / "made").mkdir()
        (tmp_path / "made/theirs").write_text("theirs")

    with pytest.raises(WriteError), Staging() as staging:
        write.write(TREE, tmp_path / "made", staging, rival)
    assert contents(tmp_path) == {"made/theirs": b"theirs"}


def test_what_fails_within_a_folder_that_is_there_takes_only_its_own_away(tmp_path: Path) -> None:
    (tmp_path / "theirs").write_text("theirs")

    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(WriteError, match="no room"), Staging() as staging:
        write.write_into(TREE, tmp_path, staging, full)
    assert contents(tmp_path) == {"theirs": b"theirs"}
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("kind", ["full folder", "file", "link", "dangling link"])
def test_a_target_that_exists_is_refused_and_untouched(
    kind: str, place: Path, temporary: Path, quickship: Quickship
) -> None:
    target = place / "made"
    if kind == "full folder":
        target.mkdir()
        (target / "theirs").write_text("theirs")
    elif kind == "file":
        target.write_text("theirs")
    else:
        target.symlink_to(temporary if kind == "link" else place / "nowhere")
    before = contents(place)
    code, out, err = quickship(*NEW, "-o", place)
    assert (code, out) == (1, "")
    assert str(target) in err
    assert "--output-dir" in err
    assert contents(place) == before
    assert target.is_symlink() == ("link" in kind)
    assert list(temporary.iterdir()) == []


def test_an_output_dir_that_is_a_file_is_refused(place: Path, temporary: Path, quickship: Quickship) -> None:
    (place / "file").write_text("theirs")
    code, out, err = quickship(*NEW, "-o", place / "file")
    assert (code, out) == (1, "")
    assert "cannot be written" in err or "exists" in err
    assert contents(place) == {"file": b"theirs"}
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("moment", [0.35, 0.6])
def test_a_signal_ends_in_one_sentence_and_leaves_all_or_nothing(
    number: signal.Signals, moment: float, place: Path, temporary: Path, measured: tuple[float, Path]
) -> None:
    seconds, reference = measured
    process = subprocess.Popen([COMMAND, *NEW, "-o", place], stderr=subprocess.PIPE, text=True)
    time.sleep(seconds * moment)
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert "Traceback" not in err
    if process.returncode not in (0, -number):  # the second where it came when Python was ending
        assert (process.returncode, err.strip()) == (130, "error: interrupted; nothing was left half done")
    left = list(place.iterdir())
    assert left == [] or contents(place / "made") == contents(reference)
    assert left or process.returncode == 130
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("room", [0, 2_000, 20_000])
def test_a_full_disk_is_one_sentence_and_leaves_nothing(room: int, place: Path, temporary: Path) -> None:
    def no_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    done = subprocess.run(
        [COMMAND, *NEW, "--no-git", "-o", place], preexec_fn=no_room, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith("error: ")
    assert "TMPDIR" in done.stderr
    assert list(place.iterdir()) == []
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("repository", [True, False])
def test_a_path_that_exists_keeps_the_whole_project_out_of_a_folder(
    repository: bool, place: Path, temporary: Path, quickship: Quickship
) -> None:
    if repository:
        subprocess.run(["git", "init", "--quiet", place], check=True)
    (place / "Makefile").write_text("theirs")
    before = contents(place, git=True)
    code, out, err = quickship("new", ".", COACH, "--no-input", cwd=place)
    assert (code, out) == (1, "")
    assert "Makefile" in err or "not empty" in err
    assert contents(place, git=True) == before
    assert list(temporary.iterdir()) == []


def test_a_project_joins_what_a_repository_holds(place: Path, temporary: Path, quickship: Quickship) -> None:
    subprocess.run(["git", "init", "--quiet", place], check=True)
    (place / "notes.txt").write_text("theirs")
    assert quickship("new", ".", COACH, "--no-input", cwd=place).code == 0
    assert quickship("new", COACH, "--no-input", "--no-git", "-o", place.parent / "other").code == 0
    (other,) = (place.parent / "other").iterdir()
    assert contents(place) == {**contents(other), "notes.txt": b"theirs"}
    assert list(temporary.iterdir()) == []
