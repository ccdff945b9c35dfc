"""How a file is called within its workspace: a path, such as folder/file.pdf."""

import unicodedata

LONGEST = 300  # characters


def written(name: str) -> str:
    """Return a path as paths are written here: composed, with `/`, without what is unseen or leads elsewhere."""
    visible = "".join(mark for mark in unicodedata.normalize("NFC", name) if unicodedata.category(mark)[0] != "C")
    parts = [part.strip() for part in visible.replace("\\", "/").split("/")]
    return "/".join(part for part in parts if part not in {"", ".", ".."})[-LONGEST:]
