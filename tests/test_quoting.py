"""Whatever a person wrote, each filter's output is read back by the format's own parser as the same text."""

import ast
import json
import subprocess
import tomllib
from collections import OrderedDict
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from jinja2 import Environment
from markdown_it import MarkdownIt

from quickship import quoting

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
NASTY = (
    "\"'\\",
    "{{ 7*7 }}{% raw %}{#",
    "$HOME `id` $(id)",
    "a\r\nb\tc",
    "\x7f\x85\u2028\u2029\ufeff",
    "\U0001f600",
    "#",
)


def nasty(test: Any) -> Any:
    for text in NASTY:
        test = example(text)(test)
    return test


@nasty
@given(TEXTS)
def test_quoted_is_read_back_by_toml_yaml_json_and_python(text: str) -> None:
    literal = quoting.quoted(text)
    assert tomllib.loads(f"key = {literal}")["key"] == text
    assert yaml.safe_load(f"key: {literal}")["key"] == text
    assert json.loads(literal) == text
    assert ast.literal_eval(literal) == text


@given(TEXTS)
def test_quoted_keeps_letters_readable(text: str) -> None:
    letters = "".join(sign for sign in text if sign.isalpha())
    assert quoting.quoted(letters) == f'"{letters}"'


@given(VALUES)
def test_json_is_one_line_that_holds_the_value(value: Any) -> None:
    line = quoting.as_json(value)
    assert json.loads(line) == value
    assert len(line.splitlines()) == 1


@example({text: text for text in NASTY})
@given(st.dictionaries(TEXTS, VALUES))
def test_yaml_holds_the_value_whatever_the_order_of_its_keys(value: dict[str, Any]) -> None:
    text = quoting.as_yaml(value)
    assert yaml.safe_load(text) == value
    assert quoting.as_yaml(dict(reversed(value.items()))) == text


def test_yaml_keeps_letters_readable() -> None:
    assert quoting.as_yaml({"tên": "Trợ lý", "a": [1]}) == "a:\n- 1\ntên: Trợ lý\n"


def test_yaml_takes_what_cookiecutter_makes_of_json() -> None:
    assert quoting.as_yaml(OrderedDict(b=OrderedDict(c=1), a=2)) == "a: 2\nb:\n  c: 1\n"


def test_yaml_writes_out_what_stands_twice() -> None:
    twice = ["x"]
    assert quoting.as_yaml({"a": twice, "b": twice}) == "a:\n- x\nb:\n- x\n"


def test_shell_words_are_read_back_by_sh() -> None:
    for text in (*NASTY, "", "-n", "*", "~", "a b", "'; echo no; '", "\n"):
        command = f"printf '%s|' {quoting.shell(text)}"
        assert subprocess.run(["sh", "-c", command], capture_output=True, check=True).stdout == f"{text}|".encode()


@nasty
@given(TEXTS)
def test_a_comment_stays_in_its_line(text: str) -> None:
    line = quoting.comment(text)
    assert len(line.splitlines()) <= 1
    assert tomllib.loads(f"# {line}\nkey = 1") == {"key": 1}
    assert yaml.safe_load(f"# {line}\nkey: 1") == {"key": 1}
    assert ast.dump(ast.parse(f"# {line}\nkey = 1")) == ast.dump(ast.parse("key = 1"))


MARKUP = (
    "# a",
    "- a",
    "+ a",
    "1. a",
    "1) a",
    "a | b",
    "**a** _b_ `c` ~~d~~",
    "[a](b) ![c](d) <b>e</b>",
    "&lt;",
    "===",
    "a\n---",
)


@pytest.mark.parametrize("frame", ["{}\n", "# {}\n", "| a |\n| --- |\n| {} |\n"])
@given(text=TEXTS | st.text("#-+*_~`[]()<>!&|\\=:.1 ab\n") | st.sampled_from([*NASTY, *MARKUP]))
def test_markdown_shows_the_text_as_it_is(frame: str, text: str) -> None:
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(frame.format(quoting.markdown(text)))
    empty = MarkdownIt("commonmark").enable("table").parse(frame.format("x"))
    inline = [token for token in tokens if token.type == "inline"]
    pieces = inline[-1].children or [] if inline else []
    assert {piece.type for piece in pieces} <= {"text", "text_special"}
    assert "".join(piece.content for piece in pieces) == quoting.comment(text)
    if quoting.comment(text):
        assert [token.type for token in tokens] == [token.type for token in empty]


def test_half_a_character_becomes_the_replacement_character() -> None:
    half = "a\ud800b"
    assert tomllib.loads(f"key = {quoting.quoted(half)}") == {"key": "a\ufffdb"}
    assert quoting.comment(half) == "a\ufffdb"


def test_templates_get_the_filters_by_naming_the_extension() -> None:
    environment = Environment(extensions=["quickship.quoting.Quoting"])
    template = environment.from_string(
        "{{ t | quoted }} {{ t | json }} {{ t | shell }} {{ t | comment }} {{ t | markdown }}"
    )
    assert template.render(t="a\n*") == '"a\\n*" "a\\n*" \'a\n*\' a * a \\*'
    assert environment.from_string("{{ {'a': 1} | yaml }}").render() == "a: 1\n"
