"""The least that is a template of a kind, uses what a template can say, and passes `check`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from quickship.domains import PLACEHOLDER
from quickship.types import File, Tree

TEXTS = Path(__file__).parent / "domain"  # what a domain begins with
BODY = "{{cookiecutter.slug}}"
ROUTE = '''"""An answer that is always the same: put here what your template is for."""

from fastapi import APIRouter

router = APIRouter(prefix="/api/NAME")


@router.get("")
async def read() -> dict[str, str]:
    return {"from": "NAME"}
'''
TEST = """import httpx2


def test_it_answers(client: httpx2.Client) -> None:
    assert client.get("/api/NAME").json() == {"from": "NAME"}
"""
PLAIN_README = """# {{ cookiecutter.project_name }}

By {{ cookiecutter.author }}.
"""


def tree(name: str, kind: str) -> Tree:
    """The files of a template of this name and kind."""
    made = {"plain": _plain, "domain": _domain}.get(kind)
    texts = made(name) if made else _ours(name, kind)
    return {path: File(text.replace("NAME", name).encode(), False, name) for path, text in texts.items()}


def _ours(name: str, kind: str) -> dict[str, str]:
    module = name.replace("-", "_")
    readme = {"en": "readme.en.md", "vi": "readme.vi.md"}
    manifest = {
        "kind": kind,
        "summary": "Say in one line what it brings",
        "requires": [],
        "conflicts": [],
        "replaces": [],
        "contributes": {"dependencies": [], "groups": {}, "settings": [], "make": {}, "readme": readme},
    }
    return {
        "cookiecutter.json": _json(
            {"slug": "my-product", "_copy_without_render": ["app", "tests"], "_quickship": manifest}
        ),
        "readme.en.md": "## NAME\n\n`/api/NAME` answers.\n",
        "readme.vi.md": "## NAME\n\n`/api/NAME` trả lời.\n",
        f"{BODY}/app/routes/{module}.py": ROUTE,
        f"{BODY}/tests/test_{module}.py": TEST,
    }


def _domain(name: str) -> dict[str, str]:
    files = {"en": "product.en.toml", "vi": "product.vi.toml"}
    manifest = {"kind": "domain", "summary": "Say in one line which trade it is", "contributes": {"product": files}}
    return {
        "cookiecutter.json": _json({"slug": "my-product", "_quickship": manifest}),
        **{file: (TEXTS / file).read_text(encoding="utf-8") for file in files.values()},
        f"{BODY}/{PLACEHOLDER}": "",
    }


def _plain(name: str) -> dict[str, str]:
    context = {
        "project_name": name.replace("-", " ").capitalize(),
        "project_slug": "{{ cookiecutter.project_name | slugify }}",
        "author": "Your name",
        "__prompts__": {"project_name": "What is it called?", "author": "Who makes it?"},
    }
    return {"cookiecutter.json": _json(context), "{{cookiecutter.project_slug}}/README.md": PLAIN_README}


def _json(context: dict[str, Any]) -> str:
    return json.dumps(context, ensure_ascii=False, indent=2) + "\n"
