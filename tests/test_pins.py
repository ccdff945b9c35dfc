"""Every template ships its part of one resolution, and the parts of a project's templates fit together."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quickship import pins, templates
from quickship.errors import TemplateError

FILES = sorted(templates.builtin_folder().glob("**/pins/*.txt"))


def entry(name: str, version: str = "1", marker: str = "", hashes: tuple[str, ...] = ("a",)) -> str:
    lines = [
        f"{name}=={version}" + (f" ; {marker}" if marker else ""),
        *(f"    --hash=sha256:{each}" for each in hashes),
    ]
    return " \\\n".join(lines) + "\n"


ENTRIES = st.builds(
    entry,
    st.sampled_from(["a", "b-c", "d.e"]),
    st.sampled_from(["1", "2.0"]),
    st.sampled_from(["", "os_name == 'nt'", "python_version < '3.12' or os_name == 'nt'"]),
)
TEXTS = st.lists(st.lists(ENTRIES, max_size=4).map("".join), max_size=4)


def test_union_sorts_and_holds_each_entry_once() -> None:
    assert pins.union([entry("b") + entry("c"), entry("a") + entry("b")]) == entry("a") + entry("b") + entry("c")


def test_what_one_template_needs_everywhere_loses_its_marker() -> None:
    assert pins.union([entry("a", marker="os_name == 'nt'"), entry("a")]) == entry("a")


def test_a_package_is_there_wherever_one_of_the_markers_holds() -> None:
    both = pins.union([entry("a", marker="os_name == 'nt'"), entry("a", marker="python_version < '3.12'")])
    assert both == entry("a", marker="(os_name == 'nt') or (python_version < '3.12')")


def test_versions_for_different_pythons_stand_side_by_side() -> None:
    old, new = entry("a", "1", "python_version < '3.12'"), entry("a", "2", "python_version >= '3.12'")
    assert pins.union([new, old]) == old + new


def test_union_of_nothing_is_nothing() -> None:
    assert pins.union([]) == pins.union([""]) == ""


@given(TEXTS)
def test_union_depends_neither_on_order_nor_on_repetition(texts: list[str]) -> None:
    once = pins.union(texts)
    assert pins.union(list(reversed(texts))) == once
    assert pins.union([once]) == once


@pytest.mark.parametrize("line", ["a>=1\n", "a==1\n", "-r other.txt\n", "--index-url x\n", "# words\n", "./a\n"])
def test_anything_but_a_pin_with_its_hashes_is_refused(line: str) -> None:
    with pytest.raises(TemplateError):
        pins.union([entry("a") + line])


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.parent.name}-{file.stem}")
def test_shipped_pins_hold_nothing_but_pins(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert pins.union([text]) == text != ""
    assert "://" not in text


def test_all_templates_pin_the_same_versions() -> None:
    versions: dict[str, set[tuple[str, ...]]] = {}
    for file in FILES:
        own: dict[str, list[str]] = {}
        for found in pins.entries(file.read_text(encoding="utf-8")):
            own.setdefault(found["name"], []).append(found["version"])
        for name, found_versions in own.items():
            versions.setdefault(name, set()).add(tuple(found_versions))
    assert versions
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def test_every_template_pins_all_that_it_brings() -> None:
    for path in templates.builtin().values():
        share = json.loads((path / "cookiecutter.json").read_text(encoding="utf-8"))["_quickship"]["contributes"]
        brought = {"main": share.get("dependencies", []), **share.get("groups", {})}
        for group, lines in brought.items():
            pinned = (
                {found["name"] for found in pins.entries((path / "pins" / f"{group}.txt").read_text(encoding="utf-8"))}
                if lines
                else set()
            )
            assert {re.split(r"[<>=;\[ ]", line)[0].lower() for line in lines} <= pinned
