"""Reads Markdown as plain text with its headings; every other format but PDF comes this way, too."""

import re

from app.documents.extracted import Extracted, Heading

HEADING = re.compile(r" {0,3}(#{1,6})\s+(.+?)\s*#*\s*$")
FENCE = re.compile(r" {0,3}(```|~~~)")
RULE = re.compile(r"\s*\|?(\s*:?-{3,}:?\s*\|)+(\s*:?-{3,}:?\s*)?\s*$")
SPLIT = re.compile(r"(?<!\\)\|")
INLINE = (
    (re.compile(r"!\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)"), r"\1"),  # a picture is its description
    (re.compile(r"\[([^\]]+)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)"), r"\1"),  # a link is its text
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"`([^`\n]+)`"), r"\1"),
    (re.compile(r"<!--.*?-->"), ""),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)


class Reader:
    """Collects lines of plain text and remembers where headings begin."""

    def __init__(self) -> None:
        self.headings: list[Heading] = []
        self._lines: list[str] = []
        self._length = 0
        self._columns: list[str] = []  # of the table whose rows are being read
        self._in_code = False

    def read(self, markdown: str) -> Extracted:
        lines = markdown.split("\n")
        for line, following in zip(lines, [*lines[1:], ""], strict=True):
            self._read_line(line.rstrip(), following)
        return Extracted("\n".join(self._lines).rstrip() + "\n", self.headings)

    def _read_line(self, line: str, following: str) -> None:
        if FENCE.match(line):
            self._in_code = not self._in_code
        elif self._in_code:
            self._write(line)
        elif heading := HEADING.match(line):
            title = inline(heading[2])
            self.headings.append(Heading(self._length, len(heading[1]), title))
            self._write(title)
        else:
            self._read_row_or_text(line, following)

    def _read_row_or_text(self, line: str, following: str) -> None:
        if RULE.match(line) and self._columns:
            return
        if not self._columns and "|" in line and RULE.match(following):
            self._columns = cells(line)
        elif self._columns and "|" in line:
            self._write(row(self._columns, cells(line)))
        else:
            self._columns = []
            self._write(inline(line))

    def _write(self, line: str) -> None:
        if line or (self._lines and self._lines[-1]):
            self._lines.append(line)
            self._length += len(line) + 1


def read(markdown: str) -> Extracted:
    return Reader().read(markdown)


def inline(text: str) -> str:
    """Take away the marks of Markdown and keep what a reader sees."""
    for pattern, replacement in INLINE:
        text = pattern.sub(replacement, text)
    return text


def cells(line: str) -> list[str]:
    return [inline(cell.strip()) for cell in SPLIT.split(line.strip().strip("|"))]


def row(columns: list[str], values: list[str]) -> str:
    """Write a row so that it can be understood away from its table: each value under its column's name."""
    named = zip(columns, [*values, *[""] * (len(columns) - len(values))], strict=False)
    return "; ".join(f"{column}: {value}" if column else value for column, value in named if value)
