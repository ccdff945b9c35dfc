"""Real files of every kind, made by the libraries that people's programs are made of."""

import io
import zipfile
from collections.abc import Callable

TITLE = "Chương I. Thời giờ làm việc"
SENTENCE = "Mỗi nhân viên có mười hai ngày nghỉ phép mỗi năm."


def docx(text: str = SENTENCE) -> bytes:
    import docx  # type: ignore[import-untyped,unused-ignore]

    document = docx.Document()
    document.add_heading(TITLE, 1)
    document.add_paragraph(text)
    table = document.add_table(2, 2)
    for place, word in zip(((0, 0), (0, 1), (1, 0), (1, 1)), ("Loại", "Ngày", "Phép", "12"), strict=True):
        table.cell(*place).text = word
    return saved(document.save)


def pptx(said: str = SENTENCE) -> bytes:
    import pptx  # type: ignore[import-untyped,unused-ignore]

    slides = pptx.Presentation()
    for title, text in ((TITLE, said), ("Hết", "Cảm ơn")):
        slide = slides.slides.add_slide(slides.slide_layouts[1])
        slide.shapes.title.text, slide.placeholders[1].text = title, text
    slide.notes_slide.notes_text_frame.text = "Lời người nói"
    return saved(slides.save)


def xlsx(role: str = "Quản lý") -> bytes:
    import openpyxl  # type: ignore[import-untyped,unused-ignore]

    book = openpyxl.Workbook()
    book.active.title = "Phép năm"
    for row in (("Chức vụ", "Số ngày"), ("Nhân viên", 12), (role, 15)):
        book.active.append(row)
    return saved(book.save)


def pdf(pages: int = 3, text: str = "Every employee has twelve days of leave.", lock: object = None) -> bytes:
    from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped,unused-ignore]

    file = io.BytesIO()
    canvas = Canvas(file, encrypt=lock)
    for number in range(1, pages + 1):
        canvas.drawString(72, 740, f"{number}.1 Annual leave")
        canvas.drawString(72, 720, text)
        canvas.drawString(72, 700, f"This is page {number}.")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def locked_pdf() -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption  # type: ignore[import-untyped,unused-ignore]

    return pdf(lock=StandardEncryption("secret"))


def scan() -> bytes:
    """A page that holds a drawing and no letter."""
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.rect(72, 72, 300, 300, fill=1)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def html(text: str = SENTENCE) -> bytes:
    return (
        f"<html><head><title>Nội quy</title><script>var hidden = 1</script></head><body><nav>Trang đầu</nav>"
        f"<h1>{TITLE}</h1><p>{text}</p><ul><li>một</li><li>hai</li></ul></body></html>"
    ).encode()


def markdown(text: str = SENTENCE) -> bytes:
    return f"# {TITLE}\n\n**{text}**\n\n| Loại | Ngày |\n| --- | --- |\n| Phép | 12 |\n".encode()


def csv(role: str = "Quản lý") -> bytes:
    return f"Chức vụ;Số ngày\nNhân viên;12\n{role};15\n".encode()


def text(said: str = SENTENCE) -> bytes:
    return f"Điều 1. Nghỉ phép\n{said}\n".encode()


def email(said: str = SENTENCE) -> bytes:
    from email.message import EmailMessage

    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Nghỉ phép năm", "an@example.org", "binh@example.org"
    message.set_content(said)
    return bytes(message)


def bomb() -> bytes:
    """A document of a few hundred kilobytes that unpacks to gigabytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx())) as whole, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for entry in whole.infolist():
            if entry.filename != "word/document.xml":
                packed.writestr(entry, whole.read(entry))
        with packed.open("word/document.xml", "w", force_zip64=True) as body:
            for _ in range(400):
                body.write(b" " * 1_000_000)
    return file.getvalue()


def quiet_bomb() -> bytes:
    """The same with a directory that says it holds little: only the limit on memory stops it."""
    data = bytearray(bomb())
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    return bytes(data)


def saved(save: Callable[[io.BytesIO], None]) -> bytes:
    file = io.BytesIO()
    save(file)
    return file.getvalue()


FILES: dict[str, Callable[[], bytes]] = {
    "a.docx": docx,
    "a.pptx": pptx,
    "a.xlsx": xlsx,
    "a.pdf": pdf,
    "a.html": html,
    "a.md": markdown,
    "a.csv": csv,
    "a.txt": text,
    "a.eml": email,
}
