"""Makes a case of the evaluation of a reply that was no good."""

import json
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app import db
from app.conversation.tables import messages
from app.evaluation.cases import Case, read

_one_at_a_time = threading.Lock()


def add(file: Path, reply: str, contains: Sequence[str]) -> bool:
    """Append the case to the file, unless it is there; raise LookupError where there is no such reply.

    A better reply holds what the owner says; where that is nothing, it must at least not be this one again.
    """
    asked = messages.alias()
    joined = select(asked.c.text, messages.c.text).join(asked, asked.c.id == messages.c.parent)
    with db.read() as connection:
        found = connection.execute(joined.where(messages.c.id == reply)).first()
    if found is None or not found[0].strip():
        raise LookupError(reply)
    wanted: dict[str, Any] = {"input": found[0]}
    if contains:
        wanted["contains"] = list(contains)
    elif found[1].strip():
        wanted["not_contains"] = [found[1].strip()]
    with _one_at_a_time:
        return append(file, wanted)


def append(file: Path, wanted: dict[str, Any]) -> bool:
    known = {case.key for case in read(file)} if file.exists() else set()
    if Case.model_validate(wanted).key in known:
        return False
    before = file.read_text(encoding="utf-8").rstrip("\n") + "\n" if known else ""
    beside = file.with_name(f"{file.name}.new")
    beside.write_text(before + json.dumps(wanted, ensure_ascii=False) + "\n", encoding="utf-8")
    os.replace(beside, file)  # whoever reads it sees the old file or the new one, whole
    return True
