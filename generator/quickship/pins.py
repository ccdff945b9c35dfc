"""The pinned requirements of a project: the union of what its templates ship, one resolution for all."""

from __future__ import annotations

import re
from collections.abc import Iterable

from quickship.errors import TemplateError

ENTRY = re.compile(
    r"(?P<name>[\w.-]+)==(?P<version>[^\s;]+)(?: ; (?P<marker>[^\\\n]+?))?(?P<hashes>(?: \\\n    --hash=\S+)+)\n"
)

Entries = dict[str, dict[str, set[str]]]


def union(texts: Iterable[str]) -> str:
    """One requirements text that holds every entry of the given ones once, sorted by name and version."""
    markers: Entries = {}
    hashes: Entries = {}
    for text in texts:
        for entry in entries(text):
            pin = f"{entry['name']}=={entry['version']}"
            markers.setdefault(entry["name"], {}).setdefault(pin, set()).add(entry["marker"] or "")
            hashes.setdefault(entry["name"], {}).setdefault(pin, set()).update(entry["hashes"].split(" \\\n    "))
    return "".join(
        _entry(pin, markers[name][pin], hashes[name][pin]) for name in sorted(markers) for pin in sorted(markers[name])
    )


def entries(text: str) -> list[re.Match[str]]:
    """The entries of one requirements text; anything else in it is refused, for it would be lost."""
    found = list(ENTRY.finditer(text))
    if "".join(entry[0] for entry in found) != text:
        raise TemplateError("a pinned requirement must read `name==version ; marker` with its hashes")
    return found


def _entry(pin: str, markers: set[str], hashes: set[str]) -> str:
    """An entry that holds wherever one of the markers does; an empty marker holds everywhere."""
    marker = "" if "" in markers else " or ".join(f"({each})" for each in sorted(markers))
    marker = next(iter(markers)) if len(markers) == 1 else marker
    head = f"{pin} ; {marker}" if marker else pin
    return "".join([head, *(f" \\\n    {each}" for each in sorted(hashes - {""})), "\n"])
