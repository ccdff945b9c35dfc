"""Small cookiecutter templates, each with one thing that cookiecutter does, and answers to type where it asks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

BODY = "{{cookiecutter.repo_name}}"
NAMES = {"project_name": "My Project", "repo_name": "{{ cookiecutter.project_name | slugify }}"}


@dataclass(frozen=True)
class Link:
    """A symbolic link to this path."""

    target: str


@dataclass(frozen=True)
class Executable:
    """The text of a script."""

    text: str


@dataclass(frozen=True)
class Plain:
    """A template: its variables, its files (None is an empty folder), and answers in the order of its questions.

    An answer is what a person types at cookiecutter's prompt; beside it stands what they say to quickship.
    """

    context: Mapping[str, Any]
    files: Mapping[str, str | bytes | Link | Executable | None]
    typed: tuple[tuple[str, str, str], ...] = ()
    modes: Mapping[str, int] = field(default_factory=dict)
    more: Mapping[str, Plain] = field(default_factory=dict)


def write(plain: Plain, folder: Path) -> Path:
    """Writes the template into a new folder."""
    folder.mkdir(parents=True)
    (folder / "cookiecutter.json").write_text(json.dumps(plain.context, ensure_ascii=False, indent=1), encoding="utf-8")
    for path, content in plain.files.items():
        _write(folder / path, content)
    for path, mode in plain.modes.items():
        (folder / path).chmod(mode)
    for path, nested in plain.more.items():
        write(nested, folder / path)
    return folder


def _write(place: Path, content: str | bytes | Link | Executable | None) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    if content is None:
        place.mkdir()
    elif isinstance(content, Link):
        place.symlink_to(content.target)
    elif isinstance(content, bytes):
        place.write_bytes(content)
    else:
        text = content.text if isinstance(content, Executable) else content
        place.write_bytes(text.encode())
        if isinstance(content, Executable):
            place.chmod(0o755)


PLAIN = {
    "variables": Plain(
        {
            **NAMES,
            "license": ["MIT", "BSD of {{ cookiecutter.project_name }}", "none"],
            "with_docs": True,
            "with_cli": False,
            "options": {"size": 3, "tags": ["{{ cookiecutter.repo_name }}", "b"], "deep": {"on": True, "off": None}},
            "version": 3.10,
            "count": 7,
            "nothing": None,
            "_private": ["{{ not.rendered }}"],
            "__year": "{{ cookiecutter.version }}!",
            "__row": {"of": "{{ cookiecutter.count }}"},
        },
        {f"{BODY}/all.txt": "{{ cookiecutter }}\n{{ _cookiecutter }}\n{{ cookiecutter.options | jsonify }}\n"},
        typed=(
            ("project_name", "{{ 7*7 }} {% raw %} Ünï", "{{ 7*7 }} {% raw %} Ünï"),
            ("repo_name", "", "7-7-raw-uni"),
            ("license", "3", "none"),
            ("with_docs", "no", "no"),
            ("with_cli", "on", "on"),
            ("version", "", "3.1"),
            ("count", "8", "8"),
            ("nothing", "{{ x }}", "{{ x }}"),
            ("options", '{"size": "{{ 1 }}"}', '{"size": "{{ 1 }}"}'),
        ),
    ),
    "prompts": Plain(
        {
            **NAMES,
            "colour": ["red", "blue"],
            "__prompts__": {
                "project_name": "[bold]How[/bold] is it called [optional]?",
                "colour": {"__prompt__": "Which colour", "red": "like blood", "blue": "like [cyan]the sea[/]"},
            },
        },
        {f"{BODY}/a.txt": "{{ cookiecutter.colour }} {{ cookiecutter }}"},
        typed=(("project_name", "X", "X"), ("repo_name", "", "x"), ("colour", "2", "blue")),
    ),
    "environment": Plain(
        NAMES,
        {
            f"{BODY}/extensions.txt": "{% now 'utc', '%Y' %} {{ random_ascii_string(5) | length }} "
            "{{ uuid4() | length }} {{ 'Ä b' | slugify }} {{ {'b': 1, 'a': 'é'} | jsonify }}\n\n\n",
            f"{BODY}/none.txt": "no newline at the end",
            f"{BODY}/macro.txt": "{% macro m(x) %}<{{ x }}>{% endmacro %}{{ m(1) }}{# gone #}"
            "{% raw %}{{ kept }}{% endraw %}",
        },
    ),
    "extension": Plain(
        {**NAMES, "_extensions": ["local_extensions.Shout", "jinja2.ext.do"]},
        {
            "local_extensions.py": "from cookiecutter.utils import simple_filter\n\n"
            "@simple_filter\ndef Shout(text):\n    return text.upper()\n",
            f"{BODY}/a.txt": "{{ cookiecutter.project_name | Shout }}{% do [] %}",
        },
    ),
    "delimiters": Plain(
        {
            "project_name": "My Project",
            "repo_name": "my-<< 7 >>",
            "_jinja2_env_vars": {
                "variable_start_string": "<<",
                "variable_end_string": ">>",
                "block_start_string": "<%",
                "block_end_string": "%>",
                "trim_blocks": True,
                "lstrip_blocks": True,
            },
        },
        {
            "<<cookiecutter.repo_name>>/helm.yaml": "a: {{ .Values.a }}\n  <% if true %>\n"
            "b: << cookiecutter.project_name >>\n  <% endif %>\n",
        },
    ),
    "inheritance": Plain(
        NAMES,
        {
            "templates/base.txt": "<{% block words %}{% endblock %}>\n",
            "templates/part.txt": "part of {{ cookiecutter.repo_name }}",
            f"{BODY}/a.txt": "{% extends 'base.txt' %}{% block words %}{% include 'part.txt' %}{% endblock %}",
            f"{BODY}/b.txt": "{% include 'a.txt' %}",
        },
    ),
    "bytes": Plain(
        NAMES,
        {
            f"{BODY}/picture.png": b"\x89PNG\r\n\x1a\n\0\0\0{{ cookiecutter.repo_name }}\xff\xfe",
            f"{BODY}/crlf.txt": b"a\r\n{{ cookiecutter.repo_name }}\r\nb",
            f"{BODY}/mixed.txt": b"a\nb\r\nc\r{{ cookiecutter.repo_name }}\n",
            f"{BODY}/mac.txt": b"a\rb\r{{ cookiecutter.repo_name }}\r",
            f"{BODY}/empty.txt": b"",
            f"{BODY}/mark.txt": "\ufeffa {{ cookiecutter.repo_name }}\n".encode(),
            f"{BODY}/Tiếng Việt.txt": "Xin chào {{ cookiecutter.project_name }} 😀\n",
        },
    ),
    "newlines": Plain({**NAMES, "_new_lines": "\r\n"}, {f"{BODY}/a.txt": "a\nb\n", f"{BODY}/b.txt": b"a\r\nb\n"}),
    "modes": Plain(
        {**NAMES, "_copy_without_render": ["copied", "*.raw"]},
        {
            f"{BODY}/run.sh": "#!/bin/sh\n",
            f"{BODY}/secret.txt": "x",
            f"{BODY}/open.txt": "x",
            f"{BODY}/copied/tool": "x",
            f"{BODY}/copied/closed/a": "x",
            f"{BODY}/a.raw": "{{ x",
            f"{BODY}/b.bin": b"\0\1\2",
        },
        modes={
            f"{BODY}/run.sh": 0o755,
            f"{BODY}/secret.txt": 0o600,
            f"{BODY}/open.txt": 0o666,
            f"{BODY}/copied/tool": 0o775,
            f"{BODY}/copied/closed": 0o700,
            f"{BODY}/a.raw": 0o750,
            f"{BODY}/b.bin": 0o640,
        },
    ),
    "conditions": Plain(
        {**NAMES, "with_docs": False, "pkg": "{{ cookiecutter.repo_name | replace('-', '_') }}"},
        {
            f"{BODY}/{{% if cookiecutter.with_docs %}}docs.md{{% endif %}}": "docs",
            f"{BODY}/src/{{{{cookiecutter.pkg}}}}/__init__.py": "",
            f"{BODY}/src/{{{{cookiecutter.pkg}}}}/{{{{cookiecutter.pkg}}}}.py": "{{ cookiecutter.pkg }}",
        },
        typed=(("project_name", "A", "A"), ("repo_name", "a-b", "a-b"), ("with_docs", "y", "y"), ("pkg", "", "a_b")),
    ),
    "copied": Plain(
        {**NAMES, "_copy_without_render": ["*.html", "assets/*", "{{cookiecutter.repo_name}}_x"]},
        {
            f"{BODY}/index.html": "{{ not.rendered }} {% broken",
            f"{BODY}/deep/er/{{{{cookiecutter.repo_name}}}}.html": "{{ neither }}",
            f"{BODY}/assets/a/b/{{{{cookiecutter.repo_name}}}}.js": "`${{{a}}}`",
            f"{BODY}/assets/{{{{cookiecutter.repo_name}}}}.css": "{{",
            f"{BODY}/{{{{cookiecutter.repo_name}}}}_x/a": "{{ nor.this }}",
            f"{BODY}/a.txt": "{{ cookiecutter.repo_name }}",
        },
    ),
    "folders": Plain(
        NAMES,
        {
            f"{BODY}/empty": None,
            f"{BODY}/a/{{{{cookiecutter.repo_name}}}}/c": None,
            f"{BODY}/a/file": "",
            "cookiecutter-docs/a.md": "no template",
            "README.md": "{{ nor.this }}",
        },
    ),
    "hooks": Plain(
        {**NAMES, "with_docs": False},
        {
            "hooks/pre_prompt.py": "import json\nold = json.load(open('cookiecutter.json'))\n"
            "json.dump({**old, '_made': 'before'}, open('cookiecutter.json', 'w'))\n",
            "hooks/pre_gen_project.py": "import re, sys\n"
            "sys.exit(not re.fullmatch('[a-z-]+', '{{ cookiecutter.repo_name }}'))\n",
            "hooks/post_gen_project.sh": Executable(
                "#!/bin/sh\nset -e\n{% if not cookiecutter.with_docs %}rm -r docs{% endif %}\n"
                "mkdir -p made/empty made/.git; echo '{{ cookiecutter._made }}' > made/file; chmod 700 made/file\n"
                "echo spoken on stdout\n"
            ),
            "hooks/post_gen_project.py~": "broken",
            "hooks/other.py": "broken",
            f"{BODY}/docs/a.md": "",
            f"{BODY}/a.txt": "{{ cookiecutter._made }}",
        },
        typed=(("project_name", "B", "B"), ("repo_name", "", "b"), ("with_docs", "yes", "yes")),
    ),
    "links": Plain(
        {**NAMES, "_copy_without_render": ["copied"]},
        {
            f"{BODY}/real.txt": "{{ cookiecutter.repo_name }}",
            f"{BODY}/link.txt": Link("real.txt"),
            f"{BODY}/up.txt": Link("../LICENSE"),
            f"{BODY}/folder/a": "a",
            f"{BODY}/same": Link("folder"),
            f"{BODY}/copied/a": "{{ x }}",
            f"{BODY}/copied/linked": Link("../folder"),
            "LICENSE": "MIT {{ cookiecutter.project_name }}",
        },
    ),
    "nested": Plain(
        {
            "templates": {
                "one": {"path": "./kinds/one", "title": "The first", "description": "it says"},
                "two": {"path": "kinds/two"},
            }
        },
        {},
        more={
            "kinds/one": Plain(NAMES, {f"{BODY}/one.txt": "{{ cookiecutter.repo_name }}"}),
            "kinds/two": Plain({**NAMES, "x": "y"}, {f"{BODY}/two.txt": "{{ cookiecutter }}"}),
        },
        typed=(("templates", "2", "two"), ("project_name", "N", "N"), ("repo_name", "", "n"), ("x", "z", "z")),
    ),
    "nested, the older way": Plain(
        {"template": ["The first (./first)", "The second (deep/second)"]},
        {},
        more={
            "first": Plain(NAMES, {f"{BODY}/a.txt": "{{ cookiecutter.repo_name }}"}),
            "deep/second": Plain(NAMES, {f"{BODY}/b.txt": "{{ cookiecutter }}"}),
        },
        typed=(
            ("template", "2", "The second (deep/second)"),
            ("project_name", "O", "O"),
            ("repo_name", "o", "o"),
        ),
    ),
}
