"""Where a request comes from."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from starlette.types import Scope


def as_address(text: str) -> IPv4Address | IPv6Address | None:
    """Read an address; an IPv4 one that is written as IPv6 is still that."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


def is_loopback(host: str) -> bool:
    """Tell whether only this machine reaches what listens there."""
    address = as_address(host)
    return address.is_loopback if address else host == "localhost"


def network_of(scope: Scope) -> str:
    """Return the sender's address, of an IPv6 one the /64: whoever has one of its addresses has them all."""
    address = as_address(scope["client"][0]) if scope.get("client") else None
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address or "")
