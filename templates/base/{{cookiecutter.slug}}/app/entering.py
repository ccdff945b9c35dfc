"""The page that asks for a code, whole without a script, and what stands there in its place for other clients."""

import html
import re
from collections.abc import Mapping
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from app.problems import problem
from app.security.paths import is_open, path_of
from app.words import in_language

PAGE = Path(__file__).parent / "static" / "enter.html"
WAYS_IN = {"/enter", "/api/enter"}

WORDS = {
    "en": {
        "LEAD": "This page is open to those who have a code.",
        "LABEL": "Code",
        "OPEN": "Open",
        "wrong_code": "This is not one of its codes.",
        "too_often": "Too many tries. Wait a minute, then try again.",
        "uncounted": "The app cannot take a code now. Try again in a minute.",
    },
    "vi": {
        "LEAD": "Trang này dành cho người có mã.",
        "LABEL": "Mã",
        "OPEN": "Mở",
        "wrong_code": "Mã này không đúng.",
        "too_often": "Bạn đã thử quá nhiều lần. Hãy đợi một phút rồi thử lại.",
        "uncounted": "Ứng dụng chưa nhận được mã lúc này. Hãy thử lại sau một phút.",
    },
}


def refusal(request: Request) -> Response | None:
    """Ask for the code whoever has not given it, wherever that is needed."""
    if is_open(request.scope) or path_of(request.scope) in WAYS_IN:
        return None
    if request.app.state.codes.may_enter(request.state.ticket.codes):
        return None
    return asked(request, 401, "code_needed")


def asked(request: Request, status: int, code: str, headers: Mapping[str, str] | None = None) -> Response:
    """Send the page to a browser that shows one, and to any other client the problem."""
    if "text/html" not in request.headers.get("accept", ""):
        return problem(request, status, code, headers=headers)
    return page(request, status, code, headers)


def page(request: Request, status: int = 200, code: str = "", headers: Mapping[str, str] | None = None) -> Response:
    """Show the form and, by the code of a fault, what is wrong with what came of it."""
    words = in_language(WORDS, request.app.state.product.get().product.language)
    return filled(request, PAGE, {**words, "FAULT": words.get(code, "")}, status, headers)


def filled(
    request: Request, page: Path, said: Mapping[str, str], status: int, headers: Mapping[str, str] | None = None
) -> Response:
    """Fill in a page that stands before the app; such a page alone may send a form."""
    about = request.app.state.product.get().product
    own = {"NAME": about.name, "INITIAL": about.name[0].upper(), "TAGLINE": about.tagline, "LANG": about.language}
    values = {**said, **own, "ROOT": request.scope["root_path"]}
    text = re.sub("%([A-Z]+)%", lambda hit: html.escape(values[hit[1]]), page.read_text("utf-8"))
    policy = request.app.state.headers["content-security-policy"].replace("form-action 'none'", "form-action 'self'")
    return HTMLResponse(text, status, {**(headers or {}), "content-security-policy": policy})
