"""The rules that a reply can be held to, one function each; which of them apply is what a case sets."""

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Final, Literal

from pydantic import BaseModel

from app.evaluation.cases import Case
from app.evaluation.comparing import comparable
from app.evaluation.language import language_of
from app.evaluation.refusal import declines
from app.evaluation.replies import Reply

LONGEST_TEXT = 20_000  # characters of a reply that are searched
SECONDS = 2.0

# In a process of its own: nothing else can stop a search on every system. -I: no module of the project is loaded.
SEARCH = "import json, re, sys; pattern, text = json.load(sys.stdin); print(int(bool(re.search(pattern, text))))"

Kind = Literal["contains", "not_contains", "matches", "refuses", "language", "max_words", "label"]


class SlowPattern(Exception):
    """The search did not end within its time."""


class Check(BaseModel):
    """One rule and whether the reply kept to it; `why` says what it did instead."""

    kind: Kind
    right: bool
    why: str = ""


def contains(case: Case, reply: Reply) -> str:
    said = comparable(reply.text)
    missing = [text for text in case.contains if comparable(text) not in said]
    return f"does not contain {listed(missing)}" if missing else ""


def not_contains(case: Case, reply: Reply) -> str:
    said = comparable(reply.text)
    present = [text for text in case.not_contains if comparable(text) in said]
    return f"contains {listed(present)}" if present else ""


def found(pattern: str, text: str, seconds: float = SECONDS) -> bool:
    """Tell whether the pattern occurs in the text, or raise SlowPattern: a regular expression can backtrack forever."""
    asked = json.dumps([pattern, text[:LONGEST_TEXT]])
    command = [sys.executable, "-I", "-S", "-c", SEARCH]
    try:
        done = subprocess.run(command, input=asked, capture_output=True, check=True, timeout=seconds, encoding="ascii")  # noqa: S603
    except subprocess.TimeoutExpired:
        raise SlowPattern from None
    return done.stdout.strip() == "1"


def matches(case: Case, reply: Reply) -> str:
    return "" if found(case.matches, reply.text) else f"does not match {case.matches}"


def refuses(case: Case, reply: Reply) -> str:
    declined = reply.declined or declines(reply.text)
    if declined == case.refuses:
        return ""
    return "declines" if declined else "does not decline"


def language(case: Case, reply: Reply) -> str:
    spoken = language_of(reply.text)
    return "" if spoken == case.language else f"is in {spoken or 'another language'}, not in {case.language}"


def max_words(case: Case, reply: Reply) -> str:
    """Count what spaces part; in Vietnamese these are syllables."""
    words = len(reply.text.split())
    return "" if words <= case.max_words else f"has {words} words, not {case.max_words} at most"


def label(case: Case, reply: Reply) -> str:
    return "" if comparable(reply.text) == comparable(case.label) else f"is not {case.label}"


def listed(texts: list[str]) -> str:
    return ", ".join(f'"{text}"' for text in texts)


# A kind is called as the field of a case that asks for it. Each returns what the reply did wrong, or nothing.
CHECKS: Final[dict[Kind, Callable[[Case, Reply], str]]] = {
    "contains": contains,
    "not_contains": not_contains,
    "matches": matches,
    "refuses": refuses,
    "language": language,
    "max_words": max_words,
    "label": label,
}


def asked(case: Case) -> list[Kind]:
    """Return the kinds that the case sets."""
    return [kind for kind in CHECKS if kind in case.model_fields_set]


def checked(case: Case, reply: Reply) -> list[Check]:
    """Hold the reply to every rule that the case sets; raise SlowPattern where one of them does not end."""
    told = {kind: CHECKS[kind](case, reply) for kind in asked(case)}
    return [Check(kind=kind, right=not why, why=why) for kind, why in told.items()]


def failed(case: Case) -> list[Check]:
    """Count every rule as broken, where there is no reply to hold to it."""
    return [Check(kind=kind, right=False) for kind in asked(case)]
