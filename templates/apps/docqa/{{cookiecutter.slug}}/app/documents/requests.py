"""What the routes stand on: the shelf of whoever asks, and one way to say no."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request
from starlette.exceptions import HTTPException

from app.documents.extracted import Unreadable
from app.documents.failures import described
from app.documents.refusals import Refusal
from app.documents.settings import DocumentSettings
from app.words import asked_in

if TYPE_CHECKING:
    from app.documents.shelf import Shelf


def language_of(request: Request) -> str:
    """Return the language in which whoever asks is told what went wrong."""
    return asked_in(request.app.state.product.get().product.language)


def shelf(request: Request) -> "Iterator[Shelf]":
    """Yield the files that whoever asks may read and change."""
    from app.documents.catalogue import NotThere  # SQLAlchemy takes half a second to load: in this thread
    from app.documents.shelf import Shelf

    with granted(request):
        try:
            yield Shelf(request.state.visitor, request.state.is_admin, request.app.state.project)
        except NotThere:
            raise HTTPException(404) from None


@contextmanager
def granted(request: Request) -> Iterator[None]:
    """Turn a refusal, or why a file cannot be read, into its response."""
    limits = DocumentSettings().limits()
    try:
        yield
    except Unreadable as fault:
        raise HTTPException(422, described(fault.code, language_of(request), limits)) from None  # type: ignore[arg-type]
    except Refusal as refusal:
        said = refusal.described(language_of(request), limits)
        raise HTTPException(refusal.status, said) from None  # type: ignore[arg-type]  # JSON, as FastAPI has it


Mine = Annotated["Shelf", Depends(shelf)]
