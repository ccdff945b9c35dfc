"""Asks the service straight through the SDK, 64 calls at a time over one client: what nobody can be much quicker than.

Started by benchmarks/batch.py with the number of calls; it prints the calls a second.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time

import openai
from app.batch.asking import CALLS_AT_A_TIME
from app.classifier import open_classifier
from app.settings import PROJECT
from app.ways.decisions import questions


async def main(count: int) -> float:
    task = open_classifier(PROJECT).task
    asked = [each.as_data() for each in questions(task.labels, task.about.instructions, task.language)]
    places = asyncio.Semaphore(CALLS_AT_A_TIME)
    async with openai.AsyncOpenAI(base_url=os.environ["LLM_BASE_URL"], api_key="none", max_retries=0) as sdk:

        async def one(number: int) -> None:
            async with places:
                await sdk.decisions.create(model="plain", input=f"Number {number}", questions=asked)

        begun = time.monotonic()
        await asyncio.gather(*(one(number) for number in range(count)))
        return count / (time.monotonic() - begun)


if __name__ == "__main__":
    print(asyncio.run(main(int(sys.argv[1]))))
