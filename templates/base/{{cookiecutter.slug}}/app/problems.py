"""Errors over HTTP: JSON with a code, one sentence and the next step, never an exception's text."""

from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from app.words import asked_in, in_language

CODES = {
    404: "not_found",
    405: "not_allowed",
    409: "busy",
    413: "too_large",
    429: "too_often",
    503: "uncounted",
}

SENTENCES = {
    "en": {
        "bad_request": ("The app does not understand this request.", "Reload the page and try again."),
        "not_found": ("There is nothing at this address.", "Go back to the start page."),
        "not_allowed": ("This address does not take that kind of request.", "Go back to the start page."),
        "busy": ("A reply is still being written in this conversation.", "Wait until it is complete, or stop it."),
        "too_large": ("This is more text than the app takes at once.", "Send a shorter message."),
        "too_often": ("There were too many requests at once.", "Wait a minute, then try again."),
        "uncounted": (
            "The app cannot count requests, so it takes none for now.",
            "Try again in a minute; if it stays so, the owner of this page needs to look into the app's log.",
        ),
        "wrong_host": (
            "The app does not answer under this name.",
            "The owner of this page needs to add the name to ALLOWED_HOSTS.",
        ),
        "cross_site": (
            "This request comes from another site's page.",
            "Open the app itself; a proxy in front of it must pass the Host header on.",
        ),
        "code_needed": ("This page is open to those who have a code.", "Enter the code at /enter."),
        "wrong_code": ("This is not one of the codes.", "Check the code and try again."),
        "server_error": ("Something went wrong in the app.", "Try again; the cause is in the app's log."),
    },
    "vi": {
        "bad_request": ("Ứng dụng không hiểu yêu cầu này.", "Hãy tải lại trang rồi thử lại."),
        "not_found": ("Không có gì ở địa chỉ này.", "Hãy quay về trang đầu."),
        "not_allowed": ("Địa chỉ này không nhận loại yêu cầu đó.", "Hãy quay về trang đầu."),
        "busy": ("Trong cuộc trò chuyện này đang có câu trả lời chưa viết xong.", "Hãy đợi, hoặc dừng câu trả lời đó."),
        "too_large": ("Nội dung dài hơn mức ứng dụng nhận một lần.", "Hãy gửi tin nhắn ngắn hơn."),
        "too_often": ("Có quá nhiều yêu cầu cùng lúc.", "Hãy đợi một phút rồi thử lại."),
        "uncounted": (
            "Ứng dụng không đếm được số yêu cầu nên tạm không nhận.",
            "Hãy thử lại sau một phút; nếu vẫn vậy, chủ trang cần xem nhật ký của ứng dụng.",
        ),
        "wrong_host": (
            "Ứng dụng không phục vụ dưới tên miền này.",
            "Chủ trang cần thêm tên miền vào ALLOWED_HOSTS.",
        ),
        "cross_site": (
            "Yêu cầu này đến từ một trang web khác.",
            "Hãy mở chính ứng dụng; nếu có proxy phía trước, nó phải chuyển tiếp tiêu đề Host.",
        ),
        "code_needed": ("Trang này dành cho người có mã.", "Hãy nhập mã tại /enter."),
        "wrong_code": ("Mã này không đúng.", "Hãy kiểm tra mã rồi thử lại."),
        "server_error": ("Ứng dụng gặp lỗi.", "Hãy thử lại; nguyên nhân nằm trong nhật ký ứng dụng."),
    },
}


def described(code: str, language: str) -> dict[str, str]:
    """Return what a client is told of a problem."""
    message, hint = in_language(SENTENCES, language)[code]
    return {"code": code, "message": message, "hint": hint}


def problem(
    request: Request, status: int, code: str, where: str = "", headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """Build the response; `where` names the field at fault."""
    state = request.app.state
    body = described(code, asked_in(state.product.get().product.language))
    return JSONResponse(body | ({"where": where} if where else {}), status, {**state.headers, **(headers or {})})


async def on_http_error(request: Request, error: Exception) -> JSONResponse:
    known = error if isinstance(error, HTTPException) else HTTPException(500)
    status = known.status_code
    if isinstance(known.detail, dict):  # a route's own sentences
        return JSONResponse(known.detail, status, {**request.app.state.headers, **(known.headers or {})})
    code = CODES.get(status, "bad_request" if status < 500 else "server_error")
    return problem(request, status, code, headers=known.headers)


async def on_invalid_request(request: Request, error: Exception) -> JSONResponse:
    first = error.errors()[0] if isinstance(error, RequestValidationError) else {"loc": ()}
    return problem(request, 400, "bad_request", ".".join(map(str, first["loc"])))


def install(app: FastAPI) -> None:
    app.add_exception_handler(HTTPException, on_http_error)
    app.add_exception_handler(RequestValidationError, on_invalid_request)
    app.add_exception_handler(Exception, on_http_error)
