"""Drafts questions with a model, a few passages at a time; a quote that does not stand in its passage is dropped."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from pydantic import BaseModel, Field

from app import llm
from app.documents.bill import Bill
from app.llm import Message
from app.measuring.places import Place, places
from app.measuring.wanted import Wanted, plain
from app.prompt import rules

BATCH = 5  # passages that one call reads


class Answerable(BaseModel):
    """A question and the words that answer it."""

    passage: int = Field(description="the number of the passage that answers the question")
    question: str = Field(description="as somebody would ask who does not know the passage")
    quote: str = Field(description="the words of the passage that answer it, copied letter by letter")


class Drafted(BaseModel):
    """Questions about passages."""

    answerable: list[Answerable] = Field(description="one for each passage that says something worth asking for")
    unanswerable: list[str] = Field(description="two questions on the same matters that no passage answers")


@dataclass
class Draft:
    """What the model drafted, how many of its quotes stood nowhere, and what that took."""

    answerable: list[Wanted] = field(default_factory=list)
    unanswerable: list[Wanted] = field(default_factory=list)
    invented: int = 0
    bill: Bill = field(default_factory=Bill)

    def add(self, drafted: Drafted, read: Sequence[Place]) -> None:
        for each in drafted.answerable:
            place = read[each.passage - 1] if 0 < each.passage <= len(read) else None
            if place and each.question.strip() and plain(each.quote) and plain(each.quote) in plain(place.text):
                self.answerable.append(Wanted(question=each.question.strip(), quote=each.quote, file=place.file))
            else:
                self.invented += 1
        self.unanswerable += [Wanted(question=each.strip()) for each in drafted.unanswerable if each.strip()]


def calls(count: int) -> int:
    """Return how often the model is asked for so many questions."""
    return -(-count // BATCH)


async def drafted(count: int, language: str) -> Draft:
    """Have the model read passages of all documents; raise LLMFault where it fails."""
    draft, found = Draft(), places(count)
    for start in range(0, len(found), BATCH):
        read = found[start : start + BATCH]
        shown = [{"number": number, "about": each.about, "text": each.text} for number, each in enumerate(read, 1)]
        asked = json.dumps({"language": language, "passages": shown}, ensure_ascii=False)
        parsed = await llm.parse([Message("system", rules("draft")), Message("user", asked)], Drafted)
        draft.bill.add(parsed)
        draft.add(parsed.value, read)
    return draft
