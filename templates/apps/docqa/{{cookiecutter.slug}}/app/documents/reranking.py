"""Has a model put the best passages in order, the one that answers best first."""

import json
import logging
from collections.abc import Sequence

from pydantic import BaseModel, Field

from app import llm
from app.documents.bill import Bill
from app.documents.passages import Passage
from app.llm import LLMFault, Message
from app.prompt import rules

READ = 20  # passages that are put in order
LONGEST = 600  # characters of each

log = logging.getLogger("app")


class Ranking(BaseModel):
    """The numbers of passages, the best first."""

    numbers: list[int] = Field(description="the numbers of the passages that help to answer, the best first")


async def reranked(question: str, passages: Sequence[Passage], bill: Bill, visitor: str) -> list[Passage]:
    """Return the passages in the model's order, those that it leaves out after the others, as they were."""
    read = passages[:READ]
    shown = [{"number": number, "text": each.text[:LONGEST]} for number, each in enumerate(read, 1)]
    asked = json.dumps({"question": question, "passages": shown}, ensure_ascii=False)
    try:
        parsed = await llm.parse([Message("system", rules("rerank")), Message("user", asked)], Ranking, visitor=visitor)
    except LLMFault as fault:
        log.warning("passages stay in the order of search: %s", fault.message)
        return list(passages)
    bill.add(parsed)
    chosen = [number - 1 for number in dict.fromkeys(parsed.value.numbers) if 0 < number <= len(read)]
    rest = [at for at in range(len(passages)) if at not in chosen]
    return [passages[at] for at in (*chosen, *rest)]
