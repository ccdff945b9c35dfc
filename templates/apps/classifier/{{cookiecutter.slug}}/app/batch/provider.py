"""Labels by the Batch API of the model's service: half the price, within a day; a kill loses nothing that was sent."""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Any

from app import llm
from app.batch.purse import Purse
from app.batch.row import outcome
from app.batch.sent import Batch, Sent
from app.batch.work import AT_ONCE, Work
from app.classifier import Classifier
from app.guard import NANO, CapFault
from app.llm import LLMFault, batches
from app.llm.attempts import PASSING, backoff
from app.llm.batches import Asking
from app.llm.costs import NOTHING, Usage
from app.result import Result
from app.usage import Outcome as Entry
from app.ways import schema

LONGEST = 60.0  # seconds between two looks at what was sent
MOST_REQUESTS, MOST_BYTES = 20_000, 50_000_000  # of one batch, since it is held in memory; services take more
FAULTS = 8  # in a row, after which the service is left alone
GROWS = 10  # looks after which that time grows no longer
AGAIN = {"server_error", "rate_limit", "timeout", "expired"}  # what another batch may not meet


@dataclass
class Bundle:
    """Texts on their way into a batch, each with its line and the most that it can cost."""

    texts: list[str] = field(default_factory=list)
    lines: list[bytes] = field(default_factory=list)
    amounts: list[int] = field(default_factory=list)
    size: int = 0  # bytes

    def add(self, text: str, line: bytes, amount: int) -> None:
        self.texts.append(text)
        self.lines.append(line)
        self.amounts.append(amount)
        self.size += len(line)

    @property
    def is_full(self) -> bool:
        return len(self.lines) == MOST_REQUESTS or self.size > MOST_BYTES

    def half(self) -> "Bundle":
        end = len(self.texts) // 2
        return Bundle(self.texts[:end], self.lines[:end], self.amounts[:end])


