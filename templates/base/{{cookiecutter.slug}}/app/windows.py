"""Where requests are counted: in this process, in Redis, or in a database that several servers share."""

import asyncio
import time
from collections.abc import Sequence
from typing import Any, Protocol

from limits import RateLimitItem
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from limits.errors import ConfigurationError
from limits.storage import storage_from_string
from pydantic import SecretStr

from app.faults import OwnerFault
from app.settings import StoreSettings

REDIS_PATIENCE = 2  # seconds


class Windows(Protocol):
    """Counts requests in windows of time; `setting` says what to see to where they cannot be counted."""

    setting: str

    async def take(self, rates: Sequence[RateLimitItem], whose: Sequence[str]) -> float:
        """Count a request and return 0, or return the seconds after which there may be room for it."""

    async def close(self) -> None:
        """Let go of the connections."""


def windows(redis: SecretStr | None) -> Windows:
    """Choose what the app's servers have in common: Redis, then the database; SQLite is for one server."""
    if redis:
        return in_redis(redis.get_secret_value())
    if StoreSettings().is_shared:
        return Stored()
    return Limited("", storage_from_string("async+memory://"))


def in_redis(url: str) -> Windows:
    try:
        from redis.asyncio import ConnectionPool

        pool: Any = ConnectionPool.from_url(url, socket_connect_timeout=REDIS_PATIENCE, socket_timeout=REDIS_PATIENCE)
        options = {"implementation": "redispy", "connection_pool": pool}
        storage = storage_from_string(f"async+{url}", wrap_exceptions=True, **options)
    except (ConfigurationError, ImportError, ValueError):
        raise OwnerFault("The setting REDIS_URL is wrong, or its driver is missing: quickship add redis") from None
    return Limited("REDIS_URL", storage, pool)


class Limited:
    """Counts by a storage of the package `limits`."""

    def __init__(self, setting: str, storage: Any, pool: Any = None) -> None:
        """Count in this storage, over the connections of `pool`, if it has any."""
        self.setting = setting
        self._pool = pool
        self._limiter = SlidingWindowCounterRateLimiter(storage)

    async def take(self, rates: Sequence[RateLimitItem], whose: Sequence[str]) -> float:
        for rate in rates:
            if not await self._limiter.hit(rate, *whose):
                stats = await self._limiter.get_window_stats(rate, *whose)
                return max(1.0, stats.reset_time - time.time())
        return 0

    async def close(self) -> None:
        if self._pool:
            await self._pool.aclose()


class Stored:
    """Counts in the store."""

    setting = "DATABASE_URL"

    async def take(self, rates: Sequence[RateLimitItem], whose: Sequence[str]) -> float:
        return await asyncio.to_thread(self._take, rates, whose)

    async def close(self) -> None:
        """The store's own task closes it."""

    def _take(self, rates: Sequence[RateLimitItem], whose: Sequence[str]) -> float:
        from app import stored_windows  # SQLAlchemy takes half a second to load: in this thread, once it is needed

        return stored_windows.take(rates, whose, time.time())
