from pathlib import Path

import pytest

from app.faults import OwnerFault
from app.watched import Watched


def read(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if text.startswith("bad"):
        raise OwnerFault("it is bad")
    return text


def test_an_edit_is_seen_and_a_fault_keeps_the_last_good_words(tmp_path: Path) -> None:
    path = tmp_path / "words"
    path.write_text("one", encoding="utf-8")
    watched = Watched(path, read)
    assert (watched.get(), watched.fault) == ("one", "")
    path.write_text("bad words", encoding="utf-8")
    assert (watched.get(), watched.fault) == ("one", "it is bad")
    path.write_text("two!", encoding="utf-8")
    assert (watched.get(), watched.fault) == ("two!", "")


def test_a_first_fault_is_raised_unless_something_stands_in(tmp_path: Path) -> None:
    path = tmp_path / "words"
    path.write_text("bad", encoding="utf-8")
    with pytest.raises(OwnerFault):
        Watched(path, read).get()
    watched = Watched(path, read, "nothing")
    assert (watched.get(), watched.fault) == ("nothing", "it is bad")


def test_the_file_is_not_read_twice(tmp_path: Path) -> None:
    path = tmp_path / "words"
    path.write_text("one", encoding="utf-8")
    readings: list[Path] = []
    watched = Watched(path, lambda path: readings.append(path) or "one")  # type: ignore[func-returns-value]
    watched.get()
    watched.get()
    assert readings == [path]
