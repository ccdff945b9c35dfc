"""Where a request comes from."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from starlette.types import Scope

NETWORK_DIGITS = 12  # of the digest of a network, which a visitor's id begins with
# This machine, RFC 1918 and RFC 4193; not link-local ones, where clouds keep the keys of their machines.
PRIVATE = tuple(
    map(ip_network, ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7"))
)


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


def is_private(host: str) -> bool:
    """Tell whether an address is of this machine or a private network; a name is neither."""
    address = as_address(host)
    return bool(address) and any(address in network for network in PRIVATE)


def network_of(scope: Scope) -> str:
    """Return the sender's address, of an IPv6 one the /64: whoever has one of its addresses has them all."""
    address = as_address(scope["client"][0]) if scope.get("client") else None
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address or "")
