"""Templates with one fault each, and where `quickship templates check` must find it."""

from __future__ import annotations

from typing import Any

from plain_templates import Plain

SLUG = "{{cookiecutter.slug}}"
OK: dict[str, Any] = {"kind": "feature", "summary": "Good", "contributes": {"readme": {"en": "readme.md"}}}
SECRET = "ghp_" + "a1" * 18


def template(files: dict[str, Any], manifest: dict[str, Any] | None = None, **context: Any) -> Plain:
    """A template without a fault but for what is given."""
    found = {"slug": "x", "_copy_without_render": ["app"], "_quickship": {**OK, **(manifest or {})}, **context}
    body = {path if path.startswith("../") else f"{SLUG}/{path}": text for path, text in files.items()}
    return Plain(
        found,
        {
            "readme.md": "## It\n",
            f"{SLUG}/kept.txt": "",
            **{path.removeprefix("../"): text for path, text in body.items()},
        },
    )


def contributes(**share: Any) -> dict[str, Any]:
    return {"contributes": {**OK["contributes"], **share}}


# What is wrong -> the template, the file and line it is found at (a line of cookiecutter.json by its text), the words.
FAULTS: dict[str, tuple[Plain, str, int | str, str]] = {
    "an unknown key": (template({}, {"sumary": "x"}), "cookiecutter.json", '"sumary"', "`sumary` is not known"),
    "no summary": (template({}, {"summary": ""}), "cookiecutter.json", '"_quickship"', "no `summary`"),
    "a wrong type": (
        template({}, {"requires": "base"}),
        "cookiecutter.json",
        '"requires"',
        "`requires` has the wrong form",
    ),
    "an unknown share": (
        template({}, contributes(setings=[])),
        "cookiecutter.json",
        '"setings"',
        "`setings` is not known",
    ),
    "a setting without help": (
        template({}, contributes(settings=[{"name": "A", "default": ""}])),
        "cookiecutter.json",
        '"settings"',
        "wrong form",
    ),
    "a setting in lower case": (
        template({}, contributes(settings=[{"name": "a", "default": "", "help": {"en": "x"}}])),
        "cookiecutter.json",
        '"settings"',
        "wrong form",
    ),
    "a job that runs nothing": (
        template({}, contributes(jobs={"a": {"minutes": 5}})),
        "cookiecutter.json",
        '"jobs"',
        "wrong form",
    ),
    "a job with an unknown key": (
        template({}, contributes(jobs={"a": {"run": ["make test"], "runs-on": "x"}})),
        "cookiecutter.json",
        '"jobs"',
        "wrong form",
    ),
    "a group of the image that is no text": (
        template({}, contributes(image=["local", 1])),
        "cookiecutter.json",
        '"image"',
        "wrong form",
    ),
    "a default of no setting": (
        template({}, contributes(defaults={"llm private": "true"})),
        "cookiecutter.json",
        '"defaults"',
        "wrong form",
    ),
    "a package that is a command": (
        template({}, contributes(debian=["redis-server; reboot"])),
        "cookiecutter.json",
        '"debian"',
        "wrong form",
    ),
    "a target of two lines": (
        template({}, contributes(make={"x": {"run": "a\nb", "help": {"en": "x"}}})),
        "cookiecutter.json",
        '"make"',
        "wrong form",
    ),
    "what it requires": (
        template({}, {"requires": ["nowhere"]}),
        "cookiecutter.json",
        '"nowhere"',
        "requires `nowhere`",
    ),
    "what it replaces": (
        template({}, {"replaces": ["a.md"]}),
        "cookiecutter.json",
        '"a.md"',
        "which it does not write",
    ),
    "a missing readme": (
        template({}, contributes(readme={"en": "other.md"})),
        "cookiecutter.json",
        '"other.md"',
        "there is no other.md",
    ),
    "a readme without English": (
        template({}, contributes(readme={"vi": "readme.md"})),
        "cookiecutter.json",
        '"readme"',
        "has no English",
    ),
    "no pins": (
        template({}, contributes(dependencies=["x"])),
        "cookiecutter.json",
        '"contributes"',
        "not pinned: main",
    ),
    "an undefined variable": (
        template({"a.md": "\n{{ cookiecutter.nmae }}"}),
        f"{SLUG}/a.md",
        2,
        "`cookiecutter.nmae` is not",
    ),
    "an undefined name": (template({"a.md": "\n\n{{ nmae }}"}), f"{SLUG}/a.md", 3, "`nmae` is not defined"),
    "an undefined part": (
        template({"a.md": "{{ cookiecutter._product.nmae | markdown }}"}),
        f"{SLUG}/a.md",
        1,
        "`_product` has no `nmae`",
    ),
    "an undefined variable in a path": (
        template({"a/{{cookiecutter.x}}/b.md": ""}),
        f"{SLUG}/a/{{{{cookiecutter.x}}}}/b.md",
        1,
        "`cookiecutter.x` is not",
    ),
    "an undefined variable in a default": (
        template({"a.md": "{{ cookiecutter.y | length }}"}, y="{{ cookiecutter.z }}"),
        "cookiecutter.json",
        '"y"',
        "`cookiecutter.z`",
    ),
    "an undefined variable in a hook": (
        template({"../hooks/post_gen_project.sh": "\n{{ cookiecutter.h }}"}),
        "hooks/post_gen_project.sh",
        2,
        "`cookiecutter.h`",
    ),
    "an unused variable": (template({}, _spare=1), "cookiecutter.json", '"_spare"', "`_spare` is not used"),
    "broken Jinja": (template({"a.md": "\n{% if %}"}), f"{SLUG}/a.md", 2, "not valid Jinja"),
    "bare words": (
        template({"a.toml": '\na = "{{ cookiecutter._product.name }}"'}),
        f"{SLUG}/a.toml",
        2,
        "enter the file as they are",
    ),
    "bare words in a loop": (
        template({"a.yaml": "{% for x in cookiecutter._product.faq %}\n{{ x.answer }}{% endfor %}"}),
        f"{SLUG}/a.yaml",
        2,
        "as they are",
    ),
    "bare words by assignment": (
        template({"a.md": "{% set n = cookiecutter._product.name ~ '!' %}\n{{ n | upper }}"}),
        f"{SLUG}/a.md",
        2,
        "as they are",
    ),
    "a bare answer": (
        template({"Makefile": "x:\n\techo {{ cookiecutter.note }}"}, note="n"),
        f"{SLUG}/Makefile",
        2,
        "as they are",
    ),
    "the product file in another": (
        template({"a.md": "{{ cookiecutter._product_toml }}"}),
        f"{SLUG}/a.md",
        1,
        "as they are",
    ),
    "a condition on another": (
        template({"a.md": "\n{% if cookiecutter._product.app == 'chatbot' %}x{% endif %}"}),
        f"{SLUG}/a.md",
        2,
        "`chatbot`",
    ),
    "code that is rendered": (template({"lib/a.py": "x = 1\n"}), f"{SLUG}/lib/a.py", 1, "code that is rendered"),
    "Jinja in an f-string": (
        template({"lib/a.py": "x = 1\ny = f'{{ cookiecutter.slug }}'\n"}),
        f"{SLUG}/lib/a.py",
        2,
        "inside an f-string",
    ),
    "Jinja in a copy": (
        template({"app/a.py": "# {{ cookiecutter.slug }}\n"}),
        f"{SLUG}/app/a.py",
        1,
        "copied as it is",
    ),
    "a secret": (template({"app/a.py": f"\nKEY = '{SECRET}'\n"}), f"{SLUG}/app/a.py", 2, "looks like a secret"),
    "a secret outside": (template({"../notes.txt": SECRET}), "notes.txt", 1, "looks like a secret"),
    "a reserved path": (template({"app/con.md": ""}), f"{SLUG}/app/con.md", 1, "reserved on Windows"),
    "two paths in one": (template({"app/A.md": "", "app/a.md": ""}), f"{SLUG}/app/a.md", 1, "differ in case only"),
    "a path of answers": (
        template({"{{cookiecutter.note}}.txt": ""}, note="{{ cookiecutter.slug }}"),
        f"{SLUG}/{{{{cookiecutter.note}}}}.txt",
        1,
        "depends on an answer",
    ),
    "a file of git": (template({".gitignore": ""}), f"{SLUG}/.gitignore", 1, "acts on the repository"),
    "a path of another": (template({"readme.MD": ""}), f"{SLUG}/readme.MD", 1, "`base` writes README.md, too"),
    "a target of another": (
        template({}, contributes(make={"image": {"run": "x", "help": {"en": "x"}}})),
        "cookiecutter.json",
        '"image"',
        "`docker` contributes",
    ),
    "a setting of another": (
        template({}, contributes(settings=[{"name": "PORT", "default": "", "help": {"en": "x"}}])),
        "cookiecutter.json",
        '"PORT"',
        "brings the setting PORT",
    ),
}
