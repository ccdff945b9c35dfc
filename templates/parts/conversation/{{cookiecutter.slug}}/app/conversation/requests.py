"""What the routes stand on: the visitor's own conversations, and the replies that this process writes."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, FastAPI, Request
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from app.conversation.replies import Replies
    from app.conversation.store import Own


class Body(BaseModel):
    """A request's body; ids are the client's, so that sending the same again does nothing twice."""

    model_config = ConfigDict(extra="forbid")


def own(request: Request) -> "Iterator[Own]":
    """Yield the visitor's own conversations; what is not among them is not there."""
    from app.conversation import store  # SQLAlchemy takes half a second to load: in this thread

    try:
        yield store.Own(request.state.visitor)
    except store.NotFound:
        raise HTTPException(404) from None
    except store.Busy:
        raise HTTPException(409) from None


def replies_of(app: FastAPI) -> "Replies":
    from app.conversation.replies import Replies

    if not hasattr(app.state, "replies"):
        app.state.replies = Replies(app.state.product)
    replies: Replies = app.state.replies
    return replies


Mine = Annotated["Own", Depends(own)]
