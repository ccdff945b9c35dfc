"""Whose pages may make a browser send what changes something: the app's own."""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from app.problems import problem

SAFE = {"GET", "HEAD", "OPTIONS"}


def refusal(request: Request) -> Response | None:
    """Refuse what another site's page has a browser send; a client that is no browser says neither."""
    if request.method in SAFE:
        return None
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site:
        own = site in {"same-origin", "none"}
    else:
        own = origin is None or urlsplit(origin).netloc == request.headers.get("host")
    return None if own else problem(request, 403, "cross_site")
