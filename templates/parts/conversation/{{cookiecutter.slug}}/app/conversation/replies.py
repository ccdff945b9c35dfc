"""Writes replies beside the requests for them, so that they go on whoever watches, and keeps them as they grow."""

import asyncio
import itertools
import logging
import time
from collections.abc import AsyncIterator
from dataclasses import replace

from app.conversation import progress, shapes
from app.conversation.events import Answering, Outcome
from app.conversation.live import Live, catch_up
from app.conversation.store import Own
from app.conversation.word import open_word
from app.faults import OwnerFault
from app.llm import LLMFault
from app.problems import described
from app.product import Product
from app.watched import Watched
from app.words import asked_in

BEAT = 1.0  # seconds between two looks at the store: a reply that is killed loses what came since the last
LOST = 5.0  # seconds without a beat after which a reply counts as lost
PULSE = 15  # beats after which viewers get a sign of life
LOOK = 0.5  # seconds between two looks at a reply that another process writes
TRIES = 5  # to store a reply that is whole
SIGN = b": \n\n"  # a comment, which keeps proxies from closing a silent stream

log = logging.getLogger("app")


class Replies:
    """The replies that this process writes, and the way to those of others."""

    def __init__(self, product: Watched[Product]) -> None:
        self._product = product
        self._here: dict[str, Live] = {}
        self._writers: dict[str, asyncio.Task[None]] = {}
        self._word = open_word()
        self._beats: dict[str, tuple[int, float]] = {}  # of others: the last beat, and when it was first seen

    def start(self, reply: str, answering: Answering) -> Live:
        """Begin to write a reply that has its place in the store."""
        live = self._here[reply] = Live(reply, answering)
        self._writers[reply] = asyncio.create_task(self._write(live))
        return live

    async def stop(self, reply: str) -> None:
        """End a reply, in whichever process, and return once what came of it is stored."""
        if live := self._here.get(reply):
            live.stop()
            await asyncio.wait({self._writers[reply]})
            return
        await asyncio.to_thread(progress.ask_to_stop, reply)
        if self._word:
            await self._word.send(reply)
        for _ in range(int(2 * LOST / LOOK)):
            if not await asyncio.to_thread(progress.is_live, reply):
                return
            await asyncio.sleep(LOOK)

    def _stop_here(self, reply: str) -> None:
        """End a reply, if this process writes it."""
        if live := self._here.get(reply):
            live.stop()

    async def follow(self, own: Own, reply: str, after: int) -> AsyncIterator[bytes]:
        """Yield a reply's events from a number on, until its end."""
        if live := self._here.get(reply):
            async for chunk in live.view(after):
                yield chunk
            return
        row, outcome = None, None
        while not outcome:
            if row:
                yield SIGN
                await asyncio.sleep(LOOK)
            row = await asyncio.to_thread(own.reply_of, reply)
            outcome = shapes.outcome_of(row)
            yield b"".join(catch_up(row["text"], row["answerer"], row["notes"], outcome, after))
            after = max(after, len(row["text"]))

    async def run(self) -> None:
        """Keep the replies as they grow; when this is cancelled they are interrupted, and stored."""
        try:
            for beats in itertools.count(1):
                try:
                    await self._beat()
                except OwnerFault as fault:
                    if self._here:
                        log.error("%s", fault)
                if beats % PULSE == 0:
                    for live in self._here.values():
                        live.publish(SIGN)
                await asyncio.sleep(BEAT)
        finally:
            for live in self._here.values():
                live.interrupt()
            await asyncio.gather(*self._writers.values())

    async def hear(self) -> None:
        """Stop what other servers say is to stop, until this is cancelled."""
        if self._word:
            await self._word.listen(self._stop_here)

    async def _beat(self) -> None:
        mine = dict(self._here)
        grown = {reply: live.text for reply, live in mine.items() if len(live.text) > live.kept}
        rows = await asyncio.to_thread(progress.beat, list(mine), grown)
        for reply, text in grown.items():
            mine[reply].kept = len(text)
        for row in rows:
            if row["stop"]:
                self._stop_here(row["message"])
        others = {row["message"]: row["beat"] for row in rows if row["message"] not in self._here}
        if lost := self._lost(others):
            await asyncio.to_thread(progress.abandon, lost)

    def _lost(self, others: dict[str, int]) -> dict[str, int]:
        """Return the replies whose beat stands still; only this process's clock is asked."""
        now = time.monotonic()
        seen = {reply: self._beats.get(reply, (beat, now)) for reply, beat in others.items()}
        self._beats = {reply: seen[reply] if seen[reply][0] == beat else (beat, now) for reply, beat in others.items()}
        return {reply: beat for reply, (beat, since) in self._beats.items() if now - since > LOST}

    async def _write(self, live: Live) -> None:
        """Wait for the end of a reply, store it, and only then tell its viewers."""
        outcome = self._outcome(live, await live.written())
        for _ in range(TRIES):
            try:
                await asyncio.to_thread(progress.finish, live.id, live.text, live.notes, outcome, live.seconds)
                break
            except OwnerFault as fault:
                log.error("%s", fault)
                await asyncio.sleep(BEAT)
        del self._here[live.id], self._writers[live.id]
        live.end(outcome)

    def _outcome(self, live: Live, reading: "asyncio.Task[None]") -> Outcome:
        done = live.done
        outcome = Outcome("complete", done.answerer or live.answerer, done.usage, done.cost_usd, done.estimated)
        if reading.cancelled():
            return replace(outcome, status="stopped" if live.is_stopped else "interrupted")
        if error := reading.exception():
            return replace(outcome, status="failed", fault=self._described(error))
        return outcome

    def _described(self, error: BaseException) -> dict[str, str]:
        """Return what a viewer is told of a failure."""
        if isinstance(error, LLMFault):
            return {"code": error.code, "message": error.message, "hint": error.hint}
        log.error("a reply failed", exc_info=error)
        return described("server_error", asked_in(self._product.get().product.language))
