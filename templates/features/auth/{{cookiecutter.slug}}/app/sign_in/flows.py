"""A sign-in on its way: what it began with comes back in a cookie that only the same browser has, and once."""

import hashlib
import re
from dataclasses import asdict, dataclass

from fastapi import Request, Response
from itsdangerous import BadData, URLSafeTimedSerializer

SECONDS = 600  # that people have to find their password
LONGEST = 1000  # characters of a place to return to
PLACE = r"/(?![/\\])[^\\\x00-\x20\x7f]*"  # a path of this app: what else a browser would take for another site


@dataclass(frozen=True)
class Flow:
    """What a sign-in began with, and where it leads."""

    state: str
    nonce: str
    code_verifier: str
    place: str


def a_place(text: str) -> str:
    """Return where someone wanted to go, if that is a place in this app."""
    return text if len(text) <= LONGEST and re.fullmatch(PLACE, text) else "/"


class Flows:
    """Writes flows into cookies, one for each, so that two tabs do not disturb each other."""

    def __init__(self, secret: str) -> None:
        digest = {"digest_method": hashlib.sha256}
        self._signed = URLSafeTimedSerializer(secret, salt="sign-in", signer_kwargs=digest)

    def begin(self, request: Request, response: Response, flow: Flow) -> None:
        self._set(request, response, flow.state, str(self._signed.dumps(asdict(flow))), SECONDS)

    def read(self, request: Request) -> Flow | None:
        """Return the flow that a request from the provider belongs to, unless it is over."""
        state = request.query_params.get("state", "")
        try:
            flow = Flow(**self._signed.loads(request.cookies.get(self._cookie(state), ""), max_age=SECONDS))
        except BadData:
            return None
        return flow if flow.state == state else None

    def end(self, request: Request, response: Response) -> None:
        self._set(request, response, request.query_params.get("state", ""), "", 0)

    def _set(self, request: Request, response: Response, state: str, value: str, seconds: int) -> None:
        path, secure = f"{request.scope['root_path']}/sign-in", request.url.scheme == "https"
        response.set_cookie(
            self._cookie(state), value, seconds, path=path, secure=secure, httponly=True, samesite="lax"
        )

    @staticmethod
    def _cookie(state: str) -> str:
        return f"sign-in-{hashlib.sha256(state.encode()).hexdigest()[:16]}"
