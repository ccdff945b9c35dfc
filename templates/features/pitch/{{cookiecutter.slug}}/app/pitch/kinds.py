"""What the pitch says of each kind of app, in English and Vietnamese."""
# ruff: noqa: E501 - a sentence is read best on one line

from app.pitch.picture import Flow, Step

Words = dict[str, str]

KINDS: dict[str, dict[str, Words]] = {
    "chatbot": {
        "en": {
            "usual_problem": "The same questions come again and again, at any hour, and whoever knows the answers has other work.",
            "step_ask": "A visitor asks", "step_ask_told": "{audience}",
            "step_in": "The door", "step_in_told": "looks at the code, how often one asks, and what may still be spent today",
            "step_own": "Its own answers", "step_own_told": "the nearest of the product's questions and answers; none where none is near",
            "step_model_told": "reads the product's instructions and what was said before",
            "step_out": "The reply", "step_out_told": "word by word, with what wrote it and what it cost",
            "source": "The product's words", "source_told": "instructions, questions and answers, in files",
            "point_1": "What it says comes from the product's own words; a model that answers is told to keep to them.",
            "point_2": "Any model that speaks OpenAI's API can answer, one on a machine of one's own, too.",
            "point_3": "Spending has a cap for each day, visitor and network, which holds when something fails.",
            "say_1": "The reply comes word by word. Below it stands what wrote it and what it cost.",
            "say_2": "Ask it in your own words, with a typing mistake. It need not be said as it stands here.",
            "say_3": "Press Stop in the middle: what was written stays, and nothing more is paid for.",
            "say_4": "Give it a thumbs-down: the owner sees it, and it can become a case of the evaluation.",
        },
        "vi": {
            "usual_problem": "Những câu hỏi giống nhau lặp lại mỗi ngày, vào bất cứ giờ nào, trong khi người biết câu trả lời còn việc khác.",
            "step_ask": "Người dùng hỏi", "step_ask_told": "{audience}",
            "step_in": "Cửa vào", "step_in_told": "xem mã truy cập, số lần hỏi và số tiền còn được dùng hôm nay",
            "step_own": "Câu trả lời có sẵn", "step_own_told": "câu gần nhất trong những câu hỏi của sản phẩm; không có câu nào gần thì không trả lời",
            "step_model_told": "đọc chỉ dẫn của sản phẩm và những gì đã nói trước đó",
            "step_out": "Câu trả lời", "step_out_told": "hiện dần từng chữ, kèm phần nào đã viết và chi phí",
            "source": "Lời của sản phẩm", "source_told": "chỉ dẫn, câu hỏi và câu trả lời, nằm trong tệp",
            "point_1": "Nội dung lấy từ chính lời của sản phẩm; mô hình trả lời cũng được yêu cầu giữ đúng như vậy.",
            "point_2": "Mô hình nào dùng API kiểu OpenAI cũng trả lời được, kể cả mô hình trên máy của bạn.",
            "point_3": "Chi phí có hạn mức theo ngày, theo người dùng và theo mạng, giữ nguyên cả khi có sự cố.",
            "say_1": "Câu trả lời hiện dần từng chữ. Bên dưới ghi phần nào đã viết và tốn bao nhiêu.",
            "say_2": "Hỏi bằng cách nói của bạn, sai một chữ cũng được. Không cần đúng như câu ở đây.",
            "say_3": "Bấm Dừng giữa chừng: phần đã viết vẫn còn, và không trả thêm đồng nào.",
            "say_4": "Chấm “chưa tốt”: chủ trang thấy ngay, và câu đó có thể thành một ca đánh giá.",
        },
    },
    "docqa": {
        "en": {
            "usual_problem": "The answer stands in a document, and finding the place takes longer than reading it.",
            "step_ask": "A visitor asks", "step_ask_told": "{audience}",
            "step_in": "Search", "step_in_told": "by words and by meaning, with or without diacritics",
            "step_own": "Quotes", "step_own_told": "takes its sentences from the passages word for word; it cannot invent",
            "step_model_told": "writes from the passages alone; what it cites is looked up before it is shown",
            "step_out": "The answer", "step_out_told": "each sentence beside the passage that it rests on",
            "source": "Documents", "source_told": "PDF, Word, Excel, mail and more, read on the server",
            "point_1": "A citation opens what it rests on, of a PDF the page itself, with the passage marked.",
            "point_2": "Where no passage is near, it says so and asks no model.",
            "point_3": "What a document says is data: instructions that hide in one are not followed.",
            "say_1": "Open the first source: the passage is marked in it.",
            "say_2": "Each sentence has its own proof; one that has none is marked.",
            "say_3": "Ask it once more without diacritics, or with other words: look whether the passage is the same.",
            "say_4": "Bring a file of your own, and ask about it a moment later.",
        },
        "vi": {
            "usual_problem": "Câu trả lời nằm trong tài liệu, nhưng tìm ra chỗ đó lâu hơn cả đọc.",
            "step_ask": "Người dùng hỏi", "step_ask_told": "{audience}",
            "step_in": "Tìm kiếm", "step_in_told": "theo từ ngữ và theo ý nghĩa, có dấu hay không dấu",
            "step_own": "Trích nguyên văn", "step_own_told": "lấy từng câu từ các đoạn tìm được; không thể bịa",
            "step_model_told": "chỉ viết từ các đoạn tìm được; trích dẫn được đối chiếu trước khi hiện",
            "step_out": "Câu trả lời", "step_out_told": "mỗi câu nằm cạnh đoạn làm bằng chứng",
            "source": "Tài liệu", "source_told": "PDF, Word, Excel, thư và nhiều loại khác, đọc ngay trên máy chủ",
            "point_1": "Bấm vào trích dẫn là mở đúng chỗ, với PDF là chính trang đó, và đoạn được đánh dấu.",
            "point_2": "Khi không có đoạn nào gần, ứng dụng nói rõ và không hỏi mô hình.",
            "point_3": "Nội dung tài liệu chỉ là dữ liệu: lệnh giấu trong đó không được làm theo.",
            "say_1": "Mở nguồn đầu tiên: đoạn làm bằng chứng được đánh dấu trong đó.",
            "say_2": "Mỗi câu có bằng chứng riêng; câu nào không có thì được đánh dấu.",
            "say_3": "Hỏi lại không dấu, hoặc bằng từ khác, rồi xem có ra đúng đoạn đó không.",
            "say_4": "Đưa một tệp của bạn vào, rồi hỏi về tệp đó ngay sau một lát.",
        },
    },
    "classifier": {
        "en": {
            "usual_problem": "Texts come faster than people can sort them, and what is urgent waits among the rest.",
            "step_ask": "Texts come in", "step_ask_told": "one by one, or a file with a million rows: {audience}",
            "step_in": "The labels", "step_in_told": "what each one means, and examples of it",
            "step_own": "The local way", "step_own_told": "learns from the examples on this machine, and says how sure it is",
            "step_model_told": "labels by a schema that leaves it nothing else to say",
            "step_out": "A label", "step_out_told": "sure enough: done. Not sure: a person decides",
            "source": "Examples", "source_told": "each decision of a person becomes one more",
            "point_1": "It says how sure it is, and that was measured on texts that it had not seen.",
            "point_2": "What is not sure enough waits for a person, one key a text.",
            "point_3": "It learns from what people decide, on a machine of one's own.",
            "say_1": "The label comes with how sure it is, and with the examples that are nearest.",
            "say_2": "Change a word and look at the confidence: it moves.",
            "say_3": "Open the review: one key decides, and that becomes an example.",
            "say_4": "Bring a CSV file: each row comes back as it was, with a column more.",
            "outside": "A text that fits no label", "outside_say": "It should not be sure, and wait for a person.",
            "sent": "{messages} texts a day, {days} days", "a_message": "a text: {usd}",
            "one_call": "one call a text; embeddings and the server are not in it",
        },
        "vi": {
            "usual_problem": "Văn bản đến nhanh hơn sức người phân loại, còn việc gấp thì nằm chờ giữa những việc khác.",
            "step_ask": "Văn bản đến", "step_ask_told": "từng cái một, hoặc một tệp triệu dòng: {audience}",
            "step_in": "Các nhãn", "step_in_told": "ý nghĩa của từng nhãn, kèm ví dụ",
            "step_own": "Cách local", "step_own_told": "học từ ví dụ ngay trên máy này, và cho biết chắc chắn đến đâu",
            "step_model_told": "gắn nhãn theo một khuôn không cho nói gì khác",
            "step_out": "Nhãn", "step_out_told": "đủ chắc chắn: xong. Chưa chắc: người quyết định",
            "source": "Ví dụ", "source_told": "mỗi quyết định của người là thêm một ví dụ",
            "point_1": "Ứng dụng cho biết chắc chắn đến đâu, đo trên những văn bản chưa từng thấy.",
            "point_2": "Văn bản chưa đủ chắc chờ người xem lại, mỗi văn bản một phím.",
            "point_3": "Ứng dụng học từ quyết định của người, ngay trên máy của bạn.",
            "say_1": "Nhãn đi kèm độ tin cậy và những ví dụ gần nhất.",
            "say_2": "Đổi một từ rồi nhìn độ tin cậy: con số thay đổi.",
            "say_3": "Mở phần xem lại: một phím là quyết định, và đó thành một ví dụ.",
            "say_4": "Đưa một tệp CSV vào: dòng nào về dòng đó, thêm một cột.",
            "outside": "Một văn bản không hợp nhãn nào", "outside_say": "Ứng dụng cần nói là chưa chắc, và để người xem lại.",
            "sent": "{messages} văn bản mỗi ngày, {days} ngày", "a_message": "một văn bản: {usd}",
            "one_call": "mỗi văn bản một lượt gọi; chưa tính mô hình nhúng và máy chủ",
        },
    },
}  # fmt: skip

FEEDS = {"chatbot": 2, "docqa": 1, "classifier": 1}  # the step that draws on the source


def flow(app: str, name: str, audience: str, model: str | None, words: Words) -> Flow:
    """Return the picture's steps; the third is the model, or what answers without one."""
    answerer = Step(model, words["step_model_told"]) if model else Step(words["step_own"], words["step_own_told"])
    return Flow(
        frame=name,
        steps=(
            Step(words["step_ask"], words["step_ask_told"].format(audience=audience).rstrip(": ")),
            Step(words["step_in"], words["step_in_told"]),
            answerer,
            Step(words["step_out"], words["step_out_told"]),
        ),
        source=Step(words["source"], words["source_told"]),
        feeds=FEEDS[app],
        returns=app == "classifier",
    )
