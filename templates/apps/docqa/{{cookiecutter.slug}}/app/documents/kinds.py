"""Which kind of file a file is: by its name, held against how it begins."""

from pathlib import PurePosixPath

from app.documents.extracted import Unreadable

ENDINGS = {
    "pdf": "pdf",
    "docx": "docx",
    "pptx": "pptx",
    "xlsx": "xlsx",
    "html": "html",
    "htm": "html",
    "md": "markdown",
    "markdown": "markdown",
    "csv": "csv",
    "tsv": "csv",
    "txt": "text",
    "text": "text",
    "eml": "email",
}
KINDS = tuple(dict.fromkeys(ENDINGS.values()))
PACKED = {"docx", "pptx", "xlsx"}
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an office file under a password is wrapped in this older format


def kind_of(name: str) -> str:
    """Name the kind by the name's ending, or raise Unreadable."""
    kind = ENDINGS.get(PurePosixPath(name).suffix.lower().lstrip("."))
    if not kind:
        raise Unreadable("unknown_kind")
    return kind


def check(kind: str, data: bytes) -> None:
    """Raise Unreadable where a file does not begin as its kind does."""
    if not data.strip():
        raise Unreadable("empty")
    if kind in PACKED and data.startswith(LOCKED):
        raise Unreadable("password")
    if kind in PACKED and not data.startswith(b"PK"):
        raise Unreadable("damaged")
    if kind == "pdf" and b"%PDF-" not in data[:1024]:
        raise Unreadable("damaged")
