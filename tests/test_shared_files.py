"""Whatever a person's words are, the files all templates share stay valid and hold the words as data only."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from markdown_it import MarkdownIt

from quickship import product_file, quoting, render, stack, templates
from quickship.neutral import neutral
from quickship.types import Case, Faq, Product, Tree

WORDS = {
    "quotes": '"\'`\\ \\" \'\'\' """',
    "jinja": "{{ 7*7 }} {% raw %} {# x #} {{ cookiecutter }}",
    "shell": "$HOME `id` $(id) ; rm -rf . #",
    "markup": "# a\n- b\n</h1><script>x</script> [c](d) | e | ![f](g) &lt; ```\n---",
    "toml and yaml": "a: b\n[project]\nname = 1\n- c: &d *e !!f",
    "unseen": "a\x7f\x85\u2028\u2029\u202e\ufeffb",
    "letters": "Trợ lý 😀 مساعد 助手",
}


@pytest.fixture(scope="module", params=WORDS)
def words(request: pytest.FixtureRequest) -> str:
    return WORDS[request.param]


@pytest.fixture(scope="module")
def trees(words: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Tree, Tree]:
    """A chatbot with docker of which every word is the nasty one, and the same without a word."""
    line = words.replace("\n", " ")  # a product.toml with more than one is refused
    product = Product(
        *(line, "safe", line, words, line, "vi", "chatbot", "", 10, "openai", line, words),
        starters=(words,),
        faq=(Faq(words, words), Faq("b", "c")),
        cases=(Case(words, contains=(words,)),),
    )
    made = stack.build(product, product_file.dump(product), ["docker"])
    return render.render(made, tmp_path_factory.mktemp("render")), neutral(made)


@pytest.fixture(scope="module")
def tree(trees: tuple[Tree, Tree]) -> Tree:
    return trees[0]


def text(tree: Tree, path: str) -> str:
    return tree[path].data.decode("utf-8")


def lines(tree: Tree, path: str) -> list[Any]:
    return [json.loads(line) for line in text(tree, path).split("\n") if line]


def test_the_product_is_there_word_for_word(tree: Tree, words: str) -> None:
    document = tomllib.loads(text(tree, "product.toml"))
    assert document["product"]["idea"] == document["instructions"] == words


def test_lists_are_laid_out_a_line_each(tree: Tree, words: str) -> None:
    expected = [{"question": words, "answer": words}, {"question": "b", "answer": "c"}]
    assert lines(tree, "data/faq.jsonl") == expected
    assert lines(tree, "evals/cases.jsonl") == [{"input": words, "contains": [words]}]


def test_pyproject_names_what_the_templates_bring(tree: Tree, words: str) -> None:
    document = tomllib.loads(text(tree, "pyproject.toml"))
    assert document["project"]["name"] == "safe"
    assert document["project"]["description"] == quoting.comment(words)
    assert any(line.startswith("fastapi") for line in document["project"]["dependencies"])
    groups = {*document["dependency-groups"], "main"}
    assert {path for path in tree if path.startswith("requirements/")} == {
        f"requirements/{group}.txt" for group in groups
    }


def test_the_readme_shows_the_words_as_they_are(tree: Tree, words: str) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(text(tree, "README.md"))
    assert [token.type for token in tokens[:6]] == [
        *("heading_open", "inline", "heading_close"),
        *("paragraph_open", "inline", "paragraph_close"),
    ]
    shown = ["".join(piece.content for piece in token.children or []) for token in (tokens[1], tokens[4])]
    assert shown == [quoting.comment(words)] * 2
    assert "html_block" not in {token.type for token in tokens}


def test_the_words_change_no_file_that_is_run(trees: tuple[Tree, Tree]) -> None:
    tree, own = trees
    changed = {path for path in own if tree[path].data != own[path].data}
    assert changed == {"product.toml", "README.md", "pyproject.toml", "data/faq.jsonl", "evals/cases.jsonl"}


def test_compose_and_make_are_valid(tree: Tree, tmp_path: Path) -> None:
    assert yaml.safe_load(text(tree, "compose.yaml"))["name"] == "safe"
    (tmp_path / "Makefile").write_bytes(tree["Makefile"].data)
    listed = subprocess.run(["make"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert "make image" in listed
    assert "Hiện danh sách này" in listed


@pytest.mark.parametrize("path", templates.builtin().values(), ids=lambda path: path.name)
def test_plain_cookiecutter_renders_every_template(path: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cookiecutter", "--no-input", str(path), "-o", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True, env={"HOME": str(tmp_path), "PATH": ""})
    (project,) = (entry for entry in tmp_path.iterdir() if entry.is_dir() and not entry.name.startswith("."))
    assert any(project.rglob("*"))
    for file in project.rglob("*.toml"):
        tomllib.loads(file.read_text(encoding="utf-8"))
