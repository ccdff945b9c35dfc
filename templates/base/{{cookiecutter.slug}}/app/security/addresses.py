"""Where a request comes from."""

from ipaddress import IPv6Address, ip_address, ip_network

from starlette.types import Scope


def network_of(scope: Scope) -> str:
    """Return the sender's address, of an IPv6 one the /64: whoever has one of its addresses has them all."""
    sender = scope.get("client")
    try:
        address = ip_address(sender[0]) if sender else None
    except ValueError:
        address = None
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((address, 64), strict=False))
    return str(address or "")
