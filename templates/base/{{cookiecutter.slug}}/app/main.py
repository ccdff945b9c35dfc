"""The web app, put together from what it finds: routers, start-up tasks, static files."""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles

from app import middleware, observing, problems, product, rate, routes, settings, tasks
from app.discovery import exported
from app.watched import Watched

log = logging.getLogger("app")


def create_app(project: Path = settings.PROJECT) -> FastAPI:
    """Build the app over a project folder; a fault in its product.toml is raised as OwnerFault."""
    about = Watched(project / "product.toml", product.load)
    title, counted = about.get().product.name, [Depends(rate.counted)]
    app = FastAPI(title=title, docs_url=None, redoc_url=None, lifespan=lifespan, dependencies=counted)
    app.state.project = project
    app.state.product = about
    app.state.files = [about]  # whose faults the page shows to the owner
    app.state.model_servers = []  # that run on this machine, once they were found
    for router in exported(routes, "router"):
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    problems.install(app)
    middleware.install(app)
    return app


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Run the start-up tasks beside the server, so that it listens before what is slow is ready."""
    running = [asyncio.create_task(logged(start(app))) for start in exported(tasks, "start")]
    yield
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    await asyncio.to_thread(observing.close)


async def logged(task: Coroutine[Any, Any, None]) -> None:
    """Run a start-up task; its failure belongs in the log and must not take the server down."""
    try:
        await task
    except Exception:
        log.exception("a start-up task failed")
