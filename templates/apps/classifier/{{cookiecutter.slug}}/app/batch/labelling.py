"""Labels what has no outcome yet: many texts in one go by the local way, several at a time by a model."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from app.batch.checkpoint import Checkpoint, Outcome
from app.batch.gate import Gate
from app.batch.table import Table
from app.classifier import Classifier
from app.faults import OwnerFault
from app.llm import LLMFault
from app.llm.attempts import backoff
from app.llm.endpoints import ModelSettings
from app.result import Asked, Result

LONGEST = 32_000  # characters, as for the API
TRIES = 6  # of a text that comes at a time of too many requests, on top of each call's own
AT_ONCE = 512  # texts by the local way
STOPPING = {  # every other text would meet the same
    *("cap_app", "cap_visitor", "cap_address", "no_price", "store_failed"),
    *("no_key", "wrong_key", "no_model", "no_credit", "private", "no_demo"),
}

log = logging.getLogger("app")


@dataclass
class Labelling:
    """One run over a file."""

    classifier: Classifier
    way: Asked
    table: Table
    kept: Checkpoint
    visitor: str
    finished: Callable[[int], None]  # is told of texts that are done
    stopped: LLMFault | None = None
    _flying: set[str] = field(default_factory=set)

    async def run(self, most: int) -> None:
        """Label what has no outcome; cancelling this loses the calls that are on their way, and no other."""
        if self.way == "local":
            await self._locally()
        else:
            await self._by_model(Gate(most))

    async def _locally(self) -> None:
        waiting = self._waiting()
        while texts := list(dict.fromkeys(islice(waiting, AT_ONCE))):
            results = await self.classifier.classify_all(texts)
            self.kept.keep(zip(texts, map(outcome, results), strict=True))
            self.finished(len(texts))

    async def _by_model(self, gate: Gate) -> None:
        try:
            async with asyncio.TaskGroup() as group:
                for text in self._waiting():
                    await gate.enter()
                    if self.stopped:
                        return
                    self._flying.add(text)
                    group.create_task(self._one(text, gate))
        except* OwnerFault as faults:
            raise faults.exceptions[0] from None

    def _waiting(self) -> Iterator[str]:
        for text in self.table.texts():
            if text not in self._flying and not unfit(text) and not self.kept.settled(text):
                yield text

    async def _one(self, text: str, gate: Gate) -> None:
        try:
            result = await self._patiently(text, gate)
            self.kept.keep([(text, outcome(result))])
        except LLMFault as fault:
            if fault.code in STOPPING:
                self.stopped = self.stopped or fault
            else:
                self.kept.fail(text, fault.code)
        except OwnerFault:  # the disk is full: what comes could not be kept
            raise
        except Exception:
            log.exception("a text was not labelled")
            self.kept.fail(text, "crash")
        self._flying.discard(text)
        self.finished(1)
        await gate.leave()

    async def _patiently(self, text: str, gate: Gate) -> Result:
        """Ask again, with fewer others beside, where the service is asked too much."""
        for number in range(TRIES):
            try:
                result = await self.classifier.classify(text, self.way, self.visitor)
            except LLMFault as fault:
                if fault.code != "rate_limit" or number + 1 == TRIES or self.stopped:
                    raise
                gate.narrow()
                await asyncio.sleep(backoff(number + 1, ModelSettings()))
            else:
                gate.widen()
                return result
        raise AssertionError("the last try returns or raises")


def unfit(text: str) -> str:
    """Return why a text cannot be labelled, or nothing."""
    if not text:
        return "empty"
    if len(text) > LONGEST:
        return "too_long"
    try:
        text.encode()
    except UnicodeEncodeError:
        return "bad_encoding"
    return ""


def outcome(result: Result) -> Outcome:
    confidence = "" if result.confidence is None else f"{result.confidence:.4f}"
    labels, guess = ("|".join(names) for names in (result.labels, result.guess))
    return Outcome(labels, confidence, result.way, result.abstained, guess)
