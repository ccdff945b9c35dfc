"""A layer that lets a request through or answers in the app's place."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send


class Check:
    """Sends what `refusal` returns; where that is nothing, the request goes on."""

    def __init__(self, app: ASGIApp, refusal: Callable[[Request], Response | None]) -> None:
        self.app = app
        self.refusal = refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = self.refusal(Request(scope)) if scope["type"] == "http" else None
        await (response or self.app)(scope, receive, send)
