"""How often one visitor and one address may ask for what costs; what cannot be counted is refused."""

import logging
import math
import time
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import HTTPException, Request
from limits import RateLimitItem, parse_many
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from limits.errors import ConfigurationError, StorageError
from limits.storage import storage_from_string
from pydantic import AfterValidator, Field, SecretStr

from app.faults import OwnerFault
from app.security.addresses import network_of
from app.settings import EnvSettings

REDIS: dict[str, float | str | bool] = {
    "implementation": "redispy",
    "socket_connect_timeout": 2,
    "socket_timeout": 2,
}  # seconds
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
        None, description="Redis that counts them for several processes together; needs `sh setup.sh redis`"
    )


class Limiter:
    """Counts requests by whom they come from."""

    def __init__(self) -> None:
        settings = RateSettings()
        self.visitor, self.address = parse_many(settings.rate_visitor), parse_many(settings.rate_address)
        self.codes = parse_many(CODES)
        self._windows = SlidingWindowCounterRateLimiter(store(settings.redis_url))

    async def take(self, rates: list[RateLimitItem], *whose: str) -> None:
        """Count one request; raise HTTPException where it is one too many, or cannot be counted."""
        try:
            for rate in rates:
                if not await self._windows.hit(rate, *whose):
                    free = (await self._windows.get_window_stats(rate, *whose)).reset_time
                    raise HTTPException(429, "too_often", {"retry-after": str(max(1, math.ceil(free - time.time())))})
        except StorageError as error:
            log.error("Requests cannot be counted, so none is taken: %s; see to REDIS_URL", error)
            raise HTTPException(503, "uncounted", {"retry-after": "30"}) from None


def store(url: SecretStr | None) -> Any:
    """Return where the counts are: in this process, or in Redis."""
    if not url:
        return storage_from_string("async+memory://")
    try:
        return storage_from_string(f"async+{url.get_secret_value()}", wrap_exceptions=True, **REDIS)
    except (ConfigurationError, ValueError):
        raise OwnerFault("The setting REDIS_URL is wrong, or the package redis is missing: sh setup.sh redis") from None


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
