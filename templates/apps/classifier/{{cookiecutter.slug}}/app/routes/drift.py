"""Shows how what comes changed from week to week; the owner's alone."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.owner import OWNED

router = APIRouter(dependencies=OWNED)


@router.get("/drift", response_class=HTMLResponse)
def drift(request: Request) -> str:
    """Serve the last comparison of weeks, or say how to make one."""
    from app.drifting import page
    from app.drifting.weeks import Drift

    root, about = request.scope["root_path"], request.app.state.product.get().product
    path = request.app.state.project / "evals" / "drift.json"
    found = Drift.model_validate_json(path.read_bytes()) if path.exists() else None
    return page.served(found, about.name, about.language, root)
