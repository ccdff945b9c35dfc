"""English and Vietnamese say the same: tables of sentences have both, with the same marks and the glossary's terms."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT
from quickship import product_comments

TEMPLATES = ROOT / "templates"
RULES = ROOT / "generator/quickship/rules"
MARK = re.compile(r"\{(\w+)|\$(\w+)|(<[A-Z]+>)")
NAMED = re.compile(r"`([A-Z][A-Z_]{2,}|[\w./-]+\.(?:toml|jsonl?|csv|py|js|md)|make [\w-]+)`")

Texts = dict[str, str]


def flat(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a table, by its place in it."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from flat(inner, f"{place}.{key}")
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            yield from flat(inner, f"{place}.{number}")


def pairs(value: Any, place: str) -> Iterator[tuple[str, Texts, Texts]]:
    """The tables inside a value that have a side for each language."""
    if isinstance(value, Mapping) and {"en", "vi"} <= value.keys():
        yield place, dict(flat(value["en"])), dict(flat(value["vi"]))
    elif isinstance(value, Mapping | list):
        inner: Iterable[tuple[Any, Any]] = value.items() if isinstance(value, Mapping) else enumerate(value)
        for key, each in inner:
            yield from pairs(each, f"{place}.{key}")


def in_python(file: Path) -> Iterator[tuple[str, Texts, Texts]]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Dict) and {"en", "vi"} <= {getattr(key, "value", None) for key in node.keys}:
            try:
                table = ast.literal_eval(node)
            except ValueError:
                continue  # sets of words, not sentences
            yield from pairs(table, f"{file.name}:{node.lineno}")


def in_javascript(file: Path) -> Texts:
    return dict(re.findall(r'^  (\w+):\s*"(.*)",$', file.read_text(encoding="utf-8"), re.MULTILINE))


def in_rules(file: Path, language: str) -> Any:
    found = tomllib.loads(file.read_text(encoding="utf-8"))
    return found[language] if language in found else found.get("texts", found)


def tables() -> Iterator[tuple[str, Texts, Texts]]:
    for file in sorted(TEMPLATES.rglob("app/**/*.py")):
        yield from in_python(file)
    for file in sorted(TEMPLATES.rglob("cookiecutter.json")):
        yield from pairs(json.loads(file.read_text(encoding="utf-8")), file.parent.name)
    (english,) = TEMPLATES.rglob("words/en.js")
    yield "the page", in_javascript(english), in_javascript(english.with_name("vi.js"))
    for name in ("HEAD", "KEYS"):
        yield from pairs(getattr(product_comments, name), name)


TABLES = list(tables())
READMES = [(file, file.with_name("readme.vi.md")) for file in sorted(TEMPLATES.rglob("readme.en.md"))]


def test_the_tables_are_found() -> None:
    texts = sum(len(english) for _, english, _ in TABLES)
    assert len(TABLES) > 50
    assert texts > 500
    assert len(in_javascript(next(TEMPLATES.rglob("words/en.js")))) > 180


@pytest.mark.parametrize(("english", "vietnamese"), [pair[1:] for pair in TABLES], ids=[pair[0] for pair in TABLES])
def test_both_languages_say_the_same_things_with_the_same_marks(english: Texts, vietnamese: Texts) -> None:
    assert english.keys() == vietnamese.keys()
    for place, text in english.items():
        assert set(MARK.findall(text)) == set(MARK.findall(vietnamese[place])), place
        assert bool(text) == bool(vietnamese[place]), place


@pytest.mark.parametrize(("english", "vietnamese"), READMES, ids=[pair[0].parent.name for pair in READMES])
def test_both_readmes_name_the_same_settings_files_and_commands(english: Path, vietnamese: Path) -> None:
    assert named_in(english) == named_in(vietnamese)


def named_in(readme: Path) -> set[str]:
    """Return what a README names; a file that there is for each language counts as one."""
    return {name.replace(".vi.", ".en.") for name in NAMED.findall(readme.read_text(encoding="utf-8"))}


@pytest.mark.parametrize(("english", "vietnamese"), [("en", "vi"), ("docqa", "docqa")])
def test_the_words_of_a_product_have_the_same_marks(english: str, vietnamese: str) -> None:
    sides = (english, "en"), (vietnamese, "vi")
    first, second = (dict(flat(in_rules(RULES / f"{name}.toml", language))) for name, language in sides)
    marked = {place: text for place, text in first.items() if place.endswith((".question", ".answer", "instructions"))}
    assert marked
    for place, text in marked.items():
        assert set(MARK.findall(text)) == set(MARK.findall(second[place])), place


def glossary() -> list[list[str]]:
    rows = re.findall(r"^\| (.+) \|$", (ROOT / "docs/words.md").read_text(encoding="utf-8"), re.MULTILINE)
    return [[cell.strip() for cell in row.split("|")] for row in rows[2:]]


def vietnamese() -> Iterator[tuple[str, str]]:
    """Every Vietnamese text of the templates, without what is code in it."""
    for name, _, texts in TABLES:
        for place, text in texts.items():
            yield f"{name}{place}", re.sub(r"\{.*?\}|`.*?`|make [\w-]+", "", text)
    for _, file in READMES:
        prose = re.sub(r"^    .*$", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
        yield file.parent.name, re.sub(r"`[^`]*`|<[^>]*>|\([^)]*://[^)]*\)", "", prose)


def test_a_term_of_the_glossary_is_used_and_no_other_in_its_place() -> None:
    texts = [(place, text.casefold()) for place, text in vietnamese()]
    whole = "\n".join(text for _, text in texts)
    terms, others = ([term for row in glossary() for term in row[side].split(", ")] for side in (1, 3))
    assert len(terms) > 25
    assert [term for term in terms if not used(term, whole)] == []
    assert [(other, place) for other in others for place, text in texts if used(other, text)] == []


def used(term: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(term.casefold())}(?!\w)", text) is not None
