"""Writes a picture as PNG."""

import struct
import zlib

RGB = 2  # PNG's number for three bytes a pixel


def encoded(width: int, height: int, rows: list[bytes]) -> bytes:
    """Return the file; each row has three bytes a pixel: red, green, blue."""
    head = struct.pack(">IIBBBBB", width, height, 8, RGB, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + row for row in rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
