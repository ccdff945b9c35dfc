"""How a file of text is encoded."""

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.faults import OwnerFault

SAMPLE = 1 << 20  # bytes that tell the encoding


def sample(path: Path) -> bytes:
    """Return the beginning of a file; raise OwnerFault where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(SAMPLE)
    except OSError as error:
        raise OwnerFault(f"{path} cannot be read: {error.strerror}") from None


def known(encoding: str) -> str:
    """Return the encoding if there is one of that name."""
    try:
        codecs.lookup(encoding)
    except LookupError:
        raise OwnerFault(f"{encoding} is no encoding that Python knows; try utf-8 or cp1252") from None
    return encoding


def guessed(sample: bytes) -> str:
    """Return the encoding: what its mark says, UTF-8 where most lines beyond ASCII are that, else Western Windows's."""
    if sample.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    telling = [line for line in sample.split(b"\n")[:-1] or [sample] if not line.isascii()]
    return "utf-8" if sum(map(is_utf8, telling)) * 2 >= len(telling) else "cp1252"


def is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


@contextmanager
def told(path: Path, encoding: str) -> Iterator[None]:
    """Turn what keeps a text file from being read into one sentence."""
    try:
        yield
    except UnicodeError:
        raise OwnerFault(f"{path} is not {encoding} text; --encoding names another") from None
    except OSError as error:
        raise OwnerFault(f"{path} cannot be read: {error.strerror}") from None
