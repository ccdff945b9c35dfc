"""What is answered to a request for a file that cannot be granted."""

from typing import Any

from app.words import in_language
from starlette.exceptions import HTTPException

STATUS = {"no_name": 400, "not_yours": 403, "name_taken": 409, "too_many_files": 409, "file_too_large": 413}

SENTENCES = {
    "en": {
        "no_name": ("A file needs a name.", "Give it one and try again."),
        "not_yours": ("Only the owner of this page changes what everyone reads.", "Sign in with the admin code."),
        "name_taken": ("Another file has this name.", "Choose another name, or delete that file first."),
        "too_many_files": ("You have added as many files as one visitor may.", "Delete one that you need no more."),
        "file_too_large": ("A file may have {document_mb} MB at most.", "Split it, or ask the owner of this page."),
    },
    "vi": {
        "no_name": ("Tệp cần có tên.", "Hãy đặt tên rồi thử lại."),
        "not_yours": ("Chỉ chủ trang mới thay đổi được tài liệu chung.", "Hãy đăng nhập bằng mã quản trị."),
        "name_taken": ("Đã có tệp khác mang tên này.", "Hãy chọn tên khác, hoặc xóa tệp kia trước."),
        "too_many_files": ("Bạn đã thêm đủ số tệp dành cho một người.", "Hãy xóa bớt tệp không cần nữa."),
        "file_too_large": ("Mỗi tệp tối đa {document_mb} MB.", "Hãy chia nhỏ tệp, hoặc hỏi chủ trang."),
    },
}


def refused(code: str, language: str, limits: dict[str, Any]) -> HTTPException:
    """Return the refusal to raise, in the product's language."""
    message, hint = in_language(SENTENCES, language)[code]
    said = {"code": code, "message": message.format(**limits), "hint": hint}
    return HTTPException(STATUS[code], said)  # type: ignore[arg-type]  # JSON, as FastAPI has it
