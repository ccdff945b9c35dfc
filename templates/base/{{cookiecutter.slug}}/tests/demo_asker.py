"""A process that asks the demo model: `python -m tests.demo_asker` prints where that answers, and waits."""

import asyncio
import sys

from app.llm import Message, demo, stream


async def main() -> None:
    async for _ in stream([Message("user", "Say hello.")]):
        pass
    print(await demo.model.base_url(), flush=True)
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
