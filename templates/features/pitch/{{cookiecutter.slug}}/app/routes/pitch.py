"""The pitch, for whoever may open the app; no page of it leads here."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

router = APIRouter()


@router.get("/pitch", response_class=HTMLResponse)
def deck(request: Request) -> str:
    """Serve the slides."""
    return shown(request, "title")


@router.get("/pitch/brief", response_class=HTMLResponse)
def brief(request: Request) -> str:
    """Serve the one page."""
    return shown(request, "brief")


def shown(request: Request, kind: str) -> str:
    from app.pitch import page, pitch

    state = request.app.state
    found = pitch.gathered(state.product.get(), state.pitch.get(), state.project)
    return page.served(found, kind, request.scope["root_path"])
