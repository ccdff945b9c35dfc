"""Refuses every connection beyond this machine, so that a test can neither leak nor depend on a network."""

import ipaddress
import sys
from typing import Any

LOCAL = {None, "", "localhost", b"localhost"}


def is_local(host: Any) -> bool:
    try:
        return host in LOCAL or ipaddress.ip_address(str(host).partition("%")[0]).is_loopback
    except ValueError:
        return False


def refuse_remote(event: str, arguments: tuple[Any, ...]) -> None:
    """Audit what Python is about to do: connecting, sending and resolving need a local address."""
    if event in {"socket.connect", "socket.sendto"} and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"}:
        host = arguments[0]
    else:
        return
    if not is_local(host):
        raise ConnectionRefusedError(f"tests may not reach {host}")


def block() -> None:
    """Install the audit for the life of the process; nothing can take it out again."""
    sys.addaudithook(refuse_remote)
