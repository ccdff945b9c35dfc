"""Asks every case, several at a time, and checks the replies."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence

from app.evaluation.cases import Case
from app.evaluation.checks import SlowPattern, checked, failed
from app.evaluation.judge import RUNS, Judge
from app.evaluation.replies import Reply
from app.evaluation.results import Opinion, Result
from app.llm import LLMFault

Ask = Callable[[str], Awaitable[Reply]]

log = logging.getLogger("app")


async def run(
    cases: Sequence[Case],
    ask: Ask,
    *,
    parallel: int,
    seconds: float,
    judge: Judge | None = None,
    finished: Callable[[], None] = lambda: None,
) -> list[Result]:
    """Return a result for each case, in order; a reply gets `seconds` and the judge its own time."""
    places = asyncio.Semaphore(parallel)

    async def one(case: Case) -> Result:
        async with places:
            result = await evaluated(case, ask, seconds, judge)
        finished()
        return result

    return await asyncio.gather(*(one(case) for case in cases))


async def evaluated(case: Case, ask: Ask, seconds: float, judge: Judge | None) -> Result:
    begun = time.perf_counter()
    reply, fault = await asked(case, ask, seconds)
    took = time.perf_counter() - begun
    if reply is None:
        unjudged = [Opinion(fault=fault)] * RUNS if judge else []
        return Result(case=case, seconds=took, fault=fault, checks=failed(case), opinions=unjudged)
    try:
        checks = await asyncio.to_thread(checked, case, reply)
    except SlowPattern:
        checks, fault = failed(case), "slow_pattern"
    return Result(
        case=case,
        text=reply.text,
        answerer=reply.answerer,
        seconds=took,
        cost_usd=reply.cost_usd,
        estimated=reply.estimated,
        fault=fault,
        checks=checks,
        opinions=await judge(case, reply) if judge else [],
    )


async def asked(case: Case, ask: Ask, seconds: float) -> tuple[Reply | None, str]:
    """Return the reply, or the code of what kept it from coming."""
    try:
        async with asyncio.timeout(seconds):
            return await ask(case.input), ""
    except TimeoutError:
        return None, "timeout"
    except LLMFault as fault:
        return None, fault.code
    except Exception:
        log.exception("a reply failed")
        return None, "crash"
