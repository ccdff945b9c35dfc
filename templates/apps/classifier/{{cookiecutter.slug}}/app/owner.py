"""Lets in whoever runs the app: with the admin code, or on the machine that serves it."""

from fastapi import Depends, Request
from starlette.exceptions import HTTPException

from app.routes.page import is_on_this_machine


def is_owner(request: Request) -> bool:
    return bool(request.state.is_admin) or is_on_this_machine(request)


def only_owner(request: Request) -> None:
    """To everyone else there is nothing here: other people's texts stand in what is kept."""
    if not is_owner(request):
        raise HTTPException(404)


OWNED = [Depends(only_owner)]
