"""Signing in at a provider, and out again."""

import asyncio
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from app.doors.sign_in import SignIn
from app.faults import OwnerFault
from app.rate import free
from app.security.addresses import network_of
from app.sign_in import page
from app.sign_in.faults import SignInFault
from app.sign_in.flows import Flow, a_place
from app.sign_in.person import Person, name_of, visitor_of


def sign_in_of(request: Request) -> SignIn:
    """Return what signs people in; where nobody does, there is nothing here."""
    sign_in: SignIn | None = request.app.state.sign_in
    if not sign_in:
        raise HTTPException(404)
    return sign_in


router = APIRouter()
How = Annotated[SignIn, Depends(sign_in_of)]


@router.get("/sign-in")
def shown(request: Request, _: How) -> Response:
    """Show the page; whoever is signed in is led to the app."""
    return home(request) if request.state.person else page.page(request)


@router.get("/sign-in/start")
async def start(request: Request, how: How, place: str = "/") -> Response:
    """Send the browser to the provider; `place` is where it goes in the end."""
    try:
        await counted(request)
        address, flow = await how.provider.begin(callback(request), a_place(place))
    except SignInFault as fault:
        return page.asked(request, fault, a_place(place))
    response = RedirectResponse(address, 303, page.FRESH)
    how.flows.begin(request, response, flow)
    return response


@router.get("/sign-in/callback")
async def back(request: Request, how: How) -> Response:
    """Take what the provider says of a person, and let them in."""
    flow = how.flows.read(request)
    place = flow.place if flow else "/"
    try:
        await counted(request)
        person = await signed_in(request, how, flow)
        token = await asyncio.to_thread(begun, person, how.seconds, request.state.ticket.session)
        request.state.ticket = replace(request.state.ticket, session=token)
        response: Response = home(request, place)
    except SignInFault as fault:
        response = page.asked(request, fault, place)
    except OwnerFault:
        response = page.asked(request, SignInFault("store_failed"), place)
    how.flows.end(request, response)
    return response


@router.post("/api/sign-out")
@free
async def leave(request: Request, how: How) -> dict[str, str]:
    """End the session here; `next` is where it ends at the provider, too."""
    await asyncio.to_thread(ended, request.state.ticket.session)
    request.state.ticket = None
    return {"next": await how.provider.leaving(str(request.base_url))}


async def signed_in(request: Request, how: SignIn, flow: Flow | None) -> Person:
    """Return who came back from the provider; raise SignInFault where that is nobody who may enter."""
    said = request.query_params
    if "error" in said:
        raise SignInFault("denied" if said["error"] == "access_denied" else "refused")
    if not flow:
        raise SignInFault("expired")
    if said.get("iss", how.provider.issuer) != how.provider.issuer:  # RFC 9207
        raise SignInFault("untrusted")
    wanted = {"name", *how.roles.claims}
    claims = await how.provider.claims(said.get("code", ""), flow, callback(request), wanted)
    rules = how.roles.fulfilled(claims)
    return Person(visitor_of(claims), name_of(claims), tuple(rules))


def begun(person: Person, seconds: int, before: str) -> str:
    from app.sign_in import sessions

    return sessions.begin(person, seconds, before)


def ended(token: str) -> None:
    from app.sign_in import sessions

    sessions.end(token)


async def counted(request: Request) -> None:
    """Let one address ask the provider no oftener than what costs."""
    limiter = request.app.state.limiter
    try:
        await limiter.take(limiter.address, "sign-in", network_of(request.scope))
    except HTTPException as refused:
        raise SignInFault(refused.detail, (refused.headers or {}).get("retry-after", "")) from None


def callback(request: Request) -> str:
    """Return the one address that the provider sends people back to."""
    return f"{request.base_url}sign-in/callback"


def home(request: Request, place: str = "/") -> Response:
    return RedirectResponse(request.scope["root_path"] + place, 303, page.FRESH)
