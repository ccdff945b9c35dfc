"""The layers around the app, which every request passes from the outermost to the innermost."""

from fastapi import FastAPI
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from app import doors, entering, observing, routes, settings
from app.codes import Codes
from app.discovery import exported
from app.rate import Limiter
from app.requests import Requests
from app.security import headers, hosts, origins, proxies
from app.security.body import BodyLimit
from app.security.check import Check
from app.security.paths import RootPath
from app.security.secret import signing_secret
from app.visitors import Tickets, Visitors
from app.wishes import Wishes

BODY_LIMIT = 1_000_000  # bytes; a long conversation is about a tenth of it


def install(app: FastAPI) -> None:
    """Put the layers around the app, the innermost first; a wrong setting is raised as OwnerFault."""
    secret = signing_secret(app.state.project)
    embedded = bool(headers.EmbedSettings().embed_origins)
    larger = dict(item for limits in exported(routes, "body_limits") for item in limits.items())
    app.state.headers = headers.headers()
    app.state.codes = Codes(secret)
    app.state.limiter = Limiter()
    app.add_middleware(BodyLimit, limit=BODY_LIMIT, larger=larger)
    signs_in = [install(app) for install in exported(doors, "install")]
    app.state.is_closed = any(signs_in) or app.state.codes.needed
    if not any(signs_in):
        app.add_middleware(Check, refusal=entering.refusal)
    app.add_middleware(Visitors, tickets=Tickets(secret), codes=app.state.codes, embedded=embedded)
    app.add_middleware(Check, refusal=origins.refusal)
    if observing.watching():
        app.add_middleware(Requests)
    app.add_middleware(RootPath, root_path=settings.server().root_path)
    app.add_middleware(Check, refusal=hosts.Hosts().refusal)
    app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=proxies.trusted())
    app.add_middleware(headers.SecurityHeaders, headers=app.state.headers)
    app.add_middleware(Wishes)
