"""Makes vectors for passages in a process of its own: `python -m app.documents.embedder`.

Passages take a tenth of a second each. In the server's own process every question would wait for them; here they
yield to whatever else wants the processor. A line of JSON texts comes in, their vectors go out as 32-bit floats.
The process ends when its input does, and so does not outlive the app.
"""

import array
import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence

from app.embedding import LocalEmbedder, Vector
from app.settings import PROJECT


class ChildEmbedder:
    """The other side: holds the process, and starts it on first use."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._is_closed = False
        self._starting = threading.Lock()

    def embed(self, texts: Sequence[str]) -> list[Vector]:
        """Return the vectors of the texts; raise OSError where the process is gone, after which another may be had."""
        process = self._started()
        if not (process.stdin and process.stdout):
            raise BrokenPipeError
        try:
            process.stdin.write(json.dumps(texts).encode() + b"\n")
            process.stdin.flush()
            size = int(process.stdout.readline() or b"0")
            values = array.array("f", process.stdout.read(size))
        except (OSError, ValueError):
            values = array.array("f")
        if not values:
            self._end()
            raise BrokenPipeError("the embedder ended")
        width = len(values) // len(texts)
        return [values[start : start + width] for start in range(0, len(values), width)]

    def close(self) -> None:
        """End the process for good, whatever it is at."""
        with self._starting:
            self._is_closed = True
            self._end()

    def _started(self) -> "subprocess.Popen[bytes]":
        with self._starting:
            if self._is_closed:
                raise BrokenPipeError("the embedder is closed")
            self._process = self._process or started()
            return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process:
            process.kill()
            process.communicate()


def started() -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "app.documents.embedder"]
    return subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603


def main() -> None:
    if hasattr(os, "nice"):
        os.nice(15)
    embedder = LocalEmbedder()
    for line in sys.stdin.buffer:
        vectors = embedder.embed_passages(json.loads(line))
        answer = array.array("f", (value for vector in vectors for value in vector)).tobytes()
        sys.stdout.buffer.write(b"%d\n" % len(answer) + answer)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