@dataclass
class Sending:
    """One run: sends as much as the budget has room for, reads back what is done, and sends the rest."""

    work: Work
    texts: Callable[[], AsyncGenerator[str, None]]  # without an outcome, from the first again with each call
    classifier: Classifier
    purse: Purse

    async def run(self) -> None:
        """Label texts; cancelling this leaves what was sent to be read by the next run."""
        self._sent = Sent(self.work.kept)
        for batch in self._sent.open():
            self.purse.adopt(batch.amount)
        async with llm.sharing():
            self._asking: Asking[Any] = batches.asking(schema.shape(self.classifier.task.labels))
            looks, self._faults, self._broken = 0, 0, False
            while True:
                await self._judge()
                is_all = await self._told(self._send())
                waiting = self._sent.open()
                ended = [await self._told(self._look(batch)) for batch in waiting]
                if self._broken or (not waiting and (is_all or self.work.stopped)):
                    return
                looks = 0 if any(ended) else looks + 1
                await asyncio.sleep(looks and min(backoff(min(looks, GROWS), self._asking.settings), LONGEST))

    async def _told(self, doing: Coroutine[None, None, bool]) -> bool:
        """Return what it comes to; after a fault that may pass the next look tries again, but not for ever."""
        try:
            done = await doing
        except LLMFault as fault:
            self._faults += 1
            if fault.code not in PASSING or self._faults == FAULTS:
                self.work.stop(fault)
                self._broken = not isinstance(fault, CapFault)
            return False
        self._faults = 0
        return done

    async def _send(self) -> bool:
        bundle = Bundle()
        async with aclosing(self.texts()) as texts:
            async for text in texts:
                bundle.add(text, *await self._line(text))
                if bundle.is_full:
                    if not await self._submit(bundle):
                        return False
                    bundle = Bundle()
        return not bundle.texts or await self._submit(bundle)

    async def _line(self, text: str) -> tuple[bytes, int]:
        task = self.classifier.task
        said = schema.messages(text, task.labels, task.about.instructions, task.language)
        question = await self._asking.question(said)
        line = self._asking.line(self.work.kept.key(text).hex(), question)
        return line, round(self._asking.most_usd(question) * NANO)

    async def _submit(self, bundle: Bundle) -> bool:
        """Send a bundle, or as much of it as there is money for; tell whether that was all."""
        try:
            paid = await self._paid(bundle)
            if paid is None:
                return False
            batch, part = paid
            batch = replace(batch, file=await self._uploaded(batch, part))
            self._sent.begin(batch, part.texts)
        finally:
            self.work.release(bundle.texts)
        self._sent.submitted(batch.number, await batches.submit(batch.file, self._asking.url))
        return part is bundle

    async def _paid(self, bundle: Bundle) -> tuple[Batch, Bundle] | None:
        """Set money aside for all of the texts, or half of them until there is room; None where others hold it yet."""
        while True:
            amount, asked = sum(bundle.amounts), self._asking.endpoint
            try:
                return Batch(await self.purse.set_aside(amount, asked.model, asked.provider), "", None, amount), bundle
            except CapFault:
                if len(bundle.texts) > 1:
                    bundle = bundle.half()
                elif self._sent.open():  # these give back what they do not cost
                    return None
                else:
                    raise

    async def _uploaded(self, batch: Batch, bundle: Bundle) -> str:
        try:
            return await batches.upload(bundle.lines, self._asking.endpoint)
        except BaseException:
            await self.purse.settle(batch.number, batch.amount, entry(0, NOTHING, "cancelled"))
            raise

    async def _look(self, batch: Batch) -> bool:
        """Read a batch back if it is done, and tell whether it was."""
        state = await batches.state(batch.batch or await self._name(batch))
        if state.is_running:
            return False
        usage = sum([await self._read(batch, file) for file in state.files], NOTHING)
        cost = round(self._asking.cost_usd(usage) * NANO)
        await self.purse.settle(batch.number, batch.amount, entry(cost, usage, state.fault or None))
        unread = {"completed": "unread", "failed": state.fault or "server_error"}.get(state.status, state.status)
        self._sent.end(batch.number, unread, again=state.status != "cancelled")
        if state.status == "failed":  # the service did not take it, and will not take another
            self.work.stop(LLMFault(unread, self._asking.endpoint.model))
        await batches.forget([batch.file, *state.files])
        return True

    async def _name(self, batch: Batch) -> str:
        """Return the batch of a file that was brought to the service before a kill; one is made where none was."""
        name = await batches.submitted(batch.file) or await batches.submit(batch.file, self._asking.url)
        self._sent.submitted(batch.number, name)
        return name

    async def _read(self, batch: Batch, file: str) -> Usage:
        """Keep the replies of a file and return what they took."""
        used, some = NOTHING, list[bytes]()
        async with aclosing(batches.lines(file)) as lines:
            async for line in lines:
                some.append(line)
                if len(some) == AT_ONCE:
                    used, some = used + self._kept(batch, some), []
        return used + self._kept(batch, some)

    def _kept(self, batch: Batch, lines: list[bytes]) -> Usage:
        replies = list(self._asking.replies(iter(lines)))
        told = [reply for reply in replies if not reply.fault or reply.fault in schema.ABSTAINING]
        self._sent.replied(batch.number, [(reply.key, json.dumps([reply.text, reply.fault])) for reply in told])
        failed = [reply for reply in replies if reply not in told]
        self._sent.failed(batch.number, [(reply.key, reply.fault, reply.fault in AGAIN) for reply in failed])
        return sum((reply.usage for reply in replies), NOTHING)

    async def _judge(self) -> None:
        """Make outcomes of the replies, where the file has their texts."""
        async for text in self.work.replied():
            said, fault = json.loads(self._sent.reply(text) or "[]")
            result = await self.classifier.replied(text, self._result(said, fault))
            self.work.keep([text], [outcome(result)])

    def _result(self, said: str, fault: str) -> Result:
        try:
            return schema.abstained(fault) if fault else schema.result(self._asking.parsed(said), self._labels)
        except LLMFault as unparsed:
            return schema.abstained(unparsed.code)

    @property
    def _labels(self) -> Any:
        return self.classifier.task.labels


def entry(cost: int, usage: Usage, fault: str | None) -> Entry:
    """Return a batch as the store keeps it: one call."""
    return Entry(
        status="failed" if fault else "settled",
        cost=cost,
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cached_tokens=usage.cached_tokens,
        estimated=False,
        fault=fault,
        first_token_seconds=None,
        seconds=0.0,
    )
