"""Writes what an owner evaluates by: questions with quotes, and the documents that they are about."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

THINGS = ("lamp", "ladder", "stapler", "kettle", "router", "scanner", "projector", "easel", "toolbox", "printer")
MORE = ("whiteboard", "camera", "speaker", "heater", "fan", "cabinet", "trolley", "shredder", "modem", "beamer")
ELSEWHERE = ("submarine", "volcano", "opera", "glacier", "meteor", "violin", "desert", "pyramid", "lighthouse", "comet")


def write(folder: Path, name: str, rows: Sequence[dict[str, Any]]) -> Path:
    """Write rows into evals/NAME."""
    path = folder / "evals" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def document(folder: Path, name: str, text: str) -> None:
    """Put a file into data/documents."""
    path = folder / "data" / "documents" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def inventory(folder: Path) -> list[dict[str, Any]]:
    """Write a document for each of twenty things; return a question about each, and ten that no document answers."""
    for number, thing in enumerate((*THINGS, *MORE)):
        document(folder, f"{thing}.md", f"# The {thing}\n\n{quote(thing, number)} Ask the office for its key.\n")
    asked = [
        {"question": f"Where is the {thing} stored?", "quote": quote(thing, number)}
        for number, thing in enumerate((*THINGS, *MORE))
    ]
    return [*asked, *({"question": f"Which {thing} is stored in the north?"} for thing in ELSEWHERE)]


def quote(thing: str, number: int) -> str:
    return f"The {thing} is stored in room {number + 100} on the second floor."
