"""The provider: sends people there to sign in, and believes what it says of them once that is proved."""

import logging
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from app.sign_in.faults import SignInFault
from app.sign_in.flows import Flow
from app.sign_in.settings import SignInSettings, is_insecure_but_near, is_safe

if TYPE_CHECKING:
    from authlib.integrations.starlette_client import StarletteOAuth2App

ALGORITHMS = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"}
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
PATIENCE = 10  # seconds
KNOWN = 600  # seconds for which what the provider published is not asked for again; a new key is, at once
SKEW = 120  # seconds that its clock and this machine's may differ

log = logging.getLogger("app")


class Provider:
    """An OpenID provider, of which nothing is known before someone wants to sign in."""

    def __init__(self, settings: SignInSettings) -> None:
        self.name, self.issuer, self._settings = settings.provider, settings.oidc_issuer, settings
        self._client: StarletteOAuth2App | None = None
        self._since = 0.0
        logging.getLogger("authlib").setLevel(logging.INFO)  # below that it writes secrets of a flow down

    async def begin(self, back: str, place: str) -> tuple[str, Flow]:
        """Return the address to sign in at, and what must come `back` from there."""
        with told(self.name):
            client = await self.client()
            begun = await client.create_authorization_url(back)
        return begun["url"], Flow(begun["state"], begun["nonce"], begun["code_verifier"], place)

    async def claims(self, code: str, flow: Flow, back: str, wanted: Collection[str]) -> dict[str, Any]:
        """Return what the provider is proved to say of the person; what is `wanted` beside that, it is asked for."""
        with told(self.name):
            client = await self.client()
            token = await client.fetch_access_token(back, code=code, code_verifier=flow.code_verifier)
            claims = await self.proved(client, token, flow.nonce)
            if not claims.keys() >= set(wanted) and "userinfo_endpoint" in client.server_metadata:
                claims = more(claims, dict(await client.userinfo(token=token)))
            return claims

    async def proved(self, client: "StarletteOAuth2App", token: dict[str, Any], nonce: str) -> dict[str, Any]:
        """Return what the ID token says, by the keys that the provider has now, if it does not name the one it used."""
        from joserfc.errors import BadSignatureError

        expected = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": self._settings.oidc_client_id},
        }
        read = partial(client.parse_id_token, token, nonce, expected, leeway=SKEW)
        try:
            claims = await read()
        except BadSignatureError:
            await client.fetch_jwk_set(force=True)
            claims = await read()
        if not claims:
            raise SignInFault("untrusted")
        return dict(claims)

    async def leaving(self, back: str) -> str:
        """Return where the person signs out at the provider and comes `back` from, if it has such a place."""
        try:
            with told(self.name):
                end = (await self.client()).server_metadata.get("end_session_endpoint", "")
        except SignInFault:
            return back
        query = urlencode({"client_id": self._settings.oidc_client_id, "post_logout_redirect_uri": back})
        return f"{end}{'&' if '?' in end else '?'}{query}" if is_safe(end) else back

    async def client(self) -> "StarletteOAuth2App":
        """Return a client that knows what the provider published lately; raise SignInFault where it is of no use."""
        if not self._client or time.monotonic() - self._since > KNOWN:
            client = built(self._settings)
            examine(await client.load_server_metadata(), self._settings)
            self._client, self._since = client, time.monotonic()
        return self._client


def built(settings: SignInSettings) -> "StarletteOAuth2App":
    """Build authlib's client; this machine's own provider is not asked through a proxy."""
    from authlib.integrations.starlette_client import StarletteIntegration, StarletteOAuth2App

    from app.llm.client import trust

    secret = settings.oidc_client_secret
    return StarletteOAuth2App(
        StarletteIntegration("provider"),
        "provider",
        client_id=settings.oidc_client_id,
        client_secret=secret.get_secret_value() if secret else None,
        server_metadata_url=settings.oidc_issuer.rstrip("/") + "/.well-known/openid-configuration",
        client_kwargs={
            "scope": settings.oidc_scopes,
            "code_challenge_method": "S256",
            "timeout": PATIENCE,
            "verify": trust(),
            "trust_env": not is_insecure_but_near(settings.oidc_issuer),
        },
    )


def examine(metadata: dict[str, Any], settings: SignInSettings) -> None:
    """Refuse what is another provider's or could be read on the way, and keep only signatures that a key pair makes."""
    if metadata.get("issuer") != settings.oidc_issuer:
        log.error("Nobody can sign in: the provider calls itself %r; set OIDC_ISSUER to that", metadata.get("issuer"))
        raise SignInFault("misconfigured")
    for name in ENDPOINTS:
        if not is_safe(str(metadata.get(name, ""))):
            log.error("Nobody can sign in: the provider's %s is no https address", name)
            raise SignInFault("misconfigured")
    offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    metadata["id_token_signing_alg_values_supported"] = sorted(ALGORITHMS.intersection(offered))


def more(claims: dict[str, Any], told: dict[str, Any]) -> dict[str, Any]:
    """Add what the provider says when asked; what it signed holds."""
    if told.get("sub") != claims["sub"]:
        raise SignInFault("untrusted")
    return {**told, **claims}


@contextmanager
def told(provider: str) -> Iterator[None]:
    """Turn what goes wrong between the app and the provider into a fault; the log has its kind, nothing of a token."""
    import httpx2
    from authlib.integrations.base_client import OAuthError
    from joserfc.errors import JoseError

    try:
        yield
    except OAuthError as error:
        code = {"invalid_grant": "expired", "invalid_client": "misconfigured", "unauthorized_client": "misconfigured"}
        raise logged(provider, code.get(error.error, "refused"), error.error) from None
    except JoseError as error:
        is_late = error.error == "expired_token" or getattr(error, "claim", "") in {"iat", "nbf"}
        raise logged(provider, "clocks" if is_late else "untrusted", error.error) from None
    except httpx2.HTTPStatusError as error:
        raise logged(provider, "unreachable", f"status {error.response.status_code}") from None
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise logged(provider, "unreachable", type(error).__name__) from None
    except (ValueError, TypeError, KeyError, AttributeError, RuntimeError) as error:  # it sent what it should not
        raise logged(provider, "untrusted", type(error).__name__) from None


def logged(provider: str, code: str, kind: str) -> SignInFault:
    hint = "; see to OIDC_CLIENT_ID and OIDC_CLIENT_SECRET" if code == "misconfigured" else ""
    log.warning("Sign-in by %s: %s (%.80s)%s", provider, code, kind, hint)
    return SignInFault(code)
