"""The adapter for embeddings, which both APIs ask for alike."""

import math
from collections.abc import AsyncGenerator, Iterator, Sequence
from typing import TYPE_CHECKING

from app.embedding import Vector
from app.llm.costs import Usage
from app.llm.endpoints import Endpoint
from app.llm.faults import LLMFault

if TYPE_CHECKING:
    import openai

BATCH_TEXTS, BATCH_BYTES = 256, 100_000  # well under what services take in one request


async def embedded(
    sdk: "openai.AsyncOpenAI", endpoint: Endpoint, texts: Sequence[str]
) -> AsyncGenerator[Usage | list[Vector], None]:
    """Yield what it took, where that is told, and the vectors in the order of the texts."""
    # Services refuse an empty text; not all of them know the SDK's own choice of base64.
    said = [text if text.strip() else "-" for text in texts]
    reply = await sdk.embeddings.create(model=endpoint.model, input=said, encoding_format="float")
    if isinstance(reply, str):
        raise LLMFault("cut_stream")
    if reply.usage:
        yield Usage(reply.usage.prompt_tokens, 0)
    rows = sorted(reply.data or (), key=lambda row: row.index)
    if [row.index for row in rows] != list(range(len(texts))):
        raise LLMFault("empty_reply")
    yield [unit(row.embedding) for row in rows]


def unit(vector: Sequence[float]) -> Vector:
    """Return the vector with length one; one of zeros has no direction to keep."""
    length = math.hypot(*vector)
    return [value / length for value in vector] if length else list(vector)


def batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield the texts in runs that one request takes; a text too long for any is a run of its own."""
    start, size = 0, 0
    for number, text in enumerate(texts):
        length = len(text.encode())
        if number > start and (number - start == BATCH_TEXTS or size + length > BATCH_BYTES):
            yield texts[start:number]
            start, size = number, 0
        size += length
    if texts[start:]:
        yield texts[start:]
