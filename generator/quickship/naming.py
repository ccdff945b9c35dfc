"""Names a product and its audience from the nouns of its idea."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from quickship.lexicon import PAUSE, Lexicon, Term, fold, words

LONGEST = 40
LONGEST_UNSPACED = 12  # characters of a name in a script that writes without spaces
NAMING = {"noun", "agent", "people", "place"}

Chunk = tuple[Term, ...]


def name_of(line: str, lexicon: Lexicon, app: str) -> str:
    """What is built and what it is about: "Interview coach", "Trợ lý nha khoa"."""
    terms = [term for term in lexicon.terms(line) if term.sense != "filler"]
    chunks = _chunks(terms)
    head = chunks[0] if chunks and terms[0].sense in NAMING else ()
    if head and (len(head) > 1 or head[0].sense != "agent"):
        return _title(_words(head)[-lexicon.rules["name"]["most"] :])
    agent = head[0].text.lower() if head else default_agent(lexicon, app)
    return _title(_joined(_topic(chunks[len(head) :], terms), agent, lexicon.rules["name"]))


def default_agent(lexicon: Lexicon, app: str) -> str:
    """What does the work where the idea names nobody: an assistant, or a sorter."""
    agents: Mapping[str, str] = lexicon.rules["name"]["agents"]
    return agents.get(app, agents["chatbot"])


def audience_of(line: str, lexicon: Lexicon) -> str:
    """Whom the idea names as those it is for; empty where it names nobody."""
    for chunk in _chunks(lexicon.terms(line)):
        senses = {term.sense for term in chunk}
        if "people" in senses and "agent" not in senses:
            return " ".join(_words(chunk))[:100]
    return ""


def opening(line: str, common: Collection[str]) -> str:
    """The first words of an idea that are not the commonest of its language; in a script without spaces, what
    follows its last genitive, since the head stands last there."""
    runs = groupby(words(line), lambda word: word == PAUSE or fold(word) in common)
    first = next((list(run) for is_common, run in runs if not is_common), words(line))
    if len(first[0]) > LONGEST_UNSPACED and not first[0].isascii():
        return re.split("[的の]", first[0])[-1][-LONGEST_UNSPACED:] or first[0][:LONGEST_UNSPACED]
    return _title(first[:3])


def _chunks(terms: Iterable[Term]) -> list[Chunk]:
    runs = groupby((term for term in terms if term.sense != "filler"), lambda term: term.sense in NAMING)
    return [tuple(run) for naming, run in runs if naming]


def _topic(chunks: Sequence[Chunk], terms: Sequence[Term]) -> list[str]:
    """What stands after "about", else the first thing that is done something to, else what people are known by."""
    after = [index for index, term in enumerate(terms) if term.sense == "about"]
    told = _chunks(terms[after[0] :])[:1] if after else []
    things = [chunk for chunk in chunks if not any(term.sense == "people" for term in chunk)]
    for chunk in (*told, *things, *chunks):
        nouns = [term for term in chunk if term.sense == "noun"] or [term for term in chunk if term.sense == "place"]
        if nouns:
            return _words(nouns)
    return []


def _joined(topic: Sequence[str], agent: str, rules: Mapping[str, Any]) -> list[str]:
    room = rules["most"] - len(agent.split())
    if rules["topic_first"]:
        return [*_singular(topic[-room:]), *agent.split()]
    return [*agent.split(), *topic[:room]]


def _singular(topic: Sequence[str]) -> list[str]:
    *first, last = topic or ("",)
    if last.islower() and len(last) > 4 and not re.search("(?:s|u|i)s$", last):
        last = re.sub("(?<=x|h|s)es$|s$", "", re.sub("ies$", "y", last))
    return [word for word in (*first, last) if word]


def _words(terms: Iterable[Term]) -> list[str]:
    return " ".join(term.text for term in terms).split()


def _title(words: Sequence[str]) -> str:
    name = " ".join(words)
    if len(name) > LONGEST:
        name = name[:LONGEST].rsplit(" ", 1)[0]
    return name[:1].upper() + name[1:]
