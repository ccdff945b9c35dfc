"""Says a text that is there already, piece by piece."""

import asyncio
import re
from collections.abc import AsyncGenerator

from app.llm import Delta

PIECE = re.compile(r"(?:\s*\S+){1,4}\s*?|\s+")


async def spoken(text: str, pace: float) -> AsyncGenerator[Delta, None]:
    """Yield a few words every `pace` seconds: a reply that appears at once is not read as one."""
    for piece in PIECE.findall(text):
        yield Delta(piece)
        await asyncio.sleep(pace)
