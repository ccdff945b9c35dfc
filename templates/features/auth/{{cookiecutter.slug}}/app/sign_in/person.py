"""Someone who signed in, by what the provider says of them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.security.addresses import NETWORK_DIGITS

SHOWN = ("name", "preferred_username", "email", "sub")  # the first that is there is how a person is called
LONGEST = 100  # characters of a name


@dataclass(frozen=True)
class Person:
    """The same visitor on every device; `rules` are those of OIDC_ALLOWED and OIDC_ADMINS that held when they came."""

    visitor: str
    name: str
    rules: tuple[str, ...]


def visitor_of(claims: Mapping[str, Any]) -> str:
    """Name a person by nothing but who they are at the provider; what in other ids is of a network is theirs alone."""
    digest = hashlib.sha256(f"{claims['iss']}\n{claims['sub']}".encode()).hexdigest()
    return f"{digest[:NETWORK_DIGITS]}-{digest[NETWORK_DIGITS : NETWORK_DIGITS + 32]}"


def name_of(claims: Mapping[str, Any]) -> str:
    """Return what the person is called on the page."""
    names = [" ".join(str(claims.get(name) or "").split()) for name in SHOWN]
    return next(filter(None, names))[:LONGEST]
