"""Files to label: bring, watch, stop, go on, download, delete; the owner's alone."""

import asyncio
import re
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import FileResponse
from starlette.exceptions import HTTPException

from app.files.telling import described, shown
from app.guard import CapSettings
from app.owner import OWNED
from app.rate import free
from app.words import asked_in

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

    from app.files.runs import Runs
    from app.files.shelf import Shelf

body_limits = {"/api/files": 500_000_000}  # bytes

router = APIRouter(prefix="/api/files", dependencies=OWNED)

OPENING = threading.Lock()


def runs_of(request: Request) -> "Runs":
    """Return what runs in this process; a route in a thread loads what takes half a second."""
    from app.classifier import open_classifier
    from app.files.runs import Runs
    from app.files.shelf import Shelf

    state = request.app.state
    with OPENING:
        if not hasattr(state, "runs"):
            state.shelf = Shelf(state.project)
            state.runs = Runs(open_classifier(state.project), state.shelf)
    found: Runs = state.runs
    return found


def shelf_of(request: Request) -> "Shelf":
    runs_of(request)
    found: Shelf = request.app.state.shelf
    return found


Running = Annotated["Runs", Depends(runs_of)]
Files = Annotated["Shelf", Depends(shelf_of)]


@router.get("")
def listed(request: Request, runs: Running, shelf: Files) -> dict[str, Any]:
    """Return all files, the newest first, each with how far it is."""
    language = language_of(request)
    return {
        "files": [shown(row, runs.of(row["id"]), language) for row in shelf.all()],
        "cap_usd": float(CapSettings().cap_visitor_usd),
    }


@router.put("", status_code=202)
async def put(
    request: Request, runs: Running, shelf: Files, name: Annotated[str, Query(min_length=1, max_length=500)]
) -> dict[str, Any]:
    """Bring a file, the request's body, and begin to label it."""
    from app.classifier import open_classifier

    name = re.sub(r"[\x00-\x1f/\\]", " ", name)
    identity, place = await asyncio.to_thread(shelf.new, name)
    try:
        with place.open("wb") as file:
            async for piece in request.stream():
                file.write(piece)
        await asyncio.to_thread(checked, place)
    except BaseException as error:
        await asyncio.to_thread(shelf.remove, identity)
        if isinstance(error, Unreadable):
            said = described("unreadable", language_of(request))
            raise HTTPException(422, said) from None  # type: ignore[arg-type]  # JSON, as FastAPI has it
        raise
    await asyncio.to_thread(shelf.add, identity, name, open_classifier(request.app.state.project).way())
    await asyncio.to_thread(runs.start, identity)
    return {"id": identity}


@router.post("/{identity}/stop", status_code=204)
@free
def stop(runs: Running, shelf: Files, identity: str) -> None:
    """Stop labelling a file; what is done is kept."""
    found(shelf, identity)
    runs.stop(identity)


@router.post("/{identity}/resume", status_code=202)
@free
def resume(runs: Running, shelf: Files, identity: str) -> None:
    """Go on with a file where it was."""
    if found(shelf, identity)["state"] != "done":
        runs.start(identity)


@router.get("/{identity}/labelled")
def labelled(shelf: Files, identity: str) -> FileResponse:
    """Return the file with its labels, to be saved; of one that was stopped as many as there are."""
    row = found(shelf, identity)
    place = shelf.target(identity, row["name"])
    if not place.exists():
        raise HTTPException(404)
    name = Path(row["name"])
    return FileResponse(place, media_type="application/octet-stream", filename=f"{name.stem}-labelled{name.suffix}")


@router.delete("/{identity}", status_code=204)
def delete(runs: Running, shelf: Files, identity: str) -> None:
    """Delete a file, its labels and its texts."""
    found(shelf, identity)
    runs.stop(identity)
    shelf.remove(identity)


class Unreadable(Exception):
    """The file is none that texts can be read from."""


def checked(place: Path) -> None:
    from app.batch import table
    from app.faults import OwnerFault

    try:
        table.opened(place)
    except OwnerFault:
        raise Unreadable from None


def found(shelf: "Shelf", identity: str) -> "RowMapping":
    from app.files.shelf import NotThere

    try:
        return shelf.one(identity)
    except NotThere:
        raise HTTPException(404) from None


def language_of(request: Request) -> str:
    return asked_in(request.app.state.product.get().product.language)
