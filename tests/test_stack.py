"""A stack is ordered, complete and free of conflicts, and gathers what its templates contribute."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from quickship import stack, templates
from quickship.errors import TemplateError
from quickship.product import parse
from quickship.types import Product, Template
from trees import make_template, understood

KINDS = {"base": "base", "talk": "part", "store": "part", "chat": "app", "zip": "feature", "alarm": "feature"}
FOLDERS = {kind: folder for folder, kind in templates.FOLDERS.items()}


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Templates in the place of the built-in ones: chat requires talk, which requires store."""
    monkeypatch.setattr(templates, "builtin_folder", lambda: tmp_path)
    requires = {"chat": ["talk"], "talk": ["store"], "zip": ["alarm"]}
    for name, kind in KINDS.items():
        put(tmp_path, name, kind, requires=requires.get(name, []))
    return tmp_path


def put(shelf: Path, name: str, kind: str, **manifest: Any) -> None:
    """Writes a template of this kind where quickship looks for it."""
    made = make_template(shelf / "made" / name, name, {}, manifest)
    place = shelf / FOLDERS[kind] if kind == "base" else shelf / FOLDERS[kind] / name
    place.parent.mkdir(parents=True, exist_ok=True)
    made.path.rename(place)


def build(*features: str) -> list[str]:
    return [one.name for one in stack.build(Product(app="chat", slug="x"), "", features).templates]


def template(name: str, **contributes: Any) -> Template:
    return Template(name, "feature", Path("nowhere"), "test", "", {"_quickship": {"contributes": contributes}})


@pytest.mark.usefixtures("shelf")
def test_order_is_base_parts_app_features_and_what_is_required_comes_along() -> None:
    assert build() == ["base", "store", "talk", "chat"]
    assert build("zip") == ["base", "store", "talk", "chat", "alarm", "zip"]
    assert build("zip", "alarm") == build("alarm", "zip", "zip") == build("zip")


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("name", "hint"), [("zipp", "did you mean `zip`?"), ("talk", "known: alarm, zip"), ("../base", "known: alarm, zip")]
)
def test_only_a_feature_can_be_named_and_the_nearest_is_suggested(name: str, hint: str) -> None:
    with pytest.raises(TemplateError, match="there is no feature called") as caught:
        build(name)
    assert caught.value.hint == hint


def test_a_conflict_is_refused_by_name(shelf: Path) -> None:
    put(shelf, "quiet", "feature", conflicts=["alarm"])
    assert build("quiet")[-1] == "quiet"
    with pytest.raises(TemplateError, match="`quiet` does not go with `alarm`"):
        build("quiet", "zip")


def test_what_is_required_and_does_not_exist_is_named(shelf: Path) -> None:
    put(shelf, "lost", "feature", requires=["nowhere"])
    with pytest.raises(TemplateError, match="`lost` requires `nowhere`, which does not exist"):
        build("lost")


def test_a_manifest_that_is_no_json_is_one_sentence(shelf: Path) -> None:
    (shelf / "features/zip/cookiecutter.json").write_text("{")
    with pytest.raises(TemplateError, match=r"zip/cookiecutter.json cannot be read"):
        build("zip")


def test_contributions_are_gathered_sorted_and_without_repetition() -> None:
    make = {"m": {"run": "1"}}
    one = template("one", dependencies=["b>=1", "A"], groups={"dev": ["y"]}, image=["dev"], debian=["b"], make=make)
    two = template(
        "two", dependencies=["A", "c"], groups={"dev": ["x", "y"], "a": []}, image=["dev", "a"], debian=["b", "a"]
    )
    gathered = stack.contributions([one, two], "en")
    assert gathered["dependencies"] == ["A", "b>=1", "c"]
    assert gathered["groups"] == {"a": [], "dev": ["x", "y"]}
    assert list(gathered["groups"]) == ["a", "dev"]
    assert gathered["make"] == {"m": {"run": "1"}}
    assert gathered["image"] == ["a", "dev"]
    assert gathered["debian"] == ["a", "b"]


def test_a_setting_says_who_brings_it_and_has_one_owner() -> None:
    row = {"name": "PORT", "default": "1", "help": {}}
    one, two = template("one", settings=[row]), template("two", settings=[row])
    assert stack.contributions([one], "en")["settings"] == [{"template": "one", **row}]
    with pytest.raises(TemplateError, match="`two` and `one` both bring PORT"):
        stack.contributions([one, two], "en")


def test_a_template_may_want_another_default_of_a_setting() -> None:
    row = {"name": "PORT", "default": "1", "help": {}}
    one, two = template("one", settings=[row]), template("two", defaults={"PORT": "2"})
    assert stack.contributions([one, two], "en")["settings"] == [{"template": "one", **row, "default": "2"}]


@pytest.mark.parametrize("key", ["services", "make", "jobs", "defaults"])
def test_two_templates_cannot_contribute_one_name(key: str) -> None:
    with pytest.raises(TemplateError, match=f"`two` contributes `x` to {key}"):
        stack.contributions([template("one", **{key: {"x": 1}}), template("two", **{key: {"x": 1}})], "en")


def test_a_readme_section_comes_in_the_products_language_else_in_english(tmp_path: Path) -> None:
    (tmp_path / "en.md").write_text("Hello\n\n")
    (tmp_path / "vi.md").write_text("Xin chào\n")
    manifest = {"contributes": {"readme": {"en": "en.md", "vi": "vi.md"}}}
    both = Template("x", "feature", tmp_path, "test", "", {"_quickship": manifest})
    found = {language: stack.contributions([both], language)["readme"] for language in ("en", "vi", "de")}
    assert found == {"en": ["Hello"], "vi": ["Xin chào"], "de": ["Hello"]}


def test_the_product_file_records_the_templates_and_their_digests() -> None:
    product, text = understood()
    built = stack.build(product, text, ["docker"])
    assert [one.name for one in built.templates] == ["base", "conversation", "chatbot", "docker"]
    _, scaffold = parse(built.product_toml)
    assert [(row["name"], row["digest"]) for row in scaffold["templates"]] == [
        (one.name, one.digest) for one in built.templates
    ]


def test_a_digest_changes_with_a_byte_a_name_or_a_mode_and_not_with_what_compilers_leave(tmp_path: Path) -> None:
    made = make_template(tmp_path, "one", {"a.txt": "a"})
    file = made.path / "{{cookiecutter.slug}}" / "a.txt"
    (file.parent / "__pycache__").mkdir()
    (file.parent / "__pycache__" / "a.cpython-311.pyc").write_bytes(b"x")
    seen = [made.digest]
    assert templates.digest(made.path) == made.digest
    file.write_text("b")
    seen.append(templates.digest(made.path))
    file.chmod(0o755)
    seen.append(templates.digest(made.path))
    file.rename(file.with_name("b.txt"))
    seen.append(templates.digest(made.path))
    file.with_name("link").symlink_to("b.txt")
    seen.append(templates.digest(made.path))
    assert len(set(seen)) == 5


@pytest.mark.parametrize("target", ["/etc/passwd", "../../../../outside", "../.."])
def test_a_link_that_leads_out_of_a_template_is_refused(target: str, tmp_path: Path) -> None:
    made = make_template(tmp_path, "one", {"a.txt": "a"})
    (made.path / "{{cookiecutter.slug}}" / "link").symlink_to(target)
    with pytest.raises(TemplateError, match="holds a link that leads outside"):
        templates.digest(made.path)
