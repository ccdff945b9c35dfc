"""Templates of others are code: which of them a person trusts, kept for the hash of all that they hold."""

from __future__ import annotations

import contextlib
import os
import secrets

from quickship import places


def is_trusted(digest: str) -> bool:
    """Was this very content trusted before?"""
    return (places.trusted() / digest).is_file()


def keep(digest: str, source: str) -> None:
    """Remembers that this content is trusted; where the person's data folder cannot be written, nobody does."""
    folder = places.trusted()
    draft = folder / f".{secrets.token_hex(6)}"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(f"{source}\n")
        draft.replace(folder / digest)
    except OSError:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
