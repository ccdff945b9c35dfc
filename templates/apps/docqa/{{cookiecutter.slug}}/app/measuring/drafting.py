"""Drafts questions by rules, for a person to keep or drop: what a part says of its rarest words.

Such questions share the words of their passage, which flatters search and answers: they are a beginning, to be put
into the words of those who will ask. No threshold is chosen by them.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path

from app import db
from app.documents import indexes
from app.documents.scope import Scope
from app.documents.sentences import spans
from app.documents.words import STOP, WORD, analysed, words
from app.measuring.asking import texts_of
from app.measuring.places import Place, places, subjects
from app.measuring.wanted import Wanted
from app.words import in_language

LENGTHS = range(40, 301)  # characters of a sentence that says one thing
FEWEST = 2  # words of a phrase ...
MOST = 6  # ... and the most
SILENT = STOP["en"] | STOP["vi"]
SPARE = 4  # passages that are looked at for each question: some have no such sentence

QUESTIONS = {"en": "What does “{about}” say about {phrase}?", "vi": "“{about}” nói gì về {phrase}?"}
BANK = {file.stem: file for file in (Path(__file__).parent / "unanswerable").glob("*.txt")}


def answerable(count: int, language: str, known: Sequence[Wanted]) -> list[Wanted]:
    """Return questions with the sentence that answers each, from as many documents as there are."""
    found = places(count * SPARE)
    rarity, taken = rarities(found), {each.quote for each in known}
    drafted = (question for place in found if (question := about(place, rarity, language)))
    return list(islice((each for each in drafted if each.quote not in taken), count))


def is_by_rules(question: Wanted) -> bool:
    """Is a question still as it was drafted here? Then it is nearer to its passage than what people ask."""
    return any(
        re.fullmatch(re.escape(said).replace(r"\{about\}", ".+").replace(r"\{phrase\}", ".+"), question.question)
        for said in QUESTIONS.values()
    )


def rarities(found: Sequence[Place]) -> Counter[str]:
    """Return for each word in how many passages it stands."""
    return Counter(word for place in found for word in set(words(place.text)))


def about(place: Place, counts: Counter[str], language: str) -> Wanted | None:
    """Ask for the sentence of a passage that says the rarest thing; None where no sentence can be asked for."""
    heading = set(words(place.about))
    tried = [
        (score(phrase, counts), phrase, quote)
        for start, end in spans(place.text)
        if len(quote := place.text[start:end]) in LENGTHS and "\n" not in quote and quote != place.about
        for phrase in phrases(quote)
        if not heading.intersection(words(phrase))
    ]
    if not tried:
        return None
    _, phrase, quote = max(tried)
    question = in_language(QUESTIONS, language).format(about=place.about, phrase=phrase)
    return Wanted(question=question, quote=quote, file=place.file)


def phrases(sentence: str) -> Iterator[str]:
    """Yield the runs of words that say something, with nothing but spaces between them; numbers end them, too: what is
    asked for may be one."""
    start, end, count = 0, 0, 0
    for found in WORD.finditer(sentence):
        breaks = found.group().lower() in SILENT or not found.group().isalpha()
        if breaks or sentence[end : found.start()] != " ":
            if FEWEST <= count <= MOST:
                yield sentence[start:end]
            start, count = found.start(), 0
        if not breaks:
            end, count = found.end(), count + 1
            start = start if count > 1 else found.start()
    if FEWEST <= count <= MOST:
        yield sentence[start:end]


def score(phrase: str, counts: Counter[str]) -> float:
    """Return how rare the words of a phrase are, the mean over them; of two alike the longer is better."""
    said = words(phrase)
    return sum(-math.log(counts[word] or 1) for word in said) / len(said) + 0.3 * len(said)


def unanswerable(count: int, language: str, known: Sequence[Wanted]) -> list[Wanted]:
    """Return questions that the documents do not answer, since they do not speak of what is asked for."""
    headings = cycle(list(subjects(places(count * SPARE))) or [""])
    taken = {each.question for each in known}
    found: list[Wanted] = []
    for line in in_language(BANK, language).read_text(encoding="utf-8").splitlines():
        template, key = line.split(" | ")
        question = template.format(about=next(headings)) if "{about}" in template else template
        if question not in taken and not speaks_of(key):
            found.append(Wanted(question=question))
    return found[:count]


def speaks_of(key: str) -> bool:
    """Do the shared documents say this anywhere?"""
    with db.read() as connection:
        found = indexes.index_of(connection).by_words(connection, analysed(key), Scope())
    sought = said(key)
    return any(sought in said(text) for text in texts_of(found.keys()).values())


def said(text: str) -> str:
    """Return a text's words, parted and held by single spaces."""
    return f" {' '.join(words(text))} "
