"""Closes the app to everyone who has not signed in, where OIDC_ISSUER says where that is done."""

from dataclasses import dataclass

from fastapi import FastAPI

from app.faults import OwnerFault
from app.security.headers import EmbedSettings
from app.security.secret import signing_secret
from app.sign_in.flows import Flows
from app.sign_in.layer import SignedIn
from app.sign_in.provider import Provider
from app.sign_in.roles import Roles
from app.sign_in.settings import SignInSettings


@dataclass(frozen=True)
class SignIn:
    """All that it takes to sign someone in; `seconds` is for how long."""

    provider: Provider
    roles: Roles
    flows: Flows
    seconds: int


def install(app: FastAPI) -> bool:
    """Put the layer around the app, unless nobody signs in."""
    settings = SignInSettings()
    app.state.sign_in = None
    if not settings.oidc_issuer:
        return False
    if EmbedSettings().embed_origins:
        raise OwnerFault("OIDC_ISSUER and EMBED_ORIGINS do not go together: nobody can sign in inside another page")
    flows = Flows(signing_secret(app.state.project))
    seconds = settings.oidc_session_hours * 60 * 60
    app.state.sign_in = SignIn(Provider(settings), Roles(settings), flows, seconds)
    app.add_middleware(SignedIn)
    return True
