"""Has each request watched, by its route: the path and the query hold ids, codes and words."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.observing import observed
from app.security.paths import is_open


class Requests:
    """Tells of every request but those for what is the same for everyone; it stands where the prefix is known."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or is_open(scope):
            await self.app(scope, receive, send)
            return
        with observed("request", method=scope["method"], scheme=scope["scheme"]) as step:
            step.headers = Headers(scope=scope)

            async def noting(message: Message) -> None:
                if message["type"] == "http.response.start":
                    step.facts["status"] = message["status"]
                await send(message)

            try:
                await self.app(scope, receive, noting)
            finally:
                if route := scope.get("route"):
                    step.facts["route"] = route.path
