"""Files and passages as JSON shows them, over HTTP and on the command line."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import RowMapping

from app.documents.failures import described as failure_of
from app.documents.passages import Passage
from app.documents.scope import SHARED
from app.documents.settings import DocumentSettings


def described(row: RowMapping, language: str) -> dict[str, Any]:
    """Return a file: where it stands, what state it is in, and why it failed if it did."""
    failure = row["failure"]
    return {
        "id": row["id"],
        "name": row["name"],
        "kind": row["kind"],
        "size": row["size"],
        "shared": row["workspace"] == SHARED,
        "state": row["state"],
        "failure": failure_of(failure, language, DocumentSettings().limits()) if failure else None,
        "pages": row["pages"],
        "passages": row["passages"],
        "embedded": row["embedded"],
        "modified": row["modified"].isoformat(timespec="seconds") + "Z",
    }


def passage(found: Passage) -> dict[str, Any]:
    return asdict(found)
