"""PDFs written by hand: letters of any script without a font for them, pages that are turned or cut."""

import zlib

Pages = list[list[str]]  # of each page its lines

LEFT, TOP, SIZE, LEADING = 72, 720, 12, 20  # points: where the first line stands, its letters, the way to the next


def typeset(pages: Pages, keys: str = "") -> bytes:
    """Return a PDF with these lines; `keys` are further ones of each page, such as /Rotate 90."""
    codes = {letter: code for code, letter in enumerate(sorted({*"".join("".join(page) for page in pages)}), 33)}
    kids = " ".join(f"{5 + 2 * index} 0 R" for index in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /ToUnicode 4 0 R >>",
        stream(meanings(codes)),
    ]
    for index, lines in enumerate(pages):
        resources = "/MediaBox [0 0 595 842] /Resources << /Font << /F 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {resources} /Contents {6 + 2 * index} 0 R {keys} >>")
        objects.append(stream(drawn(lines, codes)))
    return numbered(objects)


def endless() -> bytes:
    """Return a page that draws a letter four million million times: 25 drawings, each of 25 drawings, and so on."""
    depth, often = 9, 25
    form, size = "/Type /XObject /Subtype /Form /BBox [0 0 595 842]", "/MediaBox [0 0 595 842]"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Count 1 /Kids [5 0 R] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
        stream(f"BT /F {SIZE} Tf (a) Tj ET", f"{form} /Resources << /Font << /F 3 0 R >> >>"),
        f"<< /Type /Page /Parent 2 0 R {size} /Contents 6 0 R /Resources << /XObject << /X {6 + depth} 0 R >> >> >>",
        stream("/X Do"),
    ]
    for inner in (4, *range(7, 6 + depth)):
        objects.append(stream("/X Do " * often, f"{form} /Resources << /XObject << /X {inner} 0 R >> >>"))
    return numbered(objects)


def slow(text: str) -> bytes:
    """Return a page whose text is read at once, and which takes minutes to draw: one large picture, very often."""
    side, often = 12_000, 3_000
    keys = f"/Type /XObject /Subtype /Image /Width {side} /Height {side} /BitsPerComponent 1 /ColorSpace /DeviceGray"
    picture = f"{zlib.compress(bytes(side * side // 8)).hex()}>"
    resources = "/Resources << /Font << /F 3 0 R >> /XObject << /X 4 0 R >> >>"
    return numbered(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Count 1 /Kids [5 0 R] >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
            stream(picture, f"{keys} /Filter [/ASCIIHexDecode /FlateDecode]"),
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {resources} /Contents 6 0 R >>",
            stream(f"BT /F {SIZE} Tf ({text}) Tj ET " + "q 595 0 0 842 0 0 cm /X Do Q " * often),
        ]
    )


def drawn(lines: list[str], codes: dict[str, int]) -> str:
    written = ["".join(f"{codes[letter]:02x}" for letter in line) for line in lines]
    return f"BT /F {SIZE} Tf {LEADING} TL {LEFT} {TOP} Td " + " ".join(f"<{line}> Tj T*" for line in written) + " ET"


def meanings(codes: dict[str, int]) -> str:
    """Return the map from the codes of a font to letters."""
    pairs = "\n".join(f"<{code:02x}> <{letter.encode('utf-16-be').hex()}>" for letter, code in codes.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        f"1 begincodespacerange <00> <ff> endcodespacerange\n{len(codes)} beginbfchar\n{pairs}\nendbfchar\n"
        "endcmap end end"
    )


def stream(content: str, keys: str = "") -> str:
    return f"<< /Length {len(content)} {keys} >>\nstream\n{content}\nendstream"


def numbered(objects: list[str]) -> bytes:
    """Put objects into a file, with the table of where they begin."""
    file, places = "%PDF-1.7\n", list[int]()
    for number, content in enumerate(objects, 1):
        places.append(len(file))
        file += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    file += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return f"{file}startxref\n{file.rindex('xref')}\n%%EOF\n".encode("ascii")
