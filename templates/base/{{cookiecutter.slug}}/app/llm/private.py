"""Keeps what a model is told inside the private network: names are resolved here, and what was checked is called."""

import asyncio
import socket

import httpx2

from app.llm.faults import LLMFault
from app.security.addresses import is_private


class PrivateTransport(httpx2.AsyncHTTPTransport):
    """Sends to private addresses alone; between the check of a name and the call nobody resolves it again."""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Try the addresses of the host in turn; raise LLMFault where it is elsewhere or sends elsewhere."""
        host, failed = request.url.host, httpx2.ConnectError("the name has no address")
        request.extensions = {**request.extensions, "sni_hostname": host}  # certificates are made out to names
        for address in await addresses(host):
            request.url = request.url.copy_with(host=address)
            try:
                response = await super().handle_async_request(request)
            except httpx2.ConnectError as error:  # nothing was sent
                failed = error
                continue
            if response.is_redirect:
                await response.aclose()
                raise LLMFault("private")
            return response
        raise failed


async def addresses(host: str) -> list[str]:
    """Return where a host is; raise LLMFault where one of its addresses is not private."""
    found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    hosts = list(dict.fromkeys(str(address[0]) for *_, address in found))
    if not all(is_private(each) for each in hosts):
        raise LLMFault("private")
    return hosts
