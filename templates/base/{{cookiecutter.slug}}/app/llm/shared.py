"""What the calls of one run share: settings that were read once, and a client whose connections stay open."""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.llm.endpoints import Endpoint, ModelSettings

if TYPE_CHECKING:
    import openai


@dataclass(frozen=True)
class Shared:
    """The one model that a run asks, so that all its answers come from the same."""

    endpoint: Endpoint
    settings: ModelSettings
    sdk: "openai.AsyncOpenAI"


current: ContextVar[Shared | None] = ContextVar("shared", default=None)
