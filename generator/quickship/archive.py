"""A zip archive -> a folder, of which no entry leads outside, is a link, or is larger than a template can be."""

from __future__ import annotations

import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from quickship.errors import TemplateError

MOST_BYTES = 200 * 1024 * 1024
MOST_ENTRIES = 20_000
SECONDS = 30.0


def download(address: str, file: Path) -> None:
    """Fetches an http or https address into a new file, up to the size that a template can have."""
    import urllib.request

    try:
        with urllib.request.urlopen(address, timeout=SECONDS) as reply, file.open("xb") as kept:
            while block := reply.read(1 << 16):
                if kept.tell() + len(block) > MOST_BYTES:
                    raise _too_large()
                kept.write(block)
    except (OSError, ValueError) as error:
        raise TemplateError(f"the zip cannot be fetched: {error}", "check the address and the network") from None


def unpack(file: Path, folder: Path) -> Path:
    """Unpacks into a new folder; returns it, or the one folder that everything in it lies in."""
    try:
        with zipfile.ZipFile(file) as archive:
            _check(archive.infolist())
            archive.extractall(folder)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise TemplateError(f"the zip cannot be read: {error}") from None
    entries = list(folder.iterdir())
    return entries[0] if len(entries) == 1 and entries[0].is_dir() else folder


def _check(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise _too_large()
    for entry in entries:
        name = PurePosixPath(entry.filename)
        if name.is_absolute() or ".." in name.parts or "\\" in entry.filename or ":" in entry.filename:
            raise TemplateError(f"the zip holds an entry that leads outside: {entry.filename}")
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise TemplateError(f"the zip holds a link or a device: {entry.filename}")
        if entry.flag_bits & 1:
            raise TemplateError("the zip is encrypted", "unpack it yourself and name the folder")


def _too_large() -> TemplateError:
    return TemplateError(f"the zip holds more than {MOST_BYTES >> 20} MB or {MOST_ENTRIES:,} entries")
