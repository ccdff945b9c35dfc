"""The proxies whose word on who asks, and over what, is believed: none unless the owner names them."""

from ipaddress import IPv4Network, IPv6Network
from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_settings import NoDecode

from app.settings import EnvSettings, as_words


class ProxySettings(EnvSettings):
    """What stands in front of the app."""

    trusted_proxies: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode, BeforeValidator(as_words)] = Field(
        (), description="addresses of proxies whose X-Forwarded-For and -Proto are believed, with spaces between"
    )


def trusted() -> list[str]:
    return [str(network) for network in ProxySettings().trusted_proxies]
