"""Labels by a model from this process: as many calls at a time as the service bears."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from app import llm
from app.batch.pace import Pace
from app.batch.purse import Purse
from app.batch.row import labelled
from app.batch.work import Work
from app.classifier import Classifier
from app.faults import OwnerFault
from app.guard import purse as paying
from app.llm import LLMFault
from app.llm.endpoints import ModelSettings
from app.result import Asked

CALLS_AT_A_TIME = 64  # at most: how many it is at a moment, the service's answers decide


async def ask(work: Work, texts: AsyncGenerator[str, None], classifier: Classifier, way: Asked, purse: Purse) -> None:
    """Label texts; cancelling this loses the calls that are on their way, and no other."""
    pace, places, settings = Pace(CALLS_AT_A_TIME), asyncio.Semaphore(CALLS_AT_A_TIME), ModelSettings()

    async def one(text: str) -> None:
        try:
            work.keep([text], [await labelled(classifier, text, way, pace, settings)])
            pace.weight = purse.tokens / max(1, purse.calls)
        except LLMFault as fault:
            work.stop(fault)
            pace.close()
        finally:
            places.release()

    before = paying.set(purse)
    try:
        async with aclosing(texts), llm.sharing(pace.heard), asyncio.TaskGroup() as group:
            async for text in texts:
                await places.acquire()
                if work.stopped:
                    return
                group.create_task(one(text))
    except* OwnerFault as faults:  # the disk is full: what comes could not be kept
        raise faults.exceptions[0] from None
    finally:
        paying.reset(before)
        await purse.close()
