"""Word from server to server that a reply is to stop: by Redis, where there is one, it is there at once.

The store says the same and is looked at each second, so that a Redis that fails makes Stop slower and no less sure.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from app.rate import RateSettings

CHANNEL = "stop"
PATIENCE = 1.0  # seconds that sending may take
AFTER_FAULT = 5.0

log = logging.getLogger("app")


class Word:
    """Tells all servers of one Redis, and hears what they tell."""

    def __init__(self, redis: Any) -> None:
        self._redis = redis

    async def send(self, reply: str) -> None:
        from redis import RedisError

        try:
            async with asyncio.timeout(PATIENCE):
                await self._redis.publish(CHANNEL, reply)
        except (RedisError, OSError, TimeoutError) as error:
            log.error("Redis cannot be told to stop a reply, so the store alone does: %s; see to REDIS_URL", error)

    async def listen(self, stop: Callable[[str], None]) -> None:
        """Have each reply stopped that any server names, until this is cancelled."""
        from redis import RedisError

        try:
            while True:
                try:
                    await self._hear(stop)
                except (RedisError, OSError):
                    await asyncio.sleep(AFTER_FAULT)  # whoever asks for what costs finds it in the log
        finally:
            await self._redis.aclose()

    async def _hear(self, stop: Callable[[str], None]) -> None:
        async with self._redis.pubsub(ignore_subscribe_messages=True) as heard:
            await heard.subscribe(CHANNEL)
            async for message in heard.listen():
                stop(message["data"].decode())


def open_word() -> Word | None:
    """Return the word by the Redis that is set, if one is."""
    url = RateSettings().redis_url
    if not url:
        return None
    from redis.asyncio import Redis

    return Word(Redis.from_url(url.get_secret_value(), socket_connect_timeout=2, socket_keepalive=True))
