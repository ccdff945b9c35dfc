"""Work beside the server yields to whoever waits, and goes on after whatever ended it."""

import asyncio
import os
import signal
import statistics
import subprocess
import sys
import threading
import time

import pytest

from app.documents import catalogue
from app.documents.attention import Attention
from app.documents.embedder import ChildEmbedder
from app.settings import PROJECT
from tests.library import LEAVE, embed_all, find, needs_vectors, put, read_all


def test_the_background_waits_while_a_person_does() -> None:
    async def run() -> None:
        attention = Attention()
        await asyncio.wait_for(attention.free(), 1)
        with attention.person(), attention.person():
            waiting = asyncio.create_task(attention.free())
            await asyncio.sleep(0.01)
            assert not waiting.done()
        await asyncio.wait_for(waiting, 1)

    asyncio.run(run())


def long(number: int) -> str:
    return "\n\n".join(f"# Part {part}\n\n{LEAVE} {number} {part} " + "words and more words " * 20 for part in range(8))


@needs_vectors
def test_making_vectors_goes_on_where_it_was_killed() -> None:
    for number in range(3):
        put(f"{number}.md", long(number))
    read_all()
    code = "from tests.library import embed_all; print('begun', flush=True); embed_all()"
    process = subprocess.Popen([sys.executable, "-c", code], cwd=PROJECT, env=dict(os.environ), stdout=subprocess.PIPE)
    assert process.stdout
    process.stdout.readline()
    deadline = time.monotonic() + 300
    while not sum(row["embedded"] for row in catalogue.listed()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    before = sum(row["embedded"] for row in catalogue.listed())
    embed_all()
    rows = catalogue.listed()
    assert before <= sum(row["embedded"] for row in rows)
    free = [row for row in rows if row["claimed"] < time.time()]
    assert len(free) >= len(rows) - 1  # one may be held by the dead a little longer
    assert all(row["embedded"] == row["passages"] for row in free)


@needs_vectors
def test_questions_stay_quick_while_vectors_are_made() -> None:
    put("a.md", long(0))
    read_all()
    embed_all()
    find("annual leave")
    quiet = statistics.median(timed() for _ in range(9))
    ended = threading.Event()
    working = threading.Thread(target=keep_embedding, args=(ended,))
    working.start()
    try:
        loud = statistics.median(timed() for _ in range(9))
    finally:
        ended.set()
        working.join()
    assert loud < 10 * quiet + 0.2


def keep_embedding(ended: threading.Event) -> None:
    child = ChildEmbedder()
    while not ended.is_set():
        child.embed(["words and more words " * 20] * 4)
    child.close()


def timed() -> float:
    begun = time.perf_counter()
    find("how many days of annual leave does everyone have")
    return time.perf_counter() - begun


@needs_vectors
def test_an_embedder_that_dies_is_told_and_the_next_use_starts_another() -> None:
    child = ChildEmbedder()
    assert len(child.embed(["one", "two"])) == 2
    assert child._process
    child._process.kill()
    with pytest.raises(BrokenPipeError):
        child.embed(["three"])
    assert len(child.embed(["four"])[0]) == 384
    child.close()
    with pytest.raises(BrokenPipeError):
        child.embed(["five"])
