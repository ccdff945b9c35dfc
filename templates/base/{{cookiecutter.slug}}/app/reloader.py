"""Starts the server again when its code changes, and stops at the first signal however many follow."""

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from types import FrameType

from uvicorn import Config, Server
from uvicorn.supervisors.statreload import StatReload


class Reloader(StatReload):
    """uvicorn's own waits on a threading.Event that its signal handler sets: a second signal at that moment, such as
    make sends when it is stopped itself, waits forever for the lock that the first one holds."""

    stopping = False

    def startup(self) -> None:
        with shielded():
            super().startup()

    def restart(self) -> None:
        with shielded():
            super().restart()

    def signal_handler(self, sig: int, frame: FrameType | None) -> None:
        self.stopping = True

    def pause(self) -> None:
        time.sleep(self.config.reload_delay)
        if self.stopping:
            raise StopIteration


@contextmanager
def shielded() -> Iterator[None]:
    """Start processes that no Ctrl-C reaches, whose first moments it would end in a traceback: this one ends them."""
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # starting it would let the signal through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def serve(config: Config) -> None:
    """Serve in a child process, a new one after each change."""
    Reloader(config, target=Server(config).run, sockets=[config.bind_socket()]).run()
