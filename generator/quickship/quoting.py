"""Jinja filters that carry a person's words into a file format as data, whatever the words are."""

from __future__ import annotations

import json
import re
import shlex
from typing import Any

from jinja2 import Environment
from jinja2.ext import Extension

# Legal in a JSON string, but not in TOML (DEL) or not kept by YAML (C1, line separators, BOM, non-characters).
ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
SURROGATE = re.compile("[\ud800-\udfff]")  # half a character, which no file can hold
BREAKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]+")
# Signs that are markup anywhere; then those that are at the start of a line, in a numbered list, in an address.
MARKUP = re.compile(r"[\\`*_{}\[\]<>#&|~$@^]|^[-+=]|(?<=\d)[.)]|[.:](?=\S)")


class Quoting(Extension):
    """Brings the filters to a template that names this class under `_extensions`."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.filters.update(FILTERS)


def quoted(value: object) -> str:
    """A string literal that TOML (basic string), YAML, JSON and Python read back as the same text."""
    return as_json(str(value))


def as_json(value: Any) -> str:
    """Any plain value as JSON on one line, with non-ASCII kept readable."""
    text = SURROGATE.sub("\ufffd", json.dumps(value, ensure_ascii=False))
    return ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def as_yaml(value: Any) -> str:
    """Plain values as block YAML, keys sorted so that the same value gives the same bytes."""
    import yaml

    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, data: object) -> bool:
            return True

    def text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
        # PyYAML would leave U+0085 bare and read it back as a space.
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"' if ESCAPED.search(value) else None)

    Dumper.add_representer(str, text)
    Dumper.add_multi_representer(dict, yaml.SafeDumper.represent_dict)  # cookiecutter reads JSON as OrderedDict
    block: str = yaml.dump(value, Dumper=Dumper, allow_unicode=True, default_flow_style=False, width=1000)
    return block


def csv(value: object) -> str:
    """One cell of a CSV file, whatever it holds: quotes within it are doubled."""
    return SURROGATE.sub("\ufffd", '"{}"'.format(str(value).replace('"', '""')))


def shell(value: object) -> str:
    """One word of a POSIX shell command."""
    return shlex.quote(str(value))


def comment(value: object) -> str:
    """One line of text that cannot end the `#` comment it stands in."""
    return SURROGATE.sub("\ufffd", BREAKS.sub(" ", str(value))).strip()


def markdown(value: object) -> str:
    """One line of text that Markdown shows as it is: every sign that could be markup is escaped."""
    return MARKUP.sub(lambda found: f"\\{found[0]}", comment(value))


FILTERS = {
    "quoted": quoted, "json": as_json, "yaml": as_yaml, "csv": csv,
    "shell": shell, "comment": comment, "markdown": markdown,
}  # fmt: skip
