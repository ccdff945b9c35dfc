"""The names that the app answers under: a site that points its own name at this machine gets nothing from it."""

from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_settings import NoDecode
from starlette.requests import Request
from starlette.responses import Response

from app import settings
from app.problems import problem
from app.security.addresses import as_address


class HostSettings(settings.EnvSettings):
    """What the app is called."""

    allowed_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(settings.as_words)] = Field(
        (), description="names that the app is reached under, such as shop.example.com, with spaces between"
    )


class Hosts:
    """Knows the app's names: this machine's own, HOST, and those that the owner allows."""

    def __init__(self) -> None:
        allowed = (settings.server().host, *HostSettings().allowed_hosts)
        self._names = {name.lower() for name in allowed} | {"localhost"}

    def refusal(self, request: Request) -> Response | None:
        """Refuse any other name; an address is nobody's to point elsewhere."""
        name = hostname(request.headers.get("host", ""))
        known = name in self._names or name.endswith(".localhost") or as_address(name)
        return None if known else problem(request, 400, "wrong_host")


def hostname(host: str) -> str:
    """Return a Host header without its port, an IPv6 address without its brackets."""
    name = host.rpartition(":")[0] if ":" in host.rpartition("]")[2] else host
    return name.removeprefix("[").removesuffix("]").removesuffix(".").lower()
