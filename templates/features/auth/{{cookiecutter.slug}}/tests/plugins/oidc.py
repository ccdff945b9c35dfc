"""A real OpenID provider for the tests, in a process of its own."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx2
import pytest

from app.settings import PROJECT
from tests.server import serving
from tests.signing_in import telling


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


class Provider:
    """A provider that can be killed, that knows people, and that lies when told to."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        """Start it, with a key and people of its own: those that it had before are gone."""
        command = [sys.executable, "-m", "tests.oidc_server", str(self.port)]
        environment = {**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1"}
        self._process = subprocess.Popen(
            command, cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 30
        while not self._answers():
            assert time.monotonic() < deadline, "the provider does not answer"
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            return httpx2.get(f"{self.url}/jwks").status_code == 200
        except httpx2.TransportError:
            return False

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def lie(self, about: str) -> None:
        httpx2.put(f"{self.url}/test/lie", content=about).raise_for_status()

    def knows(self, sub: str, **claims: Any) -> None:
        """Make someone known, with an address that is verified unless `claims` say otherwise."""
        said = {"name": sub.title(), "email": f"{sub}@example.com", "email_verified": True, **claims}
        httpx2.put(f"{self.url}/users/{quote(sub)}", json=said).raise_for_status()

    def register(self, app: str, method: str = "client_secret_basic") -> dict[str, str]:
        """Register an app with the one address that it is sent back to, and return the settings that it needs."""
        asked = {"redirect_uris": [f"{app}/sign-in/callback"], "token_endpoint_auth_method": method}
        made = httpx2.post(f"{self.url}/oauth2/clients", json=asked).raise_for_status().json()
        known = {"OIDC_ISSUER": self.url, "OIDC_CLIENT_ID": made["client_id"]}
        return known if method == "none" else {**known, "OIDC_CLIENT_SECRET": made["client_secret"]}


@pytest.fixture(scope="session")
def _provider() -> Iterator[Provider]:
    provider = Provider()
    yield provider
    provider.kill()


@pytest.fixture
def provider(_provider: Provider) -> Provider:
    """Know Ana and Ben, and tell the truth."""
    _provider.lie("")
    _provider.knows("ana")
    _provider.knows("ben")
    return _provider


@pytest.fixture
def closed(
    provider: Provider, write_project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., httpx2.Client]]:
    """Serve apps that are closed to who does not sign in; `settings` are further ones, or stand for the provider's."""
    with ExitStack() as stack:

        def start(method: str = "client_secret_basic", language: str = "en", **settings: str) -> httpx2.Client:
            port = free_port()
            known = provider.register(f"http://127.0.0.1:{port}{settings.get('ROOT_PATH', '')}", method)
            for name, value in {**known, **settings}.items():
                monkeypatch.setenv(name, value)
            address = stack.enter_context(serving(write_project(language=language), telling, port))
            return stack.enter_context(httpx2.Client(base_url=address, timeout=30))

        yield start


@pytest.fixture
def another() -> Iterator[Callable[..., httpx2.Client]]:
    """Open further browsers: new ones, or such as have the cookies that the first one has now, as a thief would."""
    with ExitStack() as stack:

        def opened(client: httpx2.Client, stolen: bool = False) -> httpx2.Client:
            cookies = dict(client.cookies) if stolen else {}
            return stack.enter_context(httpx2.Client(base_url=client.base_url, cookies=cookies, timeout=30))

        yield opened
