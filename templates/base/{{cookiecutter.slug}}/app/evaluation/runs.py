"""Asks every case, several at a time, and checks the replies."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.evaluation.cases import Case
from app.evaluation.checks import SlowPattern, checked, failed
from app.evaluation.judge import RUNS, Judge
from app.evaluation.replies import Reply
from app.evaluation.results import Opinion, Result
from app.llm import LLMFault

T = TypeVar("T")
U = TypeVar("U")
Ask = Callable[[str], Awaitable[Reply]]

log = logging.getLogger("app")


@dataclass(frozen=True)
class Pace:
    """How many are asked at a time, the limit for one reply, and who counts those to come and those that came."""

    parallel: int
    seconds: float
    expected: Callable[[int], None] = lambda _: None
    finished: Callable[[], None] = lambda: None

    async def each(self, items: Sequence[T], do: Callable[[T], Awaitable[U]]) -> list[U]:
        """Do something with every item, and return what came of them in their order."""
        places = asyncio.Semaphore(self.parallel)

        async def one(item: T) -> U:
            async with places:
                done = await do(item)
            self.finished()
            return done

        return await asyncio.gather(*map(one, items))


@dataclass(frozen=True)
class Attempt(Generic[T]):
    """What was returned, or the code of what kept it from coming, and the seconds that took."""

    value: T | None
    fault: str
    seconds: float


async def run(cases: Sequence[Case], ask: Ask, pace: Pace, judge: Judge | None = None) -> list[Result]:
    """Return a result for each case, in order; the judge gets its own time."""
    return await pace.each(cases, lambda case: evaluated(case, ask, pace.seconds, judge))


async def evaluated(case: Case, ask: Ask, seconds: float, judge: Judge | None) -> Result:
    attempt = await attempted(lambda: ask(case.input), seconds)
    reply, fault = attempt.value, attempt.fault
    if reply is None:
        unjudged = [Opinion(fault=fault)] * RUNS if judge else []
        return Result(case=case, seconds=attempt.seconds, fault=fault, checks=failed(case), opinions=unjudged)
    try:
        checks = await asyncio.to_thread(checked, case, reply)
    except SlowPattern:
        checks, fault = failed(case), "slow_pattern"
    return Result(
        case=case,
        text=reply.text,
        answerer=reply.answerer,
        seconds=attempt.seconds,
        cost_usd=reply.cost_usd,
        estimated=reply.estimated,
        fault=fault,
        checks=checks,
        opinions=await judge(case, reply) if judge else [],
    )


async def attempted(ask: Callable[[], Awaitable[T]], seconds: float) -> Attempt[T]:
    """Ask within a limit; whatever goes wrong has a code, and ends nothing else."""
    begun, value, fault = time.perf_counter(), None, ""
    try:
        async with asyncio.timeout(seconds):
            value = await ask()
    except TimeoutError:
        fault = "timeout"
    except LLMFault as failure:
        fault = failure.code
    except Exception:
        log.exception("a reply failed")
        fault = "crash"
    return Attempt(value, fault, time.perf_counter() - begun)
