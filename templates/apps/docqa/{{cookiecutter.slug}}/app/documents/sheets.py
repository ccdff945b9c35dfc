"""Reads CSV: a line of text for each row, every value under its column's name."""

import csv
import io

from app.documents.extracted import Extracted
from app.documents.markdown import row


def read(text: str) -> Extracted:
    """The first row names the columns, unless it holds a number."""
    rows = [[cell.strip() for cell in found] for found in csv.reader(io.StringIO(text), dialect(text)) if any(found)]
    first = rows[0] if rows else []
    columns = [] if any(is_number(cell) for cell in first) else first
    body = rows[1:] if columns and len(rows) > 1 else rows
    lines = [row(columns, cells) if columns and body is not rows else ", ".join(filter(None, cells)) for cells in body]
    return Extracted("".join(f"{' '.join(line.split())}\n" for line in lines))


def dialect(text: str) -> type[csv.Dialect]:
    """Guess what parts the values; a comma where nothing else shows."""
    csv.field_size_limit(10_000_000)
    try:
        return csv.Sniffer().sniff(text[:10_000], delimiters=",;\t|")
    except csv.Error:
        return csv.excel


def is_number(cell: str) -> bool:
    return bool(cell) and cell.replace(",", "").replace(".", "").lstrip("+-").isdigit()
