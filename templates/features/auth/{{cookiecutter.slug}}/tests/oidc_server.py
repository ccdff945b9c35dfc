"""An OpenID provider: oidc-provider-mock, held to PKCE, which lies where a test wants to see that found out.

It runs in a process of its own, `python -m tests.oidc_server PORT`, so that it can be killed.
"""

import base64
import hashlib
import hmac
import io
import json
import re
import sys
import time
import warnings
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

warnings.simplefilter("ignore")  # at what the package itself is warned of

import oidc_provider_mock  # type: ignore[import-untyped]  # noqa: E402
from authlib.oauth2.rfc6749 import AuthorizationCodeGrant  # noqa: E402

OWN = RSAKey.generate_key(2048, {"kid": "own", "use": "sig", "alg": "RS256"})  # published
FORGED = RSAKey.generate_key(2048, {"kid": "own"})
UNKNOWN = RSAKey.generate_key(2048, {"kid": "unknown"})
HOUR = 3600

# Algorithms that need no private key.
SECRETS = {"unsigned": ("none", b""), "public key as secret": ("HS256", OWN.as_pem(private=False))}

Claims = dict[str, Any]

# What a lie says in place of what is true.
CLAIMS: dict[str, Callable[[Claims], Claims]] = {
    "expired": lambda _: {"exp": time.time() - HOUR, "iat": time.time() - 2 * HOUR},
    "ahead": lambda _: {"iat": time.time() + HOUR},
    "a minute off": lambda _: {"exp": time.time() - 60, "iat": time.time() - 120},
    "other audience": lambda _: {"aud": "another-app"},
    "also for others": lambda said: {"aud": ["another-app"], "azp": said["aud"]},
    "other issuer": lambda _: {"iss": "https://evil.example"},
    "replayed": lambda _: {"nonce": "of-another-sign-in"},
    "no nonce": lambda _: {"nonce": None},
}


class Server:
    """The provider with a layer around it; apps may do without a secret there, too."""

    def __init__(self) -> None:
        AuthorizationCodeGrant.TOKEN_ENDPOINT_AUTH_METHODS.append("none")
        self.inner: Any = oidc_provider_mock.app(require_client_registration=True, require_nonce=True)
        self.challenges: dict[str, str] = {}
        self.lie = ""

    def __call__(self, environ: Any, start: Any) -> Iterable[bytes]:
        request = Request(environ)
        request.get_data()  # kept, for it is read more than once
        answers = {"/oauth2/token": self.token, "/jwks": self.keys, "/test/lie": self.told, "/favicon.ico": nothing}
        answer = answers.get(request.path)
        response = answer(request) if answer else self.passed(request)
        return response(environ, start)

    def passed(self, request: Request) -> Response:
        """Answer as the package does, and note what a code must be proved by."""
        response = Response.from_app(self.inner, {**request.environ, "wsgi.input": io.BytesIO(request.get_data())})
        if code := parse_qs(urlsplit(response.headers.get("location", "")).query).get("code"):
            self.challenges[code[0]] = request.args["code_challenge"]
        if response.mimetype == "text/html":
            response.set_data(re.sub("<link[^>]*>", "", response.get_data(as_text=True)))  # a stylesheet from elsewhere
        if self.lie == "calls itself otherwise" and request.path.startswith("/.well-known/"):
            response.set_data(
                response.get_data(as_text=True).replace('"issuer": "', '"issuer": "https://evil.example/')
            )
        return response

    def told(self, request: Request) -> Response:
        self.lie = request.get_data(as_text=True)
        return nothing(request)

    def keys(self, request: Request) -> Response:
        return json_of({"keys": [OWN.as_dict(private=False)]}) if self.lie else self.passed(request)

    def token(self, request: Request) -> Response:
        """Answer as the package does, but for a code that nobody can prove to have asked for, or for a lie."""
        challenge = encoded(hashlib.sha256(request.form.get("code_verifier", "").encode()).digest())
        if self.challenges.pop(request.form.get("code", ""), "") != challenge:
            return json_of({"error": "invalid_grant", "error_description": "PKCE"}, 400)
        response = self.passed(request)
        if not self.lie or response.status_code != 200:
            return response
        return json_of({**response.get_json(), "id_token": self.altered(response.get_json()["id_token"])})

    def altered(self, token: str) -> str | None:
        if self.lie == "missing":
            return None
        said, alter = claims_of(token), CLAIMS.get(self.lie)
        claims = {**said, **alter(said)} if alter else said
        claims = {name: value for name, value in claims.items() if value is not None}
        return self.signed(claims)

    def signed(self, claims: Claims) -> str:
        if self.lie in SECRETS:
            return by_hand(claims, *SECRETS[self.lie])
        key = {"forged": FORGED, "unknown key": UNKNOWN}.get(self.lie, OWN)
        return jwt.encode({"alg": "RS256", "kid": key.kid}, claims, key)


def nothing(_: Request) -> Response:
    return Response(status=204)


def claims_of(token: str) -> Claims:
    part = token.split(".")[1]
    return dict(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))))


def by_hand(claims: Claims, algorithm: str, secret: bytes) -> str:
    """Write what no careful library would."""
    head, body = (encoded(json.dumps(part).encode()) for part in ({"alg": algorithm, "kid": "own"}, claims))
    signature = hmac.digest(secret, f"{head}.{body}".encode(), hashlib.sha256) if secret else b""
    return f"{head}.{body}.{encoded(signature)}"


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def json_of(value: object, status: int = 200) -> Response:
    return Response(json.dumps(value), status, mimetype="application/json")


if __name__ == "__main__":
    make_server("127.0.0.1", int(sys.argv[1]), Server(), threaded=True).serve_forever()
