"""What reading a file gives: its text, and where in it pages and headings begin."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Heading:
    """A heading's place in the text, its depth (1 is the outermost) and its words."""

    start: int
    level: int
    title: str


@dataclass(frozen=True)
class Extracted:
    """A file's text; every offset counts characters of it. No pages: the kind of file has none."""

    text: str
    headings: list[Heading] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)  # where each begins


class Unreadable(Exception):
    """A file cannot be read; the code is one of failures.py."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
