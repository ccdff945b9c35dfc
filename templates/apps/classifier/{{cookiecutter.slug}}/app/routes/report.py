"""Shows the last evaluation."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

router = APIRouter()


@router.get("/report", response_class=HTMLResponse)
def report(request: Request) -> str:
    """Serve the newest report of evals/reports/, or say how to make one."""
    from app.quality import files, page
    from app.quality.figures import figures

    root, about = request.scope["root_path"], request.app.state.product.get().product
    run = files.newest(request.app.state.project / "evals")
    return page.served(run, figures(run), root) if run else page.empty(about.name, about.language, root)
