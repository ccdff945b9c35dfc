"""What the routes stand on: the visitor's own conversations, and the replies that this process writes."""

import asyncio
import importlib
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, FastAPI, Request
from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from app.conversation.replies import Replies
    from app.conversation.store import Own


class Body(BaseModel):
    """A request's body; ids are the client's, so that sending the same again does nothing twice."""

    model_config = ConfigDict(extra="forbid")


async def own(request: Request) -> "Own":
    """Return the visitor's own conversations; what is not among them is not there."""
    await loaded(request.app)
    from app.conversation.store import Own

    return Own(request.state.visitor)


async def loaded(app: FastAPI) -> "Replies":
    """Return the replies that this process writes; SQLAlchemy takes half a second to load, in a thread."""
    if not hasattr(app.state, "replies"):
        await asyncio.to_thread(importlib.import_module, "app.conversation.replies")
    return replies_of(app)


def replies_of(app: FastAPI) -> "Replies":
    from app.conversation.replies import Replies

    if not hasattr(app.state, "replies"):
        app.state.replies = Replies(app.state.product)
    replies: Replies = app.state.replies
    return replies


Mine = Annotated["Own", Depends(own)]
