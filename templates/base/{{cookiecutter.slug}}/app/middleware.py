"""The layers around the app."""

from fastapi import FastAPI

from app import routes, settings
from app.codes import Codes
from app.discovery import exported
from app.security.body import BodyLimit
from app.security.headers import SecurityHeaders
from app.security.paths import RootPath
from app.security.secret import signing_secret
from app.visitors import Tickets, Visitors

BODY_LIMIT = 1_000_000  # bytes; a long conversation is about a tenth of it


def install(app: FastAPI) -> None:
    """Put the layers around the app, the innermost first."""
    server = settings.server()
    secret = signing_secret(app.state.project)
    larger = dict(item for limits in exported(routes, "body_limits") for item in limits.items())
    app.add_middleware(BodyLimit, limit=BODY_LIMIT, larger=larger)
    app.add_middleware(Visitors, tickets=Tickets(secret), codes=Codes(secret))
    app.add_middleware(RootPath, root_path=server.root_path)
    app.add_middleware(SecurityHeaders)
