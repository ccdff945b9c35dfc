"""The layer that lets in who signed in, under the id that is theirs on every device."""

import asyncio

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app import entering
from app.faults import OwnerFault
from app.problems import problem
from app.security.paths import is_open, path_of
from app.sign_in.faults import SignInFault
from app.sign_in.flows import a_place
from app.sign_in.page import asked
from app.sign_in.person import Person

WAYS_IN = {"/sign-in", "/sign-in/start", "/sign-in/callback"}


class SignedIn:
    """Sets request.state.visitor, .is_admin and .person; nobody else comes further than the page where one signs in."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or is_open(scope):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        if path_of(scope) in entering.WAYS_IN:  # whoever signs in needs no code
            await problem(request, 404, "not_found")(scope, receive, send)
            return
        try:
            known = await let_in(request)
        except SignInFault as fault:
            await asked(request, fault, place_of(request))(scope, receive, send)
            return
        if known or path_of(scope) in WAYS_IN:
            await self.app(scope, receive, send)
        else:
            await asked(request, SignInFault("sign_in_needed"), place_of(request))(scope, receive, send)


async def let_in(request: Request) -> bool:
    """Tell whether someone is signed in who may enter, as the settings are now, and note who that is."""
    token, roles = request.state.ticket.session, request.app.state.sign_in.roles
    person = await looked_up(token) if token else None
    request.state.is_admin = False
    if not person or not roles.may_enter(person.rules):
        return False
    request.state.visitor, request.state.is_admin = person.visitor, roles.is_admin(person.rules)
    request.state.person = {"name": person.name}
    return True


async def looked_up(token: str) -> Person | None:
    try:
        return await asyncio.to_thread(person_of, token)
    except OwnerFault:
        raise SignInFault("store_failed") from None


def person_of(token: str) -> Person | None:
    from app.sign_in import sessions  # SQLAlchemy takes half a second to load: in this thread, once someone comes

    return sessions.person_of(token)


def place_of(request: Request) -> str:
    """Return where someone wanted to go, to lead them there once they signed in."""
    if request.method != "GET":
        return "/"
    query = f"?{request.url.query}" if request.url.query else ""
    return a_place(path_of(request.scope) + query)
