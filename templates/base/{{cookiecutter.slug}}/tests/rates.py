"""An app with something that costs, and what servers say to those who ask them for it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fastapi import FastAPI

from app.main import create_app
from app.rate import free
from tests.processes import Server


def costly(project: Path) -> FastAPI:
    """Build the app with a route that costs and one that does not."""
    app = create_app(project)

    @app.post("/test/cost")
    def cost() -> None: ...

    @app.post("/test/free")
    @free
    def nothing() -> None: ...

    return app


def of_two_servers(project: Path, requests: int) -> list[int]:
    """Ask two server processes for what costs, as one visitor and all at once; return what they say, in order."""
    servers = [Server(project, costly), Server(project, costly)]
    try:
        servers[0].client.get("/").raise_for_status()
        servers[1].client.cookies = servers[0].client.cookies
        with ThreadPoolExecutor(8) as pool:
            asked = [pool.submit(servers[n % 2].client.post, "/test/cost") for n in range(requests)]
            return sorted(answer.result().status_code for answer in asked)
    finally:
        for server in servers:
            server.kill()
