"""The page where people sign in, and what stands there in its place for other clients."""

from pathlib import Path
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import JSONResponse, Response

from app.entering import filled
from app.sign_in.faults import SENTENCES, STATUS, SignInFault
from app.words import asked_in, in_language

PAGE = Path(__file__).parent.parent / "static" / "sign-in" / "page.html"
FRESH = {"cache-control": "no-store"}

WORDS = {
    "en": {"LEAD": "Sign in to go on.", "GO": "Continue with {provider}"},
    "vi": {"LEAD": "Hãy đăng nhập để tiếp tục.", "GO": "Tiếp tục với {provider}"},
}


def asked(request: Request, fault: SignInFault, place: str = "/") -> Response:
    """Send the page to a browser that shows one, and to any other client what is wrong."""
    headers = {**FRESH, **fault.headers}
    if "text/html" in request.headers.get("accept", ""):
        return page(request, STATUS[fault.code], fault.code, place, headers)
    language = asked_in(request.app.state.product.get().product.language)
    message, hint = sentences(request, fault.code, language)
    body = {"code": fault.code, "message": message, "hint": hint}
    return JSONResponse(body, STATUS[fault.code], {**request.app.state.headers, **headers})


def page(
    request: Request, status: int = 200, code: str = "", place: str = "/", headers: dict[str, str] = FRESH
) -> Response:
    """Show the way to the provider, and what went wrong on it before; `place` is where it leads in the end."""
    language = request.app.state.product.get().product.language
    provider = request.app.state.sign_in.provider.name
    words = {name: text.format(provider=provider) for name, text in in_language(WORDS, language).items()}
    is_fault = code not in {"", "sign_in_needed"}
    fault, hint = sentences(request, code, language) if is_fault else ("", words["LEAD"])
    said = {**words, "FAULT": fault, "HINT": hint, "PLACE": quote(place, safe="")}
    return filled(request, PAGE, said, status, headers)


def sentences(request: Request, code: str, language: str) -> tuple[str, str]:
    """Return what happened and the next step."""
    provider = request.app.state.sign_in.provider.name
    message, hint = in_language(SENTENCES, language)[code]
    return message.format(provider=provider), hint.format(provider=provider)
