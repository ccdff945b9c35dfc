"""What is answered to a request that cannot be granted."""

from typing import Any

from app.words import in_language

STATUS = {
    "no_name": 400,
    "not_yours": 403,
    "name_taken": 409,
    "in_folder": 409,
    "too_many_files": 409,
    "file_too_large": 413,
    "page_too_heavy": 422,
    "pages_busy": 503,
    "no_room": 507,
}

SENTENCES = {
    "en": {
        "no_name": ("A file needs a name.", "Give it one and try again."),
        "not_yours": ("Only the owner of this page can change what everyone reads.", "Enter the admin code at /enter."),
        "name_taken": ("Another file has this name.", "Choose another name, or delete that file first."),
        "too_many_files": ("You have added as many files as one visitor may.", "Delete one that you no longer need."),
        "file_too_large": ("A file may have {document_mb} MB at most.", "Split it, or ask the owner of this page."),
        "in_folder": ("This file stands in data/documents.", "Rename or delete it there, then run app ingest."),
        "page_too_heavy": ("Drawing this page takes too much.", "Read its text instead."),
        "pages_busy": ("Too many pages are being drawn.", "Read the text, or try again in a moment."),
        "no_room": ("There is no room left for visitors' files.", "Try again later, or ask the owner of this page."),
    },
    "vi": {
        "no_name": ("Tệp cần có tên.", "Hãy đặt tên rồi thử lại."),
        "not_yours": ("Chỉ chủ trang mới thay đổi được tài liệu chung.", "Hãy nhập mã quản trị tại /enter."),
        "name_taken": ("Đã có tệp khác mang tên này.", "Hãy chọn tên khác, hoặc xóa tệp kia trước."),
        "too_many_files": ("Bạn đã thêm đủ số tệp dành cho một người dùng.", "Hãy xóa bớt tệp không cần nữa."),
        "file_too_large": ("Mỗi tệp tối đa {document_mb} MB.", "Hãy chia nhỏ tệp, hoặc hỏi chủ trang."),
        "in_folder": ("Tệp này nằm trong data/documents.", "Hãy đổi tên hoặc xóa tệp ở đó, rồi chạy app ingest."),
        "page_too_heavy": ("Trang này quá nặng nên không vẽ được.", "Hãy đọc phần chữ của trang."),
        "pages_busy": ("Đang có quá nhiều trang được vẽ.", "Hãy đọc phần chữ, hoặc thử lại sau giây lát."),
        "no_room": ("Đã hết chỗ cho tệp của người dùng.", "Hãy thử lại sau, hoặc hỏi chủ trang."),
    },
}


class Refusal(Exception):
    """A request cannot be granted; the code is one of those above."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def status(self) -> int:
        return STATUS[self.code]

    def described(self, language: str, limits: dict[str, Any]) -> dict[str, str]:
        """Return what the client is told."""
        message, hint = in_language(SENTENCES, language)[self.code]
        return {"code": self.code, "message": message.format(**limits), "hint": hint}
