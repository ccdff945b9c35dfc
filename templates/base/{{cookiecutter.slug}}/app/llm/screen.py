"""All that leaves for a model goes through the screens of app/screens/, and so does all that comes back."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Protocol

from app import screens
from app.discovery import exported
from app.faults import OwnerFault
from app.llm.conversation import Message, Question
from app.llm.endpoints import Endpoint
from app.llm.faults import LLMFault

log = logging.getLogger("app")


class Screen(Protocol):
    """Stands before one call; what it hides holds no quote, backslash or line end, so that replies may be JSON."""

    def leave(self, texts: Sequence[str]) -> list[str]:
        """Return each text as it may leave."""

    def note(self) -> str:
        """Return what the model has to know of that, if anything."""

    def back(self, piece: str) -> str:
        """Return a piece of the reply as it may be read; the end is held back where what follows may change it."""

    def rest(self) -> str:
        """Return what is still held back."""


Sent = Callable[[str, Endpoint, Sequence[str]], None]  # is told what a call is for, who is asked, and the texts


class Screens:
    """The screens before one call, the last one nearest to the model; where there are none, nothing changes."""

    def __init__(self) -> None:
        self._screens: list[Screen] = [make() for make in found("screen")]

    def leave(self, texts: Sequence[str]) -> list[str]:
        for screen in self._screens:
            texts = screen.leave(texts)
        return list(texts)

    async def question(self, question: Question) -> Question:
        """Return the question as it may leave; in a thread, since a long one takes a while."""
        if not self._screens:
            return question
        texts = await asyncio.to_thread(self.leave, question.texts)
        said = [replace(each, content=text) for each, text in zip(question.messages, texts, strict=True)]
        notes = [Message("system", note) for screen in self._screens if (note := screen.note())]
        return replace(question, messages=[*said, *notes])

    def back(self, piece: str) -> str:
        for screen in reversed(self._screens):
            piece = screen.back(piece)
        return piece

    def rest(self) -> str:
        """Return what is still held back; the reply is at its end."""
        text = ""
        for screen in reversed(self._screens):
            text = screen.back(text) + screen.rest()
        return text


async def together(texts: Sequence[str]) -> list[str]:
    """Return the texts of one call as they may leave; nothing is brought back of its reply."""
    return await asyncio.to_thread(Screens().leave, texts) if found("screen") else list(texts)


async def alone(texts: Sequence[str]) -> list[str]:
    """Return texts that have nothing to do with each other as they may leave."""
    if not found("screen"):
        return list(texts)
    return await asyncio.to_thread(lambda: [Screens().leave([text])[0] for text in texts])


async def sent(purpose: str, endpoint: Endpoint, *calls: Sequence[str]) -> None:
    """Tell whoever wants to know the texts of calls that are about to be made.

    Raises LLMFault where that cannot be written down.
    """
    for tell in found("sent"):
        try:
            await asyncio.to_thread(each, tell, purpose, endpoint, calls)
        except OwnerFault as fault:
            log.error("%s", fault)
            raise LLMFault("unrecorded") from None


def each(tell: Sent, purpose: str, endpoint: Endpoint, calls: Sequence[Sequence[str]]) -> None:
    for texts in calls:
        tell(purpose, endpoint, texts)


@cache
def found(name: str) -> tuple[Any, ...]:
    return tuple(exported(screens, name))
