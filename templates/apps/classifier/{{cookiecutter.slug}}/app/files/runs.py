"""Labels files beside the server, each in a thread with a loop of its own: reading a large one keeps nobody waiting."""

import asyncio
import logging
import threading
from dataclasses import dataclass, field

from app.batch import table
from app.batch.job import Job, Progress
from app.classifier import Classifier
from app.faults import OwnerFault
from app.files import keeping
from app.files.shelf import Shelf
from app.labels import NoLabels

log = logging.getLogger("app")


@dataclass
class Run:
    """A file that is being labelled."""

    progress: Progress | None = None
    stopping: bool = False
    _loop: asyncio.AbstractEventLoop | None = None
    _stop: asyncio.Event = field(default_factory=asyncio.Event)

    def stop(self) -> None:
        self.stopping = True
        if self._loop:
            self._loop.call_soon_threadsafe(self._stop.set)

    async def of(self, job: Job, shelf: Shelf, identity: str) -> None:
        """Label the file until that is done or stopped, and enter how it ended."""
        self._loop = asyncio.get_running_loop()
        if self.stopping:  # before there was a loop to be told
            self._stop.set()
        shelf.ended(identity, await job.run(self._watch, self._stop))

    def _watch(self, progress: Progress) -> None:
        self.progress = progress


class Runs:
    """What runs in this process, by the id of the file."""

    def __init__(self, classifier: Classifier, shelf: Shelf) -> None:
        self._classifier, self._shelf = classifier, shelf
        self._running: dict[str, tuple[Run, threading.Thread]] = {}
        self._lock = threading.Lock()

    def start(self, identity: str) -> None:
        """Label a file, or go on with it; one that is being labelled goes on as it is."""
        with self._lock:
            if identity not in self._running:
                self._shelf.change(identity, state="running", fault="")
                run = Run()
                thread = threading.Thread(target=self._run, args=(identity, run), daemon=True)
                self._running[identity] = run, thread
                thread.start()

    def of(self, identity: str) -> Run | None:
        run, _ = self._running.get(identity, (None, None))
        return run

    def stop(self, identity: str) -> None:
        """Have a run end, and return once it has."""
        run, thread = self._running.get(identity, (None, None))
        if run and thread:
            run.stop()
            thread.join()

    def stop_all(self) -> None:
        for identity in list(self._running):
            self.stop(identity)

    def _run(self, identity: str, run: Run) -> None:
        fault = "crash"
        try:
            self._label(identity, run)
            fault = ""
        except NoLabels:
            fault = "no_labels"
        except (OwnerFault, TimeoutError) as error:
            log.error("%s", error)
            fault = "unreadable"
        except Exception:
            log.exception("a file was not labelled")
        finally:
            if fault:
                self._shelf.change(identity, state="stopped", fault=fault)
            with self._lock:
                del self._running[identity]

    def _label(self, identity: str, run: Run) -> None:
        row = self._shelf.one(identity)
        source, target = (place(identity, row["name"]) for place in (self._shelf.source, self._shelf.target))
        job = Job(self._classifier, table.opened(source), target, row["way"], None)
        if row["way"] != "decisions":
            self._classifier.learned()
        asyncio.run(run.of(job, self._shelf, identity))
        if self._shelf.one(identity)["state"] == "done":
            keeping.keep(self._classifier, identity, source, target, row["kept"])
