"""What `app doctor` says: a row for each question, in the product's language."""

from dataclasses import dataclass
from typing import Any, Final, Literal

from app.llm.faults import LLMFault
from app.words import in_language

ROWS = ("endpoint", "key", "model", "stream", "schema", "embeddings", "price", "shutdown")
Status = Literal["ok", "fault", "not_asked"]

# What a row says, and the next step where there is one.
SENTENCES: Final = {
    "en": {
        "not_asked": ("Not asked: what failed above comes first.", ""),
        "no_model": ("Not asked.", ""),
        "offline": ("No model is configured; the app answers by itself.", "Set LLM_API_KEY or LLM_BASE_URL in .env."),
        "no_address": ("This provider has no address of its own.", "Set LLM_BASE_URL in .env."),
        "endpoint": ("{provider} answers at {address}.", ""),
        "key": ("The key is accepted.", ""),
        "keyless": ("No key is set, and none is asked for.", ""),
        "model": ("{model} answers.", ""),
        "nearest": ("{message}", "{hint} It has {names}."),
        "stream": ("The reply came in {count} pieces, the first after {milliseconds} ms.", ""),
        "in_one_piece": (
            "The whole reply came in one piece.",
            "The app works, but its visitors wait; look for a proxy on the way that holds the pieces back.",
        ),
        "schema": ("It keeps to a JSON schema.", ""),
        "schema_json": ("It keeps to no JSON schema; the app asks for JSON and checks it.", ""),
        "schema_text": ("It has no JSON mode; the app asks for JSON in words and checks it.", ""),
        "embeddings": ("{model} gives vectors of {count} numbers.", ""),
        "no_embeddings": ("Not asked: no embedding model is set.", "Set LLM_EMBEDDING_MODEL if you want one."),
        "price": ("A million tokens cost {read} USD to read and {written} USD to write.", ""),
        "free": ("It stands on this machine or its own network and costs nothing there.", ""),
        "shutdown": ("No date is announced on which it shuts down.", ""),
        "shutdown_on": ("It shuts down on {day}.", "Choose a newer model before that day and set LLM_MODEL."),
        "shutdown_unknown": ("The service does not say whether it shuts down.", ""),
    },
    "vi": {
        "not_asked": ("Chưa hỏi: hãy sửa lỗi ở trên trước.", ""),
        "no_model": ("Chưa hỏi.", ""),
        "offline": ("Chưa cấu hình mô hình nào; ứng dụng tự trả lời.", "Đặt LLM_API_KEY hoặc LLM_BASE_URL trong .env."),
        "no_address": ("Dịch vụ này không có sẵn địa chỉ.", "Đặt LLM_BASE_URL trong .env."),
        "endpoint": ("{provider} trả lời tại {address}.", ""),
        "key": ("Khóa được chấp nhận.", ""),
        "keyless": ("Chưa đặt khóa, và dịch vụ cũng không hỏi.", ""),
        "model": ("{model} trả lời được.", ""),
        "nearest": ("{message}", "{hint} Dịch vụ có {names}."),
        "stream": ("Câu trả lời đến thành {count} phần, phần đầu sau {milliseconds} ms.", ""),
        "in_one_piece": (
            "Cả câu trả lời đến một lần.",
            "Ứng dụng vẫn chạy nhưng người dùng phải đợi; có thể một proxy ở giữa đang giữ lại từng phần.",
        ),
        "schema": ("Mô hình tuân theo JSON schema.", ""),
        "schema_json": ("Mô hình không theo JSON schema; ứng dụng yêu cầu JSON rồi tự kiểm tra.", ""),
        "schema_text": ("Mô hình không có chế độ JSON; ứng dụng yêu cầu bằng lời rồi tự kiểm tra.", ""),
        "embeddings": ("{model} cho vectơ gồm {count} số.", ""),
        "no_embeddings": ("Chưa hỏi: chưa đặt mô hình nhúng.", "Nếu cần, hãy đặt LLM_EMBEDDING_MODEL."),
        "price": ("Một triệu token tốn {read} USD khi đọc và {written} USD khi viết.", ""),
        "free": ("Mô hình ở ngay trên máy này hoặc trong mạng nội bộ nên không tốn tiền.", ""),
        "shutdown": ("Chưa có thông báo ngày ngừng phục vụ.", ""),
        "shutdown_on": (
            "Mô hình ngừng phục vụ ngày {day}.",
            "Trước ngày đó, hãy đặt LLM_MODEL là mô hình mới hơn.",
        ),
        "shutdown_unknown": ("Dịch vụ không cho biết ngày ngừng phục vụ.", ""),
    },
}


@dataclass(frozen=True)
class Check:
    """What came of one question."""

    name: str
    status: Status
    message: str
    hint: str = ""


class Checks:
    """Writes rows in one language."""

    def __init__(self, language: str) -> None:
        self._language = language

    def said(self, name: str, status: Status, sentence: str, **fields: Any) -> Check:
        message, hint = in_language(SENTENCES, self._language)[sentence]
        return Check(name, status, message.format(**fields), hint.format(**fields))

    def ok(self, name: str, sentence: str = "", **fields: Any) -> Check:
        return self.said(name, "ok", sentence or name, **fields)

    def failed(self, name: str, code: str, model: str = "") -> Check:
        fault = LLMFault(code, model, self._language)
        return Check(name, "fault", fault.message, fault.hint)

    def unasked(self, sentence: str) -> dict[str, Check]:
        """Return every row as it is before anything was asked."""
        return {name: self.said(name, "not_asked", sentence) for name in ROWS}
