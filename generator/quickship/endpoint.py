"""Which model may be asked, and where it is: the settings of the environment over the generated app's own presets."""

from __future__ import annotations

import socket
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

from quickship import templates
from quickship.choices import DEFAULT_MODEL
from quickship.errors import DraftError
from quickship.product import suggestion
from quickship.types import Product

PRESETS = "{{cookiecutter.slug}}/app/llm/presets.toml"
PRIVATE = [ip_network(each) for each in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")]
LOCAL_ENDINGS = (".localhost", ".local", ".internal", ".lan")


@dataclass(frozen=True)
class Endpoint:
    """A model that can be asked; `api` is responses or chat, `seller` what genai-prices calls the provider, and the
    prices are USD for a million tokens, where the settings say them."""

    provider: str
    model: str
    base_url: str
    key: str = field(repr=False)
    api: str
    seller: str = ""
    price_in: float | None = None
    price_out: float | None = None

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).netloc.rpartition("@")[2]

    @property
    def is_local(self) -> bool:
        """Does it stand on this machine or its private network, where tokens cost nothing?"""
        name = urlsplit(self.base_url).hostname or ""
        address = _address(name)
        return _is_private(address) if address else "." not in name or name.endswith(LOCAL_ENDINGS)

    @property
    def is_loopback(self) -> bool:
        name = urlsplit(self.base_url).hostname or ""
        address = _address(name)
        return address.is_loopback if address else name == "localhost"


def chosen(environment: Mapping[str, str], product: Product) -> Endpoint | None:
    """The endpoint that the settings and the product choose, as they choose in a generated app; None where an address
    or a key is missing. Raises DraftError for a setting that cannot be meant."""
    said = {name: value.strip() for name, value in environment.items() if value.strip()}
    base_url = said.get("LLM_BASE_URL", "")
    provider = said.get("LLM_PROVIDER") or ("custom" if base_url else product.provider or "openai")
    preset = _preset(provider)
    place = base_url or ("" if provider == "demo" else preset.get("base_url", ""))  # the demo model runs in a project
    key = said.get("LLM_API_KEY") or (said.get("OPENAI_API_KEY", "") if provider == "openai" else "")
    if not place or (preset.get("needs_key", True) and not key and not base_url):
        return None
    found = Endpoint(
        provider,
        _model(provider, said, product, preset.get("model", DEFAULT_MODEL)),
        _checked(place),
        key,
        said.get("LLM_API") or preset.get("api", "chat"),
        preset.get("prices", ""),
        _price("LLM_PRICE_IN", said),
        _price("LLM_PRICE_OUT", said),
    )
    if said.get("LLM_PRIVATE", "").lower() in ("true", "1", "yes", "on"):
        _refuse_public(found)
    return found


def _preset(provider: str) -> Mapping[str, Any]:
    presets = tomllib.loads((templates.builtin()["base"] / PRESETS).read_text(encoding="utf-8"))
    if provider not in presets:
        raise DraftError(f"LLM_PROVIDER cannot be `{provider[:40]}`", suggestion(provider, presets))
    found: Mapping[str, Any] = presets[provider]
    return found


def _model(provider: str, said: Mapping[str, str], product: Product, usual: str) -> str:
    """The model's name; the product's choice holds for the product's provider."""
    own = product.model if product.provider in ("", provider) or "LLM_PROVIDER" not in said else ""
    name = said.get("LLM_MODEL") or own or usual
    return f"openai/{name}" if provider == "openrouter" and "/" not in name else name


def _checked(base_url: str) -> str:
    try:
        parts = urlsplit(base_url)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound:
        raise DraftError("LLM_BASE_URL is no web address")
    return base_url


def _price(name: str, said: Mapping[str, str]) -> float | None:
    try:
        return float(said[name]) if name in said else None
    except ValueError:
        raise DraftError(f"{name} is no number") from None


def _refuse_public(endpoint: Endpoint) -> None:
    """Under LLM_PRIVATE the idea goes nowhere but to this machine and its private network."""
    parts = urlsplit(endpoint.base_url)
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port, type=socket.SOCK_STREAM)
    except OSError:
        raise DraftError(f"{endpoint.host} cannot be reached") from None
    if not all(_is_private(ip_address(str(address[0]).partition("%")[0])) for *_, address in found):
        raise DraftError(f"LLM_PRIVATE forbids {endpoint.host}")


def _address(name: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(name)
    except ValueError:
        return None


def _is_private(address: IPv4Address | IPv6Address) -> bool:
    plain = (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
    return plain.is_loopback or any(plain in network for network in PRIVATE)
