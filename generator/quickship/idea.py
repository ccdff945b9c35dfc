"""idea -> product: cleans the text at the door and reads it by rules, offline."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from string import Template
from typing import Any

from quickship.choices import LANGUAGES
from quickship.errors import IdeaError
from quickship.kinds import Reading, domain_of, kind_of
from quickship.labels import labels_of, takes_many
from quickship.languages import common_words, language_of
from quickship.lexicon import Lexicon, load, rules_of
from quickship.naming import audience_of, default_agent, name_of, opening
from quickship.slug import TAKEN, slugify
from quickship.trade import added, filled
from quickship.types import Case, Document, Faq, Label, Product

LONGEST = 10_000
READ = 1_000  # characters: an idea says early what it is
TAGLINE = 120
STARTERS = 5
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # all but tab and newline
WRITTEN_APART = {"docqa"}  # apps whose texts are a file of their own
UNSAID = Product()
Trade = Callable[[str, str], Product]  # the texts of a domain by its name and the product's language, $name unfilled
JOINERS = "\u200c\u200d"  # spell words in Hindi and Persian, and join emoji


def clean(text: str) -> str:
    """The idea as text that can be kept: NFC, no control characters; what is no text is refused."""
    if re.search("[\0\ud800-\udfff]", text):
        raise IdeaError("the idea holds characters that are no text", "say it in words, as UTF-8")
    lines = re.sub("\r\n?", "\n", text)
    idea = unicodedata.normalize("NFC", CONTROL.sub("", lines)).strip()
    if len(idea) > LONGEST:
        raise IdeaError(f"the idea has {len(idea):,} characters; at most {LONGEST:,} are read", "say it shorter")
    if not any(char.isalpha() for char in idea):
        what = "has no words" if idea else "is empty"
        raise IdeaError(f"the idea {what}", 'say what it is for: quickship new "A coach for job interviews"')
    return idea


def kind(idea: str, apps: Sequence[str]) -> Reading:
    """Reads the kind of app off a cleaned idea, and which words say so."""
    line = one_line(idea[:READ])
    return kind_of(line, language_of(line), apps)


def of_no_trade(domain: str, language: str) -> Product:
    """The texts of a trade for whoever wants only what the rules write."""
    return UNSAID


def read(
    idea: str, apps: Sequence[str], said: Product = UNSAID, guidance: str = "", trade: Trade = of_no_trade
) -> Product:
    """Understands a cleaned idea, given what the person `said` beside it, which goes into every text; the texts of its
    `trade` come before those that the rules write, and `guidance` is said in place of the trade's own instructions."""
    line = one_line(idea[:READ])
    spoken = language_of(line)
    written = said.language or (spoken if spoken in LANGUAGES else "en")
    lexicon = load(spoken if spoken in LANGUAGES else "en")
    app = said.app or kind_of(line, spoken, apps).app
    name = said.name or _name(line, spoken, lexicon, app)
    labels = labels_of(line, spoken) if app == "classifier" else ()
    product = Product(
        name=name,
        slug=said.slug or slugify(name, TAKEN),
        tagline=said.tagline or shortened(line.rstrip(" .。") or name, TAGLINE),
        idea=idea,
        audience=said.audience or audience_of(line, lexicon),
        language=written,
        app=app,
        hue=zlib.crc32(name.encode()) % 360,
        labels=labels,
        domain=said.domain or domain_of(line, spoken),
        choose="many" if app == "classifier" and takes_many(line, spoken) else "one",
    )
    texts = filled(trade(product.domain, written), name)
    return added(_written_for(product, _texts(written, app), guidance or texts.instructions.strip()), texts, said)


def _name(line: str, spoken: str, lexicon: Lexicon, app: str) -> str:
    name = name_of(line, lexicon, app) if spoken in LANGUAGES else opening(line, common_words(spoken))
    return name if any(char.isalnum() for char in name) else default_agent(lexicon, app).capitalize()


def listed(idea: str) -> tuple[Label, ...]:
    """The labels that a cleaned idea lists."""
    line = one_line(idea[:READ])
    return labels_of(line, language_of(line))


def one_line(text: str) -> str:
    """What can be seen of the text, on one line."""
    return " ".join(visible(text).split())


def visible(text: str) -> str:
    """The text without what turns the direction of writing or cannot be seen."""
    return "".join(char for char in text if char in JOINERS or unicodedata.category(char) != "Cf")


def shortened(text: str, most: int) -> str:
    """The text, cut at a word where it is too long."""
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:-–") + "…"


def _texts(language: str, app: str) -> Mapping[str, Any]:
    """What is written for every idea; an app has its own in place of some of it."""
    texts: Mapping[str, Any] = load(language).rules["texts"]
    return {**texts, **rules_of(app)[language]} if app in WRITTEN_APART else texts


def _written_for(product: Product, texts: Mapping[str, Any], guidance: str) -> Product:
    """The product with all that is written for every idea, and in its place what is for this kind of app alone."""
    values = {
        "name": product.name,
        "about": product.tagline,
        "reader": product.audience or texts["reader"],
        "idea": product.idea,
        "guidance": f"\n{guidance}\n" if guidance else "",
    }
    if product.app == "classifier":  # nobody talks with it
        return replace(product, instructions=_filled(texts["classifier"], values).strip())
    faq = tuple(Faq(**row) for row in _filled(texts["faq"], values))
    return replace(
        product,
        instructions=_filled(texts["instructions"], values).strip(),
        starters=_filled(texts.get("starters", []), values) or tuple(entry.question for entry in faq[:STARTERS]),
        faq=faq,
        cases=tuple(Case(**row) for row in _filled(texts["cases"], values)),
        documents=tuple(Document(**row) for row in _filled(texts.get("documents", []), values)),
    )


def _filled(texts: Any, values: Mapping[str, str]) -> Any:
    """The texts, lists as tuples, with values in the place of their marks; no value is looked at again."""
    if isinstance(texts, str):
        return Template(texts).substitute(values)
    if isinstance(texts, list):
        return tuple(_filled(text, values) for text in texts)
    return {key: _filled(text, values) for key, text in texts.items()} if isinstance(texts, dict) else texts
