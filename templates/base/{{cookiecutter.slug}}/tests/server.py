"""Runs the app as it runs for visitors: uvicorn, on a free port unless one is named, in a thread."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from app.main import create_app


@contextmanager
def serving(project: Path, create: Callable[[Path], FastAPI] = create_app, port: int = 0) -> Iterator[str]:
    """Serve the project folder and yield its address."""
    config = uvicorn.Config(create(project), port=port, log_level="warning", proxy_headers=False)
    server = uvicorn.Server(config)
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
