"""Says how far a file is, and what stopped it."""

from typing import TYPE_CHECKING, Any

from app.llm import LLMFault
from app.words import in_language

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

    from app.files.runs import Run

SENTENCES = {
    "en": {
        "unreadable": (
            "The app cannot read texts from this file.",
            "Bring a CSV, JSONL or Parquet file with a column of texts.",
        ),
        "interrupted": ("The app ended while this file was being labelled.", "Go on: nothing that is done is lost."),
        "no_labels": ("There are no labels to choose between.", "Name two or more in product.toml."),
        "crash": ("This file could not be labelled to its end.", "Go on; the cause is in the app's log."),
        "cap_visitor": ("What one file may cost in a day is used up.", "Raise CAP_VISITOR_USD, or go on tomorrow."),
    },
    "vi": {
        "unreadable": (
            "Ứng dụng không đọc được văn bản từ tệp này.",
            "Hãy dùng tệp CSV, JSONL hoặc Parquet có một cột văn bản.",
        ),
        "interrupted": ("Ứng dụng đã dừng khi đang gắn nhãn tệp này.", "Hãy làm tiếp: phần đã xong vẫn còn nguyên."),
        "no_labels": ("Chưa có nhãn nào để chọn.", "Hãy ghi từ hai nhãn trở lên trong product.toml."),
        "crash": ("Chưa gắn nhãn được hết tệp này.", "Hãy làm tiếp; nguyên nhân nằm trong nhật ký ứng dụng."),
        "cap_visitor": (
            "Đã dùng hết hạn mức chi phí trong ngày của một tệp.",
            "Hãy tăng CAP_VISITOR_USD, hoặc làm tiếp vào ngày mai.",
        ),
    },
}


def described(code: str, language: str) -> dict[str, str]:
    """Return what is told of what stopped a file."""
    if code in SENTENCES["en"]:
        message, hint = in_language(SENTENCES, language)[code]
    else:
        fault = LLMFault(code, language=language)
        message, hint = fault.message, fault.hint
    return {"code": code, "message": message, "hint": hint}


def shown(row: "RowMapping", run: "Run | None", language: str) -> dict[str, Any]:
    """Return a file as the page shows it; `progress` is that of the run under way."""
    names = ("id", "name", "way", "state", "rows", "labelled", "unlabelled", "cost_usd")
    progress = run.progress if run else None
    return {
        **{name: row[name] for name in names},
        "created": f"{row['created'].isoformat()}Z",
        "fault": described(row["fault"], language) if row["fault"] else None,
        "stopping": bool(run and run.stopping),
        "progress": {
            "texts": progress.texts,
            "done": progress.done,
            "rate": progress.rate,
            "seconds_left": progress.seconds_left,
            "cost_usd": progress.cost_usd,
            "expected_usd": progress.expected_usd,
        }
        if progress
        else None,
    }
