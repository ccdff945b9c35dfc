"""The SDK's client, and its errors turned into faults."""

import json
import logging
import ssl
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from email.utils import parsedate_to_datetime
from functools import cache
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from app.llm import demo, shared
from app.llm.endpoints import Endpoint, ModelSettings
from app.llm.faults import LLMFault, code_of
from app.llm.ladder import NoFormat
from app.security.addresses import is_loopback

if TYPE_CHECKING:
    import httpx2
    import openai

NO_KEY = "none"  # the SDK refuses to be built without one

log = logging.getLogger("app")

T = TypeVar("T")
Heard = Callable[[int, Mapping[str, str]], None]  # is told the status and the headers of each response


def client(endpoint: Endpoint, settings: ModelSettings, heard: Heard | None = None) -> "openai.AsyncOpenAI":
    """Build the SDK's client; it asks once, and how long to wait for what is decided in attempts.py."""
    import openai

    if not (endpoint.key.isascii() and endpoint.key.isprintable()):  # no header can carry it
        raise LLMFault("wrong_key")
    timeout = openai.Timeout(settings.llm_timeout_total, connect=settings.llm_timeout_connect)
    connections = private(timeout) if settings.llm_private else public(endpoint, timeout)
    if heard:
        connections.event_hooks = {"response": [telling(heard)]}
    return openai.AsyncOpenAI(
        api_key=endpoint.key or NO_KEY,
        base_url=endpoint.base_url,
        timeout=timeout,
        max_retries=0,
        http_client=connections,
    )


def telling(heard: Heard) -> "Callable[[httpx2.Response], Awaitable[None]]":
    async def tell(response: "httpx2.Response") -> None:
        heard(response.status_code, response.headers)

    return tell


def public(endpoint: Endpoint, timeout: "openai.Timeout") -> "httpx2.AsyncClient":
    """Build a client that takes the environment's proxies, but for what is on this machine."""
    import openai

    elsewhere = not is_loopback(urlsplit(endpoint.base_url).hostname or "")
    return openai.DefaultAsyncHttpxClient(verify=trust(), timeout=timeout, trust_env=elsewhere)


def private(timeout: "openai.Timeout") -> "httpx2.AsyncClient":
    """Build a client that goes straight to private addresses: through no proxy, after no redirect."""
    import httpx2

    from app.llm.private import PrivateTransport

    transport = PrivateTransport(verify=trust(), trust_env=False)
    return httpx2.AsyncClient(transport=transport, timeout=timeout, trust_env=False, follow_redirects=False)


@cache
def trust() -> ssl.SSLContext:
    """Read the certificates once: it takes 20 ms, and most calls have a client of their own."""
    import httpx2

    return httpx2.create_ssl_context()


@asynccontextmanager
async def calling(endpoint: Endpoint, settings: ModelSettings) -> AsyncIterator["openai.AsyncOpenAI"]:
    """Take the run's client, or open one that ends with the call, however that ends; errors leave as LLMFault."""
    import openai

    run = shared.current.get()
    try:
        if run and run.endpoint == endpoint:
            yield run.sdk
        else:
            async with client(await located(endpoint), settings) as sdk:
                yield sdk
    except TimeoutError:
        raise LLMFault("timeout") from None
    except openai.APIError as error:
        if isinstance(error.__cause__, LLMFault):  # of our own transport
            raise error.__cause__ from None
        raise named(error, endpoint) from None
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise LLMFault("cut_stream") from None


async def located(endpoint: Endpoint) -> Endpoint:
    """Return the endpoint at the address it has now: the demo model gets one when it starts."""
    return replace(endpoint, base_url=await demo.model.base_url()) if endpoint.provider == "demo" else endpoint


async def events(opening: Awaitable["openai.AsyncStream[T]"]) -> AsyncGenerator[T, None]:
    """Yield a stream's events; a connection lost on the way is a cut stream."""
    import openai

    opened = await opening
    try:
        while (event := await anext(opened, None)) is not None:
            yield event
    except openai.APIConnectionError:
        raise LLMFault("cut_stream") from None
    finally:
        # The SDK reads through a chain of generators and leaves it open, to be ended at some later time, when the
        # loop may be closed. Read on from a closed connection, it ends here.
        await opened.close()
        with suppress(Exception):
            while await anext(opened, None) is not None:
                pass


def named(error: "openai.APIError", endpoint: Endpoint) -> LLMFault:
    """Return the fault an error is, and leave in the log what its owner needs and no more."""
    status = getattr(error, "status_code", None)
    said = f"{error.code} {error.param} {error.type} {error.message}"
    code = code_of(status, said)
    kinds = [type(each).__name__ for each in (error, error.__cause__) if each]
    log.warning("%s at %s: %s, status %s, %s", endpoint.model, endpoint.provider, code, status, " from ".join(kinds))
    if NoFormat.is_said(status, said):
        return NoFormat()
    response = getattr(error, "response", None)
    fault = LLMFault("no_key" if code == "wrong_key" and not endpoint.key else code)
    fault.retry_after = retry_after(response.headers) if response is not None else None
    return fault


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds a service asks to wait, given as milliseconds, as seconds or as a date."""
    try:
        if "retry-after-ms" in headers:
            return float(headers["retry-after-ms"]) / 1000
        said = headers.get("retry-after", "")
        if "," in said:
            return parsedate_to_datetime(said).timestamp() - time.time()
        return float(said) if said else None
    except ValueError:
        return None
