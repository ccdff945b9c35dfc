"""Asks the model what it thinks of a reply: a second opinion beside the rules, never in their place."""

import json
from pathlib import Path

from pydantic import BaseModel, Field

from app import llm
from app.evaluation.cases import Case
from app.evaluation.replies import Reply
from app.evaluation.results import Opinion
from app.llm import LLMFault, Message
from app.product import Product
from app.settings import PROJECT

RUNS = 3  # a model does not judge the same text the same way twice


class Verdict(BaseModel):
    """What the judge is asked for; the reason comes first, so that the verdict follows from it."""

    reason: str = Field(description="one sentence")
    good: bool


class Judge:
    """Judges replies by what the product's owner asks of the assistant."""

    def __init__(self, product: Product, project: Path = PROJECT) -> None:
        self._rules = (project / "prompts" / "judge.md").read_text(encoding="utf-8")
        self._asked = product.instructions or product.product.idea

    async def __call__(self, case: Case, reply: Reply) -> list[Opinion]:
        """Return one opinion a run, one after another: their case already has its place among those in parallel."""
        return [await self._opinion(case, reply) for _ in range(RUNS)]

    async def _opinion(self, case: Case, reply: Reply) -> Opinion:
        try:
            parsed = await llm.parse(self._messages(case, reply), Verdict, visitor="eval")
        except LLMFault as fault:
            return Opinion(fault=fault.code)
        verdict = parsed.value
        return Opinion(good=verdict.good, reason=verdict.reason, cost_usd=parsed.cost_usd, estimated=parsed.estimated)

    def _messages(self, case: Case, reply: Reply) -> list[Message]:
        # As JSON, of which no text can reach the end: what is judged stays data, whatever it says.
        judged = {"asked_of_the_assistant": self._asked, "message": case.input, "reply": reply.text}
        return [Message("system", self._rules), Message("user", json.dumps(judged, ensure_ascii=False))]
