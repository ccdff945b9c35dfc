"""What can go wrong with a model's reply: each its own code, sentence and next step."""

import re
from typing import Final

from app.words import in_language

SENTENCES: Final = {
    "en": {
        "no_key": (
            "The model's service asks for a key and none is set.",
            "The owner of this page needs to set LLM_API_KEY.",
        ),
        "wrong_key": (
            "The model's service does not accept the key.",
            "The owner of this page needs to check LLM_API_KEY.",
        ),
        "no_model": (
            "The model's service does not know the model {model}.",
            "The owner of this page needs to check LLM_MODEL and LLM_BASE_URL.",
        ),
        "no_credit": (
            "The account at the model's service has no credit left.",
            "The owner of this page needs to add credit there.",
        ),
        "rate_limit": ("The model's service is getting too many requests.", "Wait a minute, then try again."),
        "server_error": (
            "The model's service failed or cannot be reached.",
            "Try again in a minute; if it stays so, the owner of this page needs to look into the app's log.",
        ),
        "timeout": ("The model took too long to answer.", "Try again, or ask something shorter."),
        "cut_stream": ("The reply broke off before its end.", "Try again."),
        "refusal": ("The model declined to answer this.", "Put the question another way."),
        "context_too_long": (
            "This conversation is longer than the model can read.",
            "Start a new conversation, or send a shorter message.",
        ),
        "content_filter": (
            "The content filter of the model's service stopped the reply.",
            "Put the question another way.",
        ),
        "empty_reply": ("The model sent an empty reply.", "Try again."),
        "cap_app": (
            "This page has used up what it may spend today.",
            "Come back tomorrow; the owner of this page can raise CAP_APP_USD.",
        ),
        "cap_visitor": (
            "You have used up what one visitor may spend here today.",
            "Come back tomorrow; the owner of this page can raise CAP_VISITOR_USD.",
        ),
        "cap_address": (
            "The visitors from your network have used up what they may spend here today.",
            "Come back tomorrow; the owner of this page can raise CAP_ADDRESS_USD.",
        ),
        "no_price": (
            "The price of the model {model} is not known, so it is not asked.",
            "The owner of this page needs to set LLM_PRICE_IN and LLM_PRICE_OUT.",
        ),
        "private": (
            "What you write may not leave the private network, and the model's service is elsewhere.",
            "The owner of this page needs to set LLM_BASE_URL to an address in that network, or LLM_PRIVATE=false.",
        ),
        "store_failed": (
            "The app cannot write down what it spends, so it asks no model.",
            "Try again in a minute; if it stays so, the owner of this page needs to look into the app's log.",
        ),
        "unrecorded": (
            "The app cannot write down what it sends to the model, so it asks no model.",
            "Try again in a minute; if it stays so, the owner of this page needs to look into the app's log.",
        ),
        "unparsed": (
            "The model's reply does not have the form that was asked for.",
            "Try again; if it stays so, the owner of this page needs to choose another LLM_MODEL.",
        ),
        "no_decisions": (
            "The model's service does not have the Decisions API.",
            "The owner of this page needs to set CLASSIFY_WAY to schema.",
        ),
        "no_embeddings": (
            "The app knows no embedding model of the model's service.",
            "The owner of this page needs to set LLM_EMBEDDING_MODEL.",
        ),
        "no_demo": ("The demo model is not installed.", "The owner of this page needs to run make demo-model."),
    },
    "vi": {
        "no_key": ("Dịch vụ mô hình cần khóa nhưng chưa có khóa nào được đặt.", "Chủ trang cần đặt LLM_API_KEY."),
        "wrong_key": ("Dịch vụ mô hình không chấp nhận khóa này.", "Chủ trang cần kiểm tra LLM_API_KEY."),
        "no_model": (
            "Dịch vụ mô hình không có mô hình {model}.",
            "Chủ trang cần kiểm tra LLM_MODEL và LLM_BASE_URL.",
        ),
        "no_credit": ("Tài khoản tại dịch vụ mô hình đã hết tiền.", "Chủ trang cần nạp thêm tiền tại đó."),
        "rate_limit": ("Dịch vụ mô hình đang nhận quá nhiều yêu cầu.", "Hãy đợi một phút rồi thử lại."),
        "server_error": (
            "Dịch vụ mô hình gặp lỗi hoặc không kết nối được.",
            "Hãy thử lại sau một phút; nếu vẫn vậy, chủ trang cần xem nhật ký của ứng dụng.",
        ),
        "timeout": ("Mô hình trả lời quá lâu.", "Hãy thử lại, hoặc hỏi ngắn hơn."),
        "cut_stream": ("Câu trả lời bị ngắt giữa chừng.", "Hãy thử lại."),
        "refusal": ("Mô hình từ chối trả lời câu này.", "Hãy hỏi theo cách khác."),
        "context_too_long": (
            "Cuộc trò chuyện này dài hơn mức mô hình đọc được.",
            "Hãy bắt đầu cuộc trò chuyện mới, hoặc gửi tin nhắn ngắn hơn.",
        ),
        "content_filter": ("Bộ lọc nội dung của dịch vụ mô hình đã chặn câu trả lời.", "Hãy hỏi theo cách khác."),
        "empty_reply": ("Mô hình gửi về một câu trả lời trống.", "Hãy thử lại."),
        "cap_app": (
            "Hôm nay trang này đã dùng hết hạn mức chi phí.",
            "Hãy quay lại vào ngày mai; chủ trang có thể tăng CAP_APP_USD.",
        ),
        "cap_visitor": (
            "Hôm nay bạn đã dùng hết hạn mức chi phí của một người dùng.",
            "Hãy quay lại vào ngày mai; chủ trang có thể tăng CAP_VISITOR_USD.",
        ),
        "cap_address": (
            "Hôm nay những người dùng cùng mạng với bạn đã dùng hết hạn mức chi phí.",
            "Hãy quay lại vào ngày mai; chủ trang có thể tăng CAP_ADDRESS_USD.",
        ),
        "no_price": (
            "Chưa biết giá của mô hình {model} nên ứng dụng không gọi nó.",
            "Chủ trang cần đặt LLM_PRICE_IN và LLM_PRICE_OUT.",
        ),
        "private": (
            "Nội dung bạn viết không được rời khỏi mạng nội bộ, mà dịch vụ mô hình lại ở bên ngoài.",
            "Chủ trang cần đặt LLM_BASE_URL thành một địa chỉ trong mạng nội bộ, hoặc đặt LLM_PRIVATE thành false.",
        ),
        "store_failed": (
            "Ứng dụng không ghi lại được chi phí nên không gọi mô hình nào.",
            "Hãy thử lại sau một phút; nếu vẫn vậy, chủ trang cần xem nhật ký của ứng dụng.",
        ),
        "unrecorded": (
            "Ứng dụng không ghi lại được những gì gửi tới mô hình nên không gọi mô hình nào.",
            "Hãy thử lại sau một phút; nếu vẫn vậy, chủ trang cần xem nhật ký của ứng dụng.",
        ),
        "unparsed": (
            "Câu trả lời của mô hình không đúng dạng được yêu cầu.",
            "Hãy thử lại; nếu vẫn vậy, chủ trang cần chọn LLM_MODEL khác.",
        ),
        "no_decisions": (
            "Dịch vụ mô hình không có Decisions API.",
            "Chủ trang cần đặt CLASSIFY_WAY là schema.",
        ),
        "no_embeddings": (
            "Ứng dụng chưa biết mô hình nhúng (embedding) nào của dịch vụ mô hình.",
            "Chủ trang cần đặt LLM_EMBEDDING_MODEL.",
        ),
        "no_demo": ("Mô hình thử chưa được cài.", "Chủ trang cần chạy make demo-model."),
    },
}

