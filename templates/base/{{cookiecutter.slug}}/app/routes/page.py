"""The page and what it needs to know of the product."""

import html
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from app import llm
from app.llm import screen
from app.product import Product
from app.words import in_language

STATIC = Path(__file__).parent.parent / "static"
NO_SCRIPT = {
    "en": "This page needs JavaScript. Turn it on in your browser, then reload the page.",
    "vi": "Trang này cần JavaScript. Hãy bật JavaScript trong trình duyệt rồi tải lại trang.",
}
OFFLINE = {"chatbot": "faq", "docqa": "extractive", "classifier": "local"}

router = APIRouter()


def product_of(request: Request) -> Product:
    product: Product = request.app.state.product.get()
    return product


@router.get("/", response_class=HTMLResponse)
def index(request: Request) -> str:
    """Serve the page under the product's own name and language."""
    about = product_of(request).product
    said = {"NAME": about.name, "LANG": about.language, "ROOT": request.scope["root_path"]}
    said["NOSCRIPT"] = in_language(NO_SCRIPT, about.language)
    values = {name: html.escape(text) for name, text in said.items()}
    link = f'<link rel="modulepreload" href="{values["ROOT"]}/static/%s">'
    values["MODULES"] = "".join(link % path for path in modules())
    page = (STATIC / "index.html").read_text("utf-8")
    # One pass: a name that itself says %ROOT% stays a name.
    return re.sub("%(NAME|LANG|NOSCRIPT|ROOT|MODULES)%", lambda hit: values[hit[1]], page)


def modules() -> list[str]:
    """Return the page's modules, so that a browser asks for all at once and not for each when another names it."""
    found = [*STATIC.glob("*.js"), *STATIC.glob("vendor/**/*.js")]
    return sorted(file.relative_to(STATIC).as_posix() for file in found)


@router.get("/theme.css")
def theme(request: Request) -> Response:
    """Serve the hue as a stylesheet, since the security policy refuses inline styles."""
    return Response(f":root{{--hue:{product_of(request).product.hue}}}\n", media_type="text/css")


@router.get("/api/product")
def product(request: Request) -> dict[str, Any]:
    """Tell the page what the product is, what answers, and what its owner should know."""
    current = product_of(request)
    about = current.product
    model = llm.answerer()
    return {
        **about.model_dump(include={"name", "tagline", "audience", "language", "app", "hue", "consent"}),
        "languages": sorted(file.stem for file in (STATIC / "words").glob("*.js")),
        "starters": current.starters,
        "private": llm.is_private(),
        "screened": screen.found("said"),
        "answerer": model or OFFLINE.get(about.app, "faq"),
        "notice": notice(request, model),
        "faults": faults(request),
        "local": is_on_this_machine(request),
        "person": request.state.person,
    }


def faults(request: Request) -> list[str]:
    """Say what is wrong with the product's files, to the owner alone: it is about names and lines of files."""
    is_owner = request.state.is_admin or is_on_this_machine(request)
    return [file.fault for file in request.app.state.files if file.fault and is_owner]


def notice(request: Request, model: str | None) -> dict[str, Any] | None:
    """Say what the owner should know of what answers; the machine's own servers are told to no visitor."""
    if model == "demo":
        return {"code": "demo_model", "detail": None}
    if model:
        return None
    servers = request.app.state.model_servers if is_on_this_machine(request) else []
    return {"code": "no_model", "detail": {"servers": [asdict(server) for server in servers]}}


def is_on_this_machine(request: Request) -> bool:
    """Tell whether the page is read where it is served, and not through a proxy that stands there.

    Whoever signed in has a role, which is not to be bettered by a machine.
    """
    client = request.client.host if request.client else ""
    return not request.state.person and {client, request.url.hostname or ""} <= {"127.0.0.1", "::1", "localhost"}
