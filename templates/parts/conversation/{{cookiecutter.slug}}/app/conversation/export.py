"""A conversation as a file for its visitor: Markdown as it is read, JSON with all its branches."""

import json
from collections.abc import Callable, Sequence

from sqlalchemy import RowMapping

from app.conversation import shapes, store

Exported = tuple[str, str, str]  # text, media type, ending of the file's name


def as_json(row: RowMapping, messages: Sequence[RowMapping]) -> Exported:
    text = json.dumps(shapes.whole(row, messages), ensure_ascii=False, indent=1)
    return text, "application/json", "json"


def as_markdown(row: RowMapping, messages: Sequence[RowMapping]) -> Exported:
    """Return the branch that is shown."""
    shown = store.branch({message["id"]: message for message in messages}, row["leaf"])
    parts = [f"# {row['title']}", *(turn(message) for message in shown)]
    return "\n\n".join(parts) + "\n", "text/markdown; charset=utf-8", "md"


def turn(message: RowMapping) -> str:
    """Return a message as it was written, what a visitor says as a quotation."""
    if message["role"] == "user":
        return "\n".join(f"> {line}".rstrip() for line in message["text"].splitlines())
    return str(message["text"])


FORMATS: dict[str, Callable[[RowMapping, Sequence[RowMapping]], Exported]] = {
    "markdown": as_markdown,
    "json": as_json,
}
