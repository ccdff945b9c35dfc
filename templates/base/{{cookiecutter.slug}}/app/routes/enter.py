"""Where a code is given: /enter shows the page, /api/enter takes what it sends."""

from urllib.parse import parse_qs

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from app.entering import asked, page
from app.rate import free
from app.security.addresses import network_of
from app.visitors import Ticket

router = APIRouter()


@router.get("/enter")
def form(request: Request) -> Response:
    """Show the form, where there is a code to give."""
    if not request.app.state.codes:
        raise HTTPException(404)
    return page(request)


@router.post("/api/enter", status_code=204)
@free  # counted for itself, since it is guessing that must not be quick
async def enter(request: Request) -> Response:
    """Take the form's `code` and note it in the visitor's cookie; a browser's form is led to the start page."""
    limiter, codes = request.app.state.limiter, request.app.state.codes
    try:
        await limiter.take(limiter.codes, "codes", network_of(request.scope))
    except HTTPException as refused:
        return asked(request, refused.status_code, refused.detail, refused.headers)
    sent = parse_qs((await request.body()).decode("utf-8", "replace"))
    given = codes.fingerprint_of(sent.get("code", [""])[0])
    if not given:
        return asked(request, 401, "wrong_code")
    ticket: Ticket = request.state.ticket
    request.state.ticket = ticket.opened_by(given)
    if "text/html" in request.headers.get("accept", ""):
        return RedirectResponse(f"{request.scope['root_path']}/", 303)
    return Response(status_code=204)
