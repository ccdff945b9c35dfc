"""What the doctor says of what may leave, and of what a model reads of it."""

from typing import Final

from app.llm import is_private
from app.llm.checks import Check
from app.screens.masking import said
from app.words import in_language

SENTENCES: Final = {
    "en": {
        "kept": ("Only endpoints on this machine or its private network are asked.", ""),
        "leaves": (
            "Endpoints beyond the private network may be asked, too.",
            "Set LLM_PRIVATE=true in .env if that is not meant.",
        ),
    },
    "vi": {
        "kept": ("Ứng dụng chỉ gọi dịch vụ trên máy này hoặc trong mạng nội bộ.", ""),
        "leaves": (
            "Ứng dụng có thể gọi cả dịch vụ ngoài mạng nội bộ.",
            "Nếu không muốn vậy, hãy đặt LLM_PRIVATE=true trong .env.",
        ),
    },
}


def check(language: str) -> Check:
    """Return the row; that its owner lets texts leave is no fault."""
    message, hint = in_language(SENTENCES, language)["kept" if is_private() else "leaves"]
    return Check("LLM_PRIVATE", "ok", f"{message} {in_language(said, language)}", hint)
