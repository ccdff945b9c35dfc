"""Errors over HTTP: JSON with a code, one sentence and the next step, never an exception's text."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from app.security.headers import HEADERS
from app.words import in_language

CODES = {404: "not_found", 405: "not_allowed", 409: "busy", 413: "too_large"}

SENTENCES = {
    "en": {
        "bad_request": ("The app does not understand this request.", "Reload the page and try again."),
        "not_found": ("There is nothing at this address.", "Go back to the start page."),
        "not_allowed": ("This address does not take that kind of request.", "Go back to the start page."),
        "busy": ("A reply is still being written in this conversation.", "Wait for its end, or stop it."),
        "too_large": ("This is more text than the app takes at once.", "Send a shorter message."),
        "server_error": ("Something went wrong in the app.", "Try again; the cause is in the app's log."),
    },
    "vi": {
        "bad_request": ("Ứng dụng không hiểu yêu cầu này.", "Hãy tải lại trang rồi thử lại."),
        "not_found": ("Không có gì ở địa chỉ này.", "Hãy quay về trang đầu."),
        "not_allowed": ("Địa chỉ này không nhận loại yêu cầu đó.", "Hãy quay về trang đầu."),
        "busy": ("Trong cuộc trò chuyện này đang có câu trả lời chưa viết xong.", "Hãy đợi, hoặc dừng câu trả lời đó."),
        "too_large": ("Nội dung dài hơn mức ứng dụng nhận một lần.", "Hãy gửi tin nhắn ngắn hơn."),
        "server_error": ("Ứng dụng gặp lỗi.", "Hãy thử lại; nguyên nhân nằm trong nhật ký ứng dụng."),
    },
}


def described(code: str, language: str) -> dict[str, str]:
    """Return what a client is told of a problem, in the product's language."""
    message, hint = in_language(SENTENCES, language)[code]
    return {"code": code, "message": message, "hint": hint}


def problem(request: Request, status: int, code: str, where: str = "") -> JSONResponse:
    """Build the response; `where` names the field at fault."""
    body = described(code, request.app.state.product.get().product.language)
    return JSONResponse(body | ({"where": where} if where else {}), status, HEADERS)


async def on_http_error(request: Request, error: Exception) -> JSONResponse:
    status = error.status_code if isinstance(error, HTTPException) else 500
    if isinstance(error, HTTPException) and isinstance(error.detail, dict):  # a route's own sentences
        return JSONResponse(error.detail, status, HEADERS)
    return problem(request, status, CODES.get(status, "bad_request" if status < 500 else "server_error"))


async def on_invalid_request(request: Request, error: Exception) -> JSONResponse:
    first = error.errors()[0] if isinstance(error, RequestValidationError) else {"loc": ()}
    return problem(request, 400, "bad_request", ".".join(map(str, first["loc"])))


def install(app: FastAPI) -> None:
    app.add_exception_handler(HTTPException, on_http_error)
    app.add_exception_handler(RequestValidationError, on_invalid_request)
    app.add_exception_handler(Exception, on_http_error)
