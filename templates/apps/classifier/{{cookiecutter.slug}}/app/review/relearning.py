"""Learns again from what a person decided, beside the server, which goes on by what it learned before."""

import logging
import threading
from typing import TYPE_CHECKING

from app.faults import OwnerFault

if TYPE_CHECKING:
    from app.classifier import Classifier

log = logging.getLogger("app")


class Relearning:
    """One thread at most, however many decisions come while it learns."""

    def __init__(self, classifier: "Classifier") -> None:
        self._classifier = classifier
        self._lock = threading.Lock()
        self._asked, self._running = False, False

    def start(self) -> None:
        with self._lock:
            self._asked = True
            if not self._running:
                self._running = True
                threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        from app.local.vectors import Stopped

        while self._goes_on():
            try:
                self._classifier.learned()
            except (OwnerFault, Stopped) as fault:
                log.warning("What was decided is not learned yet: %s", fault)

    def _goes_on(self) -> bool:
        with self._lock:
            self._running, self._asked = self._asked, False
            return self._running
