"""Any name becomes one that a folder and a Python project may have, or one clear error."""

from __future__ import annotations

import json
import re
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quickship.errors import IdeaError
from quickship.slug import RESERVED, TAKEN, is_slug, slugify

ROOT = Path(__file__).parent.parent


@given(st.text(max_size=80))
def test_a_slug_names_a_folder_and_a_project_anywhere(name: str) -> None:
    taken = {"my-thing", "fast_api"}
    if not any(char.isalnum() for char in name):
        with pytest.raises(IdeaError):
            slugify(name, taken)
        return
    slug = slugify(name, taken)
    assert 1 <= len(slug) <= 40
    assert slug[0] in "abcdefghijklmnopqrstuvwxyz"
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not slug.endswith("-")
    assert "--" not in slug
    assert slug.replace("-", "_") not in RESERVED | {"my_thing", "fast_api"}
    assert slugify(slug, taken) == slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Đà Nẵng đẹp", "da-nang-dep"),
        ("Rehearse", "rehearse"),
        ("虚拟助手", "xunizhushou"),
        ("Größe", "grosse"),
        ("Größe Ü", "grosse-u"),
        ("7 days", "app-7-days"),
        ("CON", "con-app"),
        ("COM1", "com1-app"),
        ("class", "class-app"),
        ("json", "json-app"),
        ("Fast.API", "fast-api-app"),
        ("../../etc/passwd", "etc-passwd"),
        ("a" * 60, "a" * 40),
    ],
)
def test_a_slug_is_what_a_person_would_expect(name: str, slug: str) -> None:
    assert slugify(name, {"fast-api"}) == slug


def test_endings_of_a_taken_slug_go_on() -> None:
    assert slugify("x", {"x", "x-app"}) == "x-app-2"
    assert slugify("a" * 60, {"a" * 40}) == "a" * 36 + "-app"


def test_no_product_has_the_name_of_a_dependency() -> None:
    for file in (ROOT / "templates").rglob("cookiecutter.json"):
        contributes = json.loads(file.read_text(encoding="utf-8"))["_quickship"]["contributes"]
        for requirement in chain(contributes.get("dependencies", []), *contributes.get("groups", {}).values()):
            name = re.split(r"[^\w.-]", requirement)[0]
            assert slugify(name, TAKEN).endswith("-app"), name
            assert not is_slug(name.lower()), name
