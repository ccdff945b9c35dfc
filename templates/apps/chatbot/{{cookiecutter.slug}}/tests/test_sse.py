import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from app.sse import WINDOW, Named, encoded
from tests.events import parse


async def collect(events: AsyncIterator[Named]) -> list[bytes]:
    return [chunk async for chunk in encoded(events)]


def named(chunks: list[bytes]) -> list[Named]:
    return list(parse(b"".join(chunks).decode().split("\n")))


def test_tokens_within_a_window_share_an_event_and_lose_nothing() -> None:
    async def fast() -> AsyncIterator[Named]:
        yield "start", {"answerer": "faq"}
        for number in range(1000):
            yield "delta", {"text": f"{number} "}
        yield "done", {}

    events = named(asyncio.run(collect(fast())))
    assert [name for name, _ in events] == ["start", "delta", "done"]
    assert events[1][1]["text"].split() == [str(number) for number in range(1000)]


def test_slow_tokens_come_one_by_one_and_the_first_at_once() -> None:
    async def slow() -> AsyncIterator[Named]:
        for text in "abc":
            yield "delta", {"text": text}
            await asyncio.sleep(3 * WINDOW)

    async def first() -> float:
        begun = time.perf_counter()
        stream = encoded(slow())
        await anext(stream)
        waited = time.perf_counter() - begun
        await stream.aclose()  # type: ignore[attr-defined]
        return waited

    assert [fields["text"] for _, fields in named(asyncio.run(collect(slow())))] == ["a", "b", "c"]
    assert asyncio.run(first()) < 2 * WINDOW


def test_text_of_any_kind_stays_one_event() -> None:
    async def odd() -> AsyncIterator[Named]:
        yield "delta", {"text": "a\n\nevent: done\r\ndata: {}\u2028\x85 đ 😀"}

    assert named(asyncio.run(collect(odd()))) == [("delta", {"text": "a\n\nevent: done\r\ndata: {}\u2028\x85 đ 😀"})]


def test_closing_the_stream_closes_its_source() -> None:
    closed = []

    async def endless() -> AsyncIterator[Named]:
        try:
            while True:
                yield "delta", {"text": "a"}
                await asyncio.sleep(3600)
        finally:
            closed.append(True)

    async def leave() -> None:
        stream = encoded(endless())
        await anext(stream)
        await stream.aclose()  # type: ignore[attr-defined]

    asyncio.run(asyncio.wait_for(leave(), 5))
    assert closed == [True]


def test_a_failure_of_the_source_comes_after_what_it_said() -> None:
    said: list[bytes] = []

    async def failing() -> AsyncIterator[Named]:
        yield "delta", {"text": "a"}
        raise RuntimeError("broken")

    async def read() -> None:
        async for chunk in encoded(failing()):
            said.append(chunk)

    with pytest.raises(RuntimeError, match="broken"):
        asyncio.run(read())
    assert named(said) == [("delta", {"text": "a"})]
