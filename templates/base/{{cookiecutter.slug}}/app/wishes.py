"""Notes the language in which a request wants to be told what goes wrong; the page names the one it speaks."""

import re

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.words import wished


class Wishes:
    """Keeps the first language of Accept-Language for as long as the request, and what it starts, goes on."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            first = re.match(r"[A-Za-z]{2,3}", Headers(scope=scope).get("accept-language", ""))
            wished.set(first[0] if first else "")
        await self.app(scope, receive, send)
