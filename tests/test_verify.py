"""Each check on the finished tree, with a tree that breaks just that one."""

from __future__ import annotations

from pathlib import Path

import pytest

from quickship import render, stack, templates
from quickship.errors import VerifyError
from quickship.neutral import neutral
from quickship.types import File, Tree
from quickship.verify import check_content, check_paths, verify
from trees import understood


def tree(**files: bytes) -> Tree:
    return {path: File(data, False, "test") for path, data in files.items()}


def refusal(path: str, data: bytes = b"") -> str:
    """The sentence with which a tree of this one file is refused, "" where it is not."""
    try:
        verify(tree(**{path: data}), dict)
    except VerifyError as fault:
        return fault.message
    return ""


@pytest.mark.parametrize(
    "path",
    ["../a", "a/../../b", "/etc/passwd", "", "a\\b", "c:a", "a\nb", "a\0b", "a?", 'a"', "a|b", "a/..", "<a>", "*"],
)
def test_a_path_that_leaves_the_project_is_refused(path: str) -> None:
    assert "leaves the project" in refusal(path)


@pytest.mark.parametrize("path", ["con", "a/NUL.txt", "COM1", "lpt9.tar.gz", "a./b", "a ", "aux/x", "Prn.md"])
def test_a_path_that_windows_reserves_is_refused(path: str) -> None:
    assert "reserved on Windows" in refusal(path)


@pytest.mark.parametrize("path", ["a/b.txt", ".env.example", "console.txt", "com10", "Nụ Cười.txt", "a b"])
def test_an_ordinary_path_passes(path: str) -> None:
    assert refusal(path) == ""


@pytest.mark.parametrize(("one", "two"), [("A.txt", "a.txt"), ("docs/X/a", "DOCS/x/a"), ("straße", "STRASSE")])
def test_paths_that_differ_in_case_only_are_refused(one: str, two: str) -> None:
    with pytest.raises(VerifyError, match="differ in case only"):
        check_paths(tree(**{one: b"", two: b""}))


@pytest.mark.parametrize(
    ("path", "bad", "good"),
    [
        ("a.py", b"def", b"x = 1\n"),
        ("a.py", b"\xff", b"# \xc3\xa9\n"),
        ("a.toml", b"a = ", b"a = 1\n"),
        ("a.yaml", b"a: [", b"a: [1]\n"),
        ("a.yml", b"a: b: c", b"a: b\n"),
        ("a.json", b"{", b"{}"),
        ("a.jsonl", b'{"a": 1}\n{', '{"a": "\u2028"}\n\n{"b": 2}\n'.encode()),
    ],
)
def test_a_file_must_parse_as_what_its_name_says(path: str, bad: bytes, good: bytes) -> None:
    assert f"{path} is not valid" in refusal(path, bad)
    assert refusal(path, good) == ""
    assert refusal("a.txt", bad) == ""


@pytest.mark.parametrize(
    "secret",
    [
        b"sk-" + b"a1" * 20, b"sk-proj-" + b"a1" * 20, b"ghp_" + b"a" * 36, b"AKIA" + b"A1" * 8,
        b"AIza" + b"a" * 35, b"gsk_" + b"a" * 40, b"xoxb-" + b"1" * 20, b"-----BEGIN RSA " + b"PRIVATE KEY-----",
    ],
)  # fmt: skip
def test_what_looks_like_a_secret_is_refused_and_not_repeated(secret: bytes) -> None:
    sentence = refusal("notes.txt", b"key: " + secret + b"\n")
    assert "looks like a secret key" in sentence
    assert secret.decode() not in sentence


@pytest.mark.parametrize("text", [b"sk-test", b"task-" + b"a" * 40, b"AKIA", b"BEGIN PUBLIC KEY"])
def test_what_only_resembles_a_secret_passes(text: bytes) -> None:
    assert refusal("notes.txt", text) == ""


@pytest.mark.parametrize("left", [b"{{ x }}", b"{% if x %}", b"{# x #}"])
def test_jinja_left_in_the_templates_own_text_is_refused(left: bytes) -> None:
    with pytest.raises(VerifyError, match=r"a\.md holds Jinja that was not rendered"):
        verify(tree(**{"a.md": left}), lambda: tree(**{"a.md": left}))


def test_jinja_in_a_persons_words_or_a_workflows_expression_passes() -> None:
    words = tree(**{"a.md": b"{{ 7*7 }} {% raw %}"})
    own = tree(**{"a.md": b"SENTINEL", "ci.yml": b"a: ${{ matrix.python }}"})
    assert verify(words, lambda: own) is words


def test_a_real_tree_passes_and_comes_back_as_it_was(tmp_path: Path) -> None:
    built = stack.build(*understood(), ["docker"])
    made = render.render(built, tmp_path)
    assert verify(made, lambda: neutral(built)) is made


@pytest.mark.parametrize("path", templates.builtin().values(), ids=templates.builtin())
def test_what_is_fixed_in_a_built_in_template_passes(path: Path) -> None:
    values = templates.read(path).context
    for file in templates.files(folder := path / "{{cookiecutter.slug}}"):
        name = file.relative_to(folder).as_posix()
        if render.is_copied(name, values):
            check_content(name, file.read_bytes())
