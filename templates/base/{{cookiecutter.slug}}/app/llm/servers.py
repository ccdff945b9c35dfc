"""Finds the model servers that run on this machine, and the lines of .env that connect them."""

import asyncio
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.llm.endpoints import PRESETS
from app.product import Provider

if TYPE_CHECKING:
    import httpx2

SECONDS = 1.0  # loopback answers at once, or nobody is there
SHOWN = 20  # models
# What may stand in .env and on a page as it is; the list comes from whoever listens there.
NAME = re.compile(r"[\w][\w./:@+-]{0,100}", re.ASCII)

NAMES: dict[Provider, str] = {"ollama": "Ollama", "lmstudio": "LM Studio", "llamacpp": "llama.cpp", "vllm": "vLLM"}
# vLLM's port is this app's own as well; the app lists no models, so it is never taken for one.
ADDRESSES = {provider: PRESETS[provider].base_url for provider in NAMES}


@dataclass(frozen=True)
class LocalServer:
    """A server that lists models; `env` connects the app to one of them."""

    name: str
    models: tuple[str, ...]
    env: tuple[str, str]


async def found() -> list[LocalServer]:
    """Ask each of the usual ports of this machine which models it has, all at once."""
    import httpx2  # takes 0.1 s, of which nobody has to wait for a command that needs none

    # No proxy of the environment's: nothing here leaves the machine.
    async with httpx2.AsyncClient(timeout=SECONDS, trust_env=False) as client:
        answers = await asyncio.gather(*(listed(client, provider, url) for provider, url in ADDRESSES.items()))
    return [described(provider, models) for provider, models in zip(ADDRESSES, answers, strict=True) if models]


async def listed(client: "httpx2.AsyncClient", provider: Provider, base_url: str) -> tuple[str, ...]:
    """Return the models, none where nothing answers or it is no model server."""
    import httpx2

    try:
        reply = await client.get(f"{base_url}/models")
        return tuple(names(reply.json()))[:SHOWN] if reply.status_code == 200 else ()
    except (httpx2.HTTPError, ValueError):
        return ()


def names(answer: Any) -> list[str]:
    rows = answer.get("data") if isinstance(answer, dict) else None
    found = [row.get("id") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return [name for name in found if isinstance(name, str) and NAME.fullmatch(name)]


def described(provider: Provider, models: tuple[str, ...]) -> LocalServer:
    """Choose the first model that is not there for embeddings alone."""
    writing = next((name for name in models if "embed" not in name.lower()), models[0])
    return LocalServer(NAMES[provider], models, (f"LLM_PROVIDER={provider}", f"LLM_MODEL={writing}"))
