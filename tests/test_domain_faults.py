"""What is wrong with a domain is found with its line and key, and what is more than words is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from conftest import Quickship
from plain_templates import Plain, write
from template_faults import SLUG
from test_check import found

PRODUCT = {"product": {"en": "product.en.toml"}}
GOOD = """instructions = "Be kind."
starters = ["Why?"]

[product]
consent = "Ask $name, or pay $$5."

[[faq]]
question = "Why?"
answer = "So."

[[labels]]
name = "a"
examples = ["one", "two"]

[[cases]]
input = "three"
label = "a"

[[documents]]
name = "a.md"
text = "A"
"""


def domain(files: dict[str, str], manifest: dict[str, Any] | None = None, **context: Any) -> Plain:
    """A domain of these files beside its cookiecutter.json."""
    said = {"kind": "domain", "summary": "s", "contributes": PRODUCT, **(manifest or {})}
    return Plain({"slug": "x", "_quickship": said, **context}, {f"{SLUG}/.gitkeep": "", **files})


def test_nothing_is_found_in_a_good_one(tmp_path: Path) -> None:
    assert found(domain({"product.en.toml": GOOD}), tmp_path / "t") == []


AGAIN = '[[faq]]\nquestion = "why?"\nanswer = "b"\n'
# What is written in place of a part of the good one -> the line, and words of the message and of what to do.
TEXTS = {
    "no TOML": ("[[faq]]", "[[faq]", 1, "not valid TOML", "docs/domains.md"),
    "an unknown key": ("starters", "starter", 2, "a domain does not say `starter`", "did you mean `starters`?"),
    "a key of the product's": ("consent", "name", 5, "a domain does not say `product.name`", "`product.consent`"),
    "an unknown cell": ("examples", "exampels", 13, "unknown key `exampels`", "did you mean `examples`?"),
    "a lacking cell": ('answer = "So."', "", 7, "`[[faq]]` lacks `answer`", ""),
    "a wrong type": ('["one", "two"]', '"one"', 13, "`labels.examples` must be a list", ""),
    "an unknown mark": ("Ask $name", "Ask $nmae", 5, "`consent` has a `$`", "only `$name` is filled in"),
    "a lone dollar": ("$$5", "$5", 5, "`consent` has a `$`", "write `$$`"),
    "a marked file": ('"a.md"', '"$name.md"', 20, "`name` has a `$` that means nothing", "nothing is filled in here"),
    "a long consent": ("Ask $name", "Ask " * 60, 5, "`consent` has", "say less"),
    "a starter of no entry": ('["Why?"]', '["Why not?"]', 2, "no entry of the faq does: Why not?", "word for word"),
    "a label of none": ('label = "a"', 'label = "A"', 17, "`label` is none of the labels: A", "known: a"),
    "a case that is learned": ('"three"', '"Two"', 16, "`input` is an example of a label: Two", "learned from"),
    "an example twice": ('["one", "two"]', '["one", "One"]', 13, "`examples` says one thing twice", "take one"),
    "a question twice": ("[[labels]]", f"{AGAIN}[[labels]]", 12, "`question` says one thing twice", "take one"),
    "a path for a name": ('"a.md"', '"../../a.md"', 20, "leaves the project", "choose another name"),
}  # fmt: skip


@pytest.mark.parametrize("fault", TEXTS)
def test_a_fault_in_its_texts_has_its_line(fault: str, tmp_path: Path) -> None:
    old, new, line, message, fix = TEXTS[fault]
    assert GOOD.count(old) >= 1
    (finding,) = found(domain({"product.en.toml": GOOD.replace(old, new, 1)}), tmp_path / "t")
    assert finding[:2] == ("product.en.toml", line)
    assert message in finding[2]
    assert fix in finding[3]
    assert finding[3]


# What makes it more than words -> where that is found, and the words.
MORE = {
    "code": (domain({f"{SLUG}/app/x.py": ""}, _copy_without_render=["app"]), f"{SLUG}/app/x.py", "writes no files"),
    "data": (domain({f"{SLUG}/data/x.csv": ""}), f"{SLUG}/data/x.csv", "a domain writes no files"),
    "a script": (domain({"hooks/post_gen_project.py": ""}), "hooks/post_gen_project.py", "a domain runs no scripts"),
    "an extension": (domain({}, _extensions=["x.Y"]), "cookiecutter.json", "a domain has no extensions"),
    "a setting": (
        domain({}, {"contributes": {**PRODUCT, "make": {"x": {"run": "x", "help": {"en": "x"}}}}}),
        "cookiecutter.json",
        "a domain contributes no `make`",
    ),
}  # fmt: skip


@pytest.mark.parametrize("more", MORE)
def test_what_is_more_than_words_is_found_and_never_made(more: str, tmp_path: Path, quickship: Quickship) -> None:
    plain, file, message = MORE[more]
    whole = Plain(plain.context, {**plain.files, "product.en.toml": GOOD})
    assert [(row[0], message in row[2]) for row in found(whole, tmp_path / "t")] == [(file, True)]
    done = quickship("new", "A coach", "--domain", "./t", "--trust", "--no-input", "-o", tmp_path / "out")
    assert (done.code, (tmp_path / "out").exists()) == (1, False)
    assert f"t/{file}:" in done.err
    assert message in done.err


def test_a_domain_without_texts_and_texts_without_a_domain(tmp_path: Path) -> None:
    kinds = {
        "the domain contributes no `product`": domain({}, {"contributes": {}}),
        "there is no product.en.toml": domain({}),
        "only a domain contributes `product`": domain({"product.en.toml": GOOD}, {"kind": "feature"}),
        "`product` has the wrong form": domain({}, {"contributes": {"product": "product.en.toml"}}),
    }
    for number, (message, plain) in enumerate(kinds.items()):
        assert message in str(found(plain, tmp_path / str(number)))


def test_a_fault_stops_a_project_with_its_line(tmp_path: Path, quickship: Quickship) -> None:
    write(domain({"product.en.toml": GOOD.replace("consent", "consnet")}), tmp_path / "t")
    done = quickship("new", "A coach", "--domain", "./t", "--trust", "--no-input", "--dry-run")
    assert done.code == 1
    assert "t/product.en.toml:5: a domain does not say `product.consnet`" in done.err
    assert "did you mean `product.consent`?" in done.err
