"""Who is asking: a visitor's id in a signed cookie, read without a look into the store."""

import hashlib
import hmac
import secrets
from dataclasses import asdict, dataclass, replace

from itsdangerous import BadData, URLSafeSerializer
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.codes import Codes
from app.security.addresses import NETWORK_DIGITS, network_of
from app.security.paths import is_open, path_of

MOST_CODES = 4  # the newest; a cookie has its limits
LIFETIME = 400 * 24 * 60 * 60  # seconds; browsers keep no cookie for longer


@dataclass(frozen=True)
class Ticket:
    """What a visitor's cookie says: who they are, the fingerprints of the codes they gave, and where they signed in."""

    visitor: str
    codes: tuple[str, ...] = ()
    session: str = ""  # known to a module of app/doors/

    def opened_by(self, code: str) -> "Ticket":
        return replace(self, codes=(*[old for old in self.codes if old != code], code)[-MOST_CODES:])


class Tickets:
    """Gives tickets out and knows its own again."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        self._signed = URLSafeSerializer(secret, salt="ticket", signer_kwargs={"digest_method": hashlib.sha256})
        # Cookies know no port: two apps of one machine must not take each other's away.
        self.cookie = f"ticket-{self._digest('cookie')[:8]}"

    def new(self, network: str) -> Ticket:
        """Make up a visitor; the id begins with a digest of the network it was made for, which usage.py sums up."""
        return Ticket(f"{self._digest(network)[:NETWORK_DIGITS]}-{secrets.token_hex(16)}")

    def read(self, cookie: str) -> Ticket | None:
        try:
            said = self._signed.loads(cookie)
            return Ticket(said["visitor"], tuple(said["codes"]), said.get("session", ""))
        except (BadData, LookupError, TypeError):
            return None

    def write(self, ticket: Ticket) -> str:
        return str(self._signed.dumps(asdict(ticket)))

    def _digest(self, text: str) -> str:
        return hmac.digest(self._secret, text.encode(), hashlib.sha256).hex()


class Visitors:
    """Sets request.state.visitor, .is_admin and .person.

    What a route leaves in .ticket becomes the cookie; None takes it away.
    """

    def __init__(self, app: ASGIApp, tickets: Tickets, codes: Codes, embedded: bool) -> None:
        """Browsers send a cookie from inside another site's page only if it is marked for that."""
        self.app = app
        self.embedded = embedded
        self.tickets = tickets
        self.codes = codes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        came = self.tickets.read(HTTPConnection(scope).cookies.get(self.tickets.cookie, ""))
        ticket = came or self.tickets.new(network_of(scope))
        state = scope.setdefault("state", {})
        state |= {"ticket": ticket, "visitor": ticket.visitor, "is_admin": self.codes.is_admin(ticket.codes)}
        state["person"] = None  # until a door says who signed in
        renewed = path_of(scope) == "/"  # so that only who stays away loses it

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and (renewed or state["ticket"] != came):
                MutableHeaders(scope=message).append("set-cookie", self.set_cookie(scope, state["ticket"]))
            await send(message)

        await self.app(scope, receive, send if is_open(scope) else send_with_cookie)

    def set_cookie(self, scope: Scope, ticket: Ticket | None) -> str:
        """Write the header that sets the cookie, or takes it away."""
        content = f"{self.tickets.cookie}={self.tickets.write(ticket) if ticket else ''}"
        path, age = scope.get("root_path") or "/", LIFETIME if ticket else 0
        site = "SameSite=Lax; Secure" if scope["scheme"] == "https" else "SameSite=Lax"
        if self.embedded:
            site = "SameSite=None; Secure; Partitioned"
        return f"{content}; Path={path}; Max-Age={age}; HttpOnly; {site}"
