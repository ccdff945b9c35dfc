"""What a model might write of a product, and the stand-in for OpenAI's API that every project has."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from quickship import templates

TALKED: dict[str, Any] = {
    "name": "Rehearse",
    "tagline": "Interviews, rehearsed calmly",
    "audience": "people between two jobs",
    "instructions": "Ask one interview question at a time.\nPraise what is concrete.",
    "cases": [{"input": f"May I ask about pay in round {number}?", "expects": ["pay"]} for number in range(7)],
    "refused": ["Write my essay", "Who wins on Sunday?", "Diagnose my cough"],
}
FAQ = [
    {"question": f"How do I open answer {number}?", "answer": "With one sentence.\n\nThen an example."}
    for number in range(6)
]
CHATBOT = {**TALKED, "faq": FAQ}
DOCQA = {
    **TALKED,
    "documents": [{"title": f"Handbook {number}", "text": "Leave is asked for in writing."} for number in "AB"],
    "starters": [f"How do I ask for leave {number}?" for number in range(4)],
}
CLASSIFIER = {
    **TALKED,
    "labels": [
        {"name": name, "description": f"About {name}", "examples": [f"{name} example {number}" for number in range(5)]}
        for name in ("billing", "technical", "account")
    ],
    "cases": [{"input": f"My bill number {number} is wrong", "label": "billing"} for number in range(7)],
}


def said(product: dict[str, Any]) -> str:
    return json.dumps(product, ensure_ascii=False)


@contextmanager
def model(*replies: str) -> Iterator[Any]:
    """A project's own fake, which says the replies in turn, and the last of them from then on."""
    project = str(templates.builtin()["base"] / "{{cookiecutter.slug}}")
    if project not in sys.path:
        sys.path.append(project)
    module: Any = importlib.import_module("tests.fake_openai")
    left = list(replies)
    with module.fake_openai() as fake:
        fake.handle_error = lambda *_: None  # who has waited long enough leaves
        fake.says = lambda body: left.pop(0) if len(left) > 1 else left[0]
        yield fake


def asking(fake: Any, **settings: str) -> dict[str, str]:
    """The settings of a command that asks the fake."""
    return {"LLM_BASE_URL": fake.base_url, "LLM_API_KEY": "sk-secret", "LLM_MODEL": "plain", **settings}
