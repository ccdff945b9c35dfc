"""How much a request may bring."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.security.paths import path_of


class BodyLimit:
    """Stops reading a request once its body is larger than the app accepts."""

    def __init__(self, app: ASGIApp, limit: int, larger: Mapping[str, int]) -> None:
        """`larger` has the limits of the paths that take more; a module of routes says them as `body_limits`."""
        self.app = app
        self.limit = limit
        self.larger = larger

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        limit = self.larger.get(path_of(scope), self.limit) if scope["type"] == "http" else self.limit
        size = 0

        async def receive_bounded() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > limit:
                raise HTTPException(413)
            return message

        await self.app(scope, receive_bounded, send)
