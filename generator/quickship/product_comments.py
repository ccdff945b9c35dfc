"""What a fresh product.toml says of its keys, so that its owner can edit it in a minute."""

from __future__ import annotations

HEAD = {
    "en": (
        "What this product is, in words. Change the words and the app follows, without a restart.",
        "The lists at the end were laid out in data/ and evals/ when the project was made; change them there.",
    ),
    "vi": (
        "Sản phẩm này là gì, viết bằng lời. Sửa chữ trong tệp này là ứng dụng đổi theo, không cần khởi động lại.",
        "Các danh sách ở cuối đã được chép vào data/ và evals/ khi tạo dự án; hãy sửa ở đó.",
    ),
}

KEYS = {
    "en": {
        "instructions": "What the model is told before each conversation. Visitors do not see it.",
        "starters": "Questions to begin with, shown on the page.",
        "choose": '"one" or "many": how many labels a text may have. Only a classifier reads it.',
        "product": "The product's name, the line below it, and whom it is for, as visitors see them.",
        "model": "Who answers once a key is in .env.",
        "faq": "What is answered without a model, word for word: a question and its answer each.",
        "labels": "The labels, each with what it means and texts that carry it.",
        "cases": "What `make eval` asks: what a good reply contains, or that it declines (refuses = true).",
        "documents": "What questions are answered from at first; put your own in data/documents.",
        "scaffold": "Kept by quickship. It tells what a draft wrote from what you wrote since.",
    },
    "vi": {
        "instructions": "Chỉ dẫn cho mô hình trước mỗi cuộc trò chuyện. Người dùng không thấy phần này.",
        "starters": "Những câu hỏi gợi ý hiện trên trang.",
        "choose": '"one" hay "many": một văn bản có một nhãn hay nhiều nhãn. Chỉ ứng dụng phân loại đọc mục này.',
        "product": "Tên sản phẩm, dòng giới thiệu bên dưới và sản phẩm dành cho ai, đúng như người dùng thấy.",
        "model": "Mô hình trả lời khi đã có khóa trong .env.",
        "faq": "Những điều được trả lời nguyên văn khi chưa có mô hình: mỗi mục một câu hỏi và một câu trả lời.",
        "labels": "Các nhãn, mỗi nhãn kèm ý nghĩa và ví dụ.",
        "cases": "Những gì `make eval` sẽ hỏi: câu trả lời tốt phải chứa gì, hoặc phải từ chối (refuses = true).",
        "documents": "Tài liệu để trả lời lúc đầu; hãy đặt tài liệu của bạn vào data/documents.",
        "scaffold": "Do quickship giữ. Nhờ đó biết câu nào do bản nháp viết, câu nào do bạn viết sau này.",
    },
}
