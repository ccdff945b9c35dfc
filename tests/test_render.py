"""Templates are rendered alone and laid over one another: one owner per path, and a person's words stay data."""

from __future__ import annotations

from pathlib import Path

import pytest

from quickship import render, stack
from quickship.errors import RenderError, TemplateError
from quickship.neutral import neutral
from quickship.types import Product, Stack
from trees import DENTIST, as_contents, make_template, rendered, understood


def test_every_file_knows_its_owner_and_the_tree_is_sorted(tmp_path: Path) -> None:
    low = make_template(tmp_path, "low", {"z.txt": "z", "a/b.txt": "{{ cookiecutter.slug }}"})
    high = make_template(tmp_path, "high", {"m.txt": "m"})
    tree = rendered(tmp_path / "work", low, high)
    assert [(path, file.owner, file.data) for path, file in tree.items()] == [
        ("a/b.txt", "low", b"x"), ("m.txt", "high", b"m"), ("z.txt", "low", b"z"),
    ]  # fmt: skip


def test_two_templates_cannot_write_one_path(tmp_path: Path) -> None:
    low, high = (make_template(tmp_path, name, {"a.txt": name}) for name in ("low", "high"))
    with pytest.raises(TemplateError, match=r"`high` and `low` both write a\.txt") as caught:
        rendered(tmp_path / "work", low, high)
    assert "`replaces`" in caught.value.hint


def test_the_upper_template_may_say_that_it_replaces_a_path(tmp_path: Path) -> None:
    low = make_template(tmp_path, "low", {"a.txt": "low"})
    high = make_template(tmp_path, "high", {"a.txt": "high"}, {"replaces": ["a.txt"]})
    tree = rendered(tmp_path / "work", low, high)
    assert (tree["a.txt"].data, tree["a.txt"].owner) == (b"high", "high")


@pytest.mark.parametrize("body", ["{{ 1 +", "{% if %}", "{{ cookiecutter.nothing.here }}", "{{ x | nofilter }}"])
def test_a_broken_template_is_one_sentence_that_names_it(body: str, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="the template `odd` cannot be rendered: ") as caught:
        rendered(tmp_path / "work", make_template(tmp_path, "odd", {"a.txt": body}))
    assert "\n" not in caught.value.message


def test_a_template_without_a_project_folder_is_one_sentence(tmp_path: Path) -> None:
    odd = make_template(tmp_path, "odd", {})
    (odd.path / "{{cookiecutter.slug}}").rmdir()
    with pytest.raises(RenderError, match="the template `odd` cannot be rendered"):
        rendered(tmp_path / "work", odd)


def test_hooks_of_a_template_are_not_run(tmp_path: Path) -> None:
    odd = make_template(tmp_path, "odd", {"a.txt": "a"})
    (odd.path / "hooks").mkdir()
    (odd.path / "hooks/post_gen_project.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    assert list(rendered(tmp_path / "work", odd)) == ["a.txt"]
    assert not (tmp_path / "ran").exists()


def test_executable_stays_executable_and_bytes_stay_bytes(tmp_path: Path) -> None:
    made = make_template(tmp_path, "one", {"run.sh": "echo\n", "plain.txt": "a"})
    body = made.path / "{{cookiecutter.slug}}"
    (body / "run.sh").chmod(0o755)
    (body / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0{{ cookiecutter.slug }}\xff")
    tree = rendered(tmp_path / "work", made)
    assert {path: file.executable for path, file in tree.items()} == {
        "picture.png": False, "plain.txt": False, "run.sh": True,
    }  # fmt: skip
    assert tree["picture.png"].data == (body / "picture.png").read_bytes()


@pytest.mark.parametrize("words", ["{{ 7*7 }}", "{% raw %}", "{# x #}", "{{ cookiecutter.slug }}", "{%"])
def test_jinja_in_a_persons_words_stays_as_it_is(words: str, tmp_path: Path) -> None:
    body = "{{ cookiecutter._product.name }}|{{ cookiecutter._product_toml }}"
    made = make_template(tmp_path, "one", {"a.txt": body})
    built = Stack(Product(name=words, slug="x"), f"# {words}", (made,), {"w": words})
    tree, own = render.render(built, tmp_path), neutral(built)
    assert tree["a.txt"].data.decode() == f"{words}|# {words}"
    assert own["a.txt"].data.decode() == "SENTINEL|SENTINEL"


def test_the_same_product_gives_the_same_bytes_in_any_folder(tmp_path: Path) -> None:
    product, text = understood(DENTIST)
    trees = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        trees.append(render.render(stack.build(product, text, ["docker"]), tmp_path / name))
    assert as_contents(trees[0]) == as_contents(trees[1])
    assert trees[0] == trees[1]


def test_nothing_of_the_persons_stands_in_the_neutral_tree(tmp_path: Path) -> None:
    product, text = understood("A guide for Xylophone players", Product(audience="zebras", name="Quokka"))
    built = stack.build(product, text, ["docker"])
    tree, own = render.render(built, tmp_path), neutral(built)
    assert set(own) <= set(tree)
    assert {"README.md", "product.toml", "Makefile", "compose.yaml"} <= set(own)
    assert any(b"Quokka" in file.data for file in tree.values())
    for word in (b"Quokka", b"Xylophone", b"zebras"):
        assert [path for path, file in own.items() if word in file.data] == []
