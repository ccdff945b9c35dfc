"""Runs the app as it runs for visitors: uvicorn, on a free port, in a thread."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from app.main import create_app


@contextmanager
def serving(project: Path) -> Iterator[str]:
    """Serve the project folder and yield its address."""
    server = uvicorn.Server(uvicorn.Config(create_app(project), port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()
