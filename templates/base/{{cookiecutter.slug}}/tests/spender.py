"""A process that sets money aside: `python -m tests.spender CALLS USD` prints how many calls it may make, and waits."""

import asyncio
import sys
from contextlib import AsyncExitStack

from app.guard import CapFault, spending


async def main(calls: int, usd: float) -> None:
    async with AsyncExitStack() as stack:

        async def enter() -> bool:
            try:
                await stack.enter_async_context(spending("a visitor", "a-model", "openai", usd))
            except CapFault:
                return False
            return True

        print(sum(await asyncio.gather(*(enter() for _ in range(calls)))), flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2])))
