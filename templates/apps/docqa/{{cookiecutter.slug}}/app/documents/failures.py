"""Why a file could not be read, told to whoever brought it."""

from app.words import in_language

SENTENCES = {
    "en": {
        "no_text": ("It holds no text: it may be a scan.", "Run it through text recognition (OCR), then add it again."),
        "password": ("It is locked with a password.", "Save a copy without the password and add that."),
        "damaged": (
            "It is damaged, or of another kind than its name says.",
            "Open it in the program that made it, save a copy and add that.",
        ),
        "empty": ("It is empty.", "Check the file and add it again."),
        "too_large": ("It is larger than {document_mb} MB.", "Split it, or have the owner raise DOCUMENT_MB."),
        "too_many_pages": (
            "It has more than {document_pages} pages.",
            "Split it, or have the owner raise DOCUMENT_PAGES.",
        ),
        "too_slow": (
            "Reading it took more than {document_seconds} seconds.",
            "Split it, or have the owner raise DOCUMENT_SECONDS.",
        ),
        "too_much": (
            "Unpacked, it needs more than {document_memory_mb} MB of memory.",
            "Split it, or have the owner raise DOCUMENT_MEMORY_MB.",
        ),
        "unknown_kind": ("This kind of file cannot be read here.", "Save it as PDF, DOCX or plain text."),
    },
    "vi": {
        "no_text": ("Tệp không có chữ: có thể đây là bản quét.", "Hãy nhận dạng chữ (OCR) rồi thêm lại."),
        "password": ("Tệp bị khóa bằng mật khẩu.", "Hãy lưu một bản không có mật khẩu rồi thêm bản đó."),
        "damaged": (
            "Tệp bị hỏng hoặc không đúng định dạng như tên của nó.",
            "Hãy mở bằng phần mềm đã tạo ra tệp, lưu một bản mới rồi thêm bản đó.",
        ),
        "empty": ("Tệp trống.", "Hãy kiểm tra tệp rồi thêm lại."),
        "too_large": ("Tệp lớn hơn {document_mb} MB.", "Hãy chia nhỏ tệp, hoặc nhờ chủ trang tăng DOCUMENT_MB."),
        "too_many_pages": (
            "Tệp có hơn {document_pages} trang.",
            "Hãy chia nhỏ tệp, hoặc nhờ chủ trang tăng DOCUMENT_PAGES.",
        ),
        "too_slow": (
            "Đọc tệp mất hơn {document_seconds} giây.",
            "Hãy chia nhỏ tệp, hoặc nhờ chủ trang tăng DOCUMENT_SECONDS.",
        ),
        "too_much": (
            "Khi giải nén, tệp cần hơn {document_memory_mb} MB bộ nhớ.",
            "Hãy chia nhỏ tệp, hoặc nhờ chủ trang tăng DOCUMENT_MEMORY_MB.",
        ),
        "unknown_kind": ("Ứng dụng chưa đọc được loại tệp này.", "Hãy lưu thành PDF, DOCX hoặc văn bản thuần."),
    },
}


def described(code: str, language: str, limits: dict[str, object]) -> dict[str, str]:
    """Return the sentence and the next step for a failure."""
    message, hint = in_language(SENTENCES, language)[code]
    return {"code": code, "message": message.format(**limits), "hint": hint}
