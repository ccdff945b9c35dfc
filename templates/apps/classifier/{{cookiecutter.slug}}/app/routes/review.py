"""What waits for a person, and what they decide; the owner's alone."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from app.owner import OWNED
from app.rate import free
from app.routes.results import row

if TYPE_CHECKING:
    from app.review.relearning import Relearning

NEAREST = 3  # examples that are shown beside a text

router = APIRouter(prefix="/api/review", dependencies=OWNED)

Cursor = Annotated[str, Query(pattern=r"^$|^\d+~[\d.e-]+~\d+$")]


class Decision(BaseModel):
    """The labels that are right for a text: one, or with `choose = "many"` any number."""

    model_config = ConfigDict(extra="forbid")

    labels: list[str] = Field(max_length=1_000)


@router.get("")
def waiting(after: Cursor = "", limit: Annotated[int, Query(ge=1, le=100)] = 20) -> dict[str, Any]:
    """Return what waits, the least sure first, and how much of it there is."""
    from app import db  # SQLAlchemy takes half a second to load: in this thread
    from app.review import queue

    with db.read() as connection:
        rows, count = queue.waiting(connection, after, limit + 1), queue.count(connection)
    shown = rows[:limit]
    return {
        "rows": [row(each) for each in shown],
        "after": queue.cursor(shown[-1]) if len(rows) > len(shown) else None,
        "count": count,
    }


@router.get("/{identity}")
def shown(request: Request, identity: int) -> dict[str, Any]:
    """Return a text with all that helps to decide: how likely each label is, the nearest examples, and why it waits."""
    from app import db
    from app.classifier import open_classifier
    from app.results.store import row_of
    from app.review.looking import looked_at

    with db.read() as connection:
        found = row_of(connection, identity)
    if found is None:
        raise HTTPException(404)
    looked = looked_at(open_classifier(request.app.state.project), found, NEAREST)
    return {"row": row(found), **looked}


@router.post("/{identity}")
@free
def decide(request: Request, identity: int, decision: Decision) -> dict[str, Any]:
    """Give a text its labels; it becomes an example or, by its hash, a row to test on."""
    from app.classifier import open_classifier
    from app.examples import is_test
    from app.review import deciding

    project = request.app.state.project
    labels = open_classifier(project).task.labels
    if not {*decision.labels} <= {*labels.names} or (labels.choose == "one" and len(decision.labels) != 1):
        raise HTTPException(400)
    try:
        key = deciding.decide(examples_of(project), identity, sorted({*decision.labels}))
    except deciding.NotThere:
        raise HTTPException(404) from None
    relearning(project).start()
    return {"side": "test" if is_test(key) else "example"}


@router.post("/{identity}/undo", status_code=204)
@free
def undo(request: Request, identity: int) -> None:
    """Take the decision on a text back."""
    from app.review import deciding

    project = request.app.state.project
    try:
        deciding.undo(examples_of(project), identity)
    except deciding.NotThere:
        raise HTTPException(404) from None
    relearning(project).start()


@router.post("/{identity}/skip", status_code=204)
@free
def skip(identity: int, back: bool = False) -> None:
    """Put a text off until all others were looked at, or take that `back`."""
    from app import db
    from app.review import queue

    with db.write() as connection:
        if not queue.skip(connection, identity, -1 if back else 1):
            raise HTTPException(404)


def examples_of(project: Path) -> Path:
    return project / "data" / "examples.csv"


@cache
def relearning(project: Path) -> "Relearning":
    from app.classifier import open_classifier
    from app.review.relearning import Relearning

    return Relearning(open_classifier(project))
