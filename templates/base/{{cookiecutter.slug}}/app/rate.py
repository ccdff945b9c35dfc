"""How often one visitor and one address may ask for what costs; what cannot be counted is refused."""

import logging
import math
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import HTTPException, Request
from limits import RateLimitItem, parse_many
from limits.errors import StorageError
from pydantic import AfterValidator, Field, SecretStr

from app.faults import OwnerFault
from app.security.addresses import network_of
from app.settings import EnvSettings
from app.windows import windows

CODES = "20/minute;200/day"  # times that one address may try to guess a code

log = logging.getLogger("app")

F = TypeVar("F", bound=Callable[..., Any])


def as_rates(text: str) -> str:
    """Check rates as `limits` reads them."""
    parse_many(text)
    return text


Rates = Annotated[str, AfterValidator(as_rates)]


class RateSettings(EnvSettings):
    """How often the app may be asked for what costs, and where that is counted."""

    rate_visitor: Rates = Field(
        "20/minute", description="requests that cost, of one visitor; such as 20/minute;500/day"
    )
    rate_address: Rates = Field("60/minute", description="requests that cost, of all visitors from one address")
    redis_url: SecretStr | None = Field(
        None, description="Redis that counts them for several processes together; the feature redis brings its driver"
    )


class Limiter:
    """Counts requests by whom they come from."""

    def __init__(self) -> None:
        settings = RateSettings()
        self.visitor, self.address = parse_many(settings.rate_visitor), parse_many(settings.rate_address)
        self.codes = parse_many(CODES)
        self._windows = windows(settings.redis_url)

    async def take(self, rates: list[RateLimitItem], *whose: str) -> None:
        """Count one request; raise HTTPException where it is one too many, or cannot be counted."""
        try:
            seconds = await self._windows.take(rates, whose)
        except (StorageError, OwnerFault) as error:
            log.error("Requests cannot be counted, so none is taken: %s; see to %s", error, self._windows.setting)
            raise HTTPException(503, "uncounted", {"retry-after": "30"}) from None
        if seconds:
            raise HTTPException(429, "too_often", {"retry-after": str(math.ceil(seconds))})

    async def close(self) -> None:
        """Let go of the connections by which requests are counted."""
        await self._windows.close()


def free(endpoint: F) -> F:
    """Mark a POST route that costs nothing, so that it is not counted."""
    endpoint.free = True  # type: ignore[attr-defined]
    return endpoint


async def counted(request: Request) -> None:
    """Count a request that may cost, each POST but those marked as free: the address first, which no cookie changes."""
    if request.method == "POST" and not getattr(request.scope["endpoint"], "free", False):
        limiter: Limiter = request.app.state.limiter
        await limiter.take(limiter.address, "address", network_of(request.scope))
        await limiter.take(limiter.visitor, "visitor", request.state.visitor)
