"""Where a request leads: below a prefix, if any, and to whom that is open."""

from starlette.types import ASGIApp, Receive, Scope, Send

OPEN = ("/healthz", "/theme.css", "/static/")


class RootPath:
    """Serves the app below a path prefix, whether or not the proxy in front strips it."""

    def __init__(self, app: ASGIApp, root_path: str) -> None:
        self.app = app
        self.root_path = root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self.root_path:
            path = scope["path"]
            if path != self.root_path and not path.startswith(f"{self.root_path}/"):
                path = self.root_path + path
            scope = {**scope, "root_path": self.root_path, "path": path}
        await self.app(scope, receive, send)


def path_of(scope: Scope) -> str:
    """Return the path below the prefix."""
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", "")) or "/"


def is_open(scope: Scope) -> bool:
    """Tell whether the path is the same for everyone and says nothing of the app's visitors."""
    return path_of(scope).startswith(OPEN)