# What services say inside an error, most telling first: their status codes do not agree with one another.
SAID: Final = (
    ("no_credit", r"insufficient.{0,9}(quota|credit|balance|funds)|credit balance|billing|spend.{0,9}limit"),
    ("context_too_long", r"context.?(length|window|size)|too many tokens|prompt is too long|maximum.{0,20}tokens"),
    ("content_filter", r"content.?(filter|policy)|invalid_prompt|bio_policy|misalignment_policy|responsible.?ai"),
    ("no_model", r"(model|deployment).{0,60}not.?(found|exist|supported)|no such model|unknown.{0,3}model"),
    ("wrong_key", r"api.?key|unauthorized|authentication"),
    ("rate_limit", r"rate.?limit|too many requests"),
)
BY_STATUS: Final = {
    401: "wrong_key",
    402: "no_credit",
    403: "wrong_key",
    404: "no_model",
    408: "timeout",
    413: "context_too_long",
    429: "rate_limit",
    504: "timeout",
}
CERTAIN: Final = {401, 402, 413}


class LLMFault(Exception):
    """The model gave no whole reply; the sentences are fit for a visitor and hold nothing of the error's own text."""

    def __init__(self, code: str, model: str = "", language: str = "en") -> None:
        message, hint = in_language(SENTENCES, language)[code]
        super().__init__(code)
        self.code = code
        self.message = message.format(model=model)
        self.hint = hint
        self.retry_after: float | None = None  # seconds, where the service names them


def code_of(status: int | None, said: str) -> str:
    """Name a service's error by its status and by what it says of itself."""
    if status and (status >= 500 or status in CERTAIN):
        return BY_STATUS.get(status, "server_error")
    told = (code for code, pattern in SAID if re.search(pattern, said, re.IGNORECASE | re.DOTALL))
    return next(told, BY_STATUS.get(status or 0, "server_error"))
