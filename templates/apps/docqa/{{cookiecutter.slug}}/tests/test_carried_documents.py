"""Documents that are carried over to another database are found there, without being read or embedded again."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app import db
from app.documents import catalogue
from app.documents.passages import Way
from app.documents.scope import SHARED, Scope
from tests.library import LEAVE, NGHI, TRAVEL, embed_all, find, needs_vectors, put, read_all

carrying = pytest.importorskip("app.carrying", reason="the project has no other database: quickship add postgres")


@needs_vectors
def test_what_was_read_is_found_by_words_and_by_meaning(
    new_database: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("leave.md", LEAVE)
    put("travel.md", TRAVEL)
    identity = put("nghi.md", NGHI, "a visitor")
    read_all()
    embed_all()
    before, said = [dict(row) for row in catalogue.listed("a visitor")], catalogue.text_of(identity)
    db.close()
    monkeypatch.setenv("DATABASE_URL", new_database())
    assert carrying.carry(tmp_path / "app.db")["passage_vectors"] == 3
    db.close()
    assert [dict(row) for row in catalogue.listed("a visitor")] == before
    assert catalogue.data_of(str(before[0]["digest"]))
    assert read_all() == []

    def first(question: str, way: Way, visitor: str = SHARED) -> str:
        return find(question, Scope(visitor), way)[0].file

    assert first("days of annual leave", "words") == "leave.md"
    assert first("Do they pay for railway tickets?", "meaning") == "travel.md"
    assert first("nghi om", "words", "a visitor") == "nghi.md"
    assert first("sick, bring a doctor's note", "meaning", "a visitor") == "nghi.md"
    assert catalogue.text_of(identity) == said != ""
    put("more.md", "# More\n\nThe canteen opens at noon.\n")
    assert read_all() == ["more.md"]
    embed_all()
    assert first("canteen", "words") == "more.md"
