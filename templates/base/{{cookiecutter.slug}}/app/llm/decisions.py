"""The adapter for the Decisions API: typed questions about one text, each answered with probabilities."""

import json
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from app.llm.costs import Usage
from app.llm.endpoints import Endpoint
from app.llm.faults import LLMFault
from app.llm.screen import together

if TYPE_CHECKING:
    import openai

MOST_CHOICES = 255  # of one question
MOST_QUESTIONS = 400  # about one text, for the price of reading it once
ABSENT = {404, 405, 501}  # how an endpoint without the API answers; a model without it gets the first of them, too
KNOWN = {("openai", "gpt-6-luna")}  # who is known to have the API: a public beta


@dataclass(frozen=True)
class Choice:
    """Which of the values is right; each has its description, which may be empty."""

    instructions: str
    choices: Mapping[str, str]

    def as_data(self) -> dict[str, Any]:
        rows = [{"value": value, **({"description": told} if told else {})} for value, told in self.choices.items()]
        return {"type": "choice", "instructions": self.instructions, "choices": rows}

    @property
    def texts(self) -> list[str]:
        """Return what is said of it; the values are no part of that, since the answer is one of them."""
        return [self.instructions, *self.choices.values()]

    def saying(self, texts: Sequence[str]) -> "Choice":
        return Choice(texts[0], dict(zip(self.choices, texts[1:], strict=True)))


@dataclass(frozen=True)
class Predicate:
    """Whether a statement about the text is true."""

    instructions: str

    def as_data(self) -> dict[str, Any]:
        return {"type": "predicate", "instructions": self.instructions}

    @property
    def texts(self) -> list[str]:
        return [self.instructions]

    def saying(self, texts: Sequence[str]) -> "Predicate":
        return Predicate(*texts)


@dataclass(frozen=True)
class Asked:
    """A text and the questions about it."""

    text: str
    questions: Sequence[Choice | Predicate]

    @property
    def texts(self) -> list[str]:
        return [self.text, *(text for question in self.questions for text in question.texts)]

    @property
    def size(self) -> int:
        """Return the bytes that are sent."""
        return len(self.text.encode()) + sum(len(json.dumps(each.as_data()).encode()) for each in self.questions)

    async def screened(self) -> "Asked":
        """Return it as it may leave."""
        text, *rest = await together(self.texts)
        told = iter(rest)
        return Asked(text, [each.saying([next(told) for _ in each.texts]) for each in self.questions])


Share = Annotated[float, Field(ge=0, le=1)]


class Probability(BaseModel):
    """How likely one of the values is."""

    value: str
    probability: Share


class Chosen(BaseModel):
    """The answer to a choice."""

    type: Literal["choice"]
    choice: str
    probabilities: list[Probability]


class Likely(BaseModel):
    """The answer to a predicate."""

    type: Literal["predicate"]
    probability: Share


class Refused(BaseModel):
    """The model declined this question."""

    type: Literal["refusal"]


Answer = Annotated[Chosen | Likely | Refused, Field(discriminator="type")]
ANSWERS: TypeAdapter[list[Answer]] = TypeAdapter(list[Answer])


@dataclass(frozen=True)
class Decided:
    """The answers in the order of their questions, and what they took together."""

    answers: list[Answer]
    cost_usd: float | None
    estimated: bool
    answerer: str


async def asked(
    sdk: "openai.AsyncOpenAI", endpoint: Endpoint, question: Asked
) -> AsyncGenerator[Usage | list[Answer], None]:
    """Yield what it took, then the answers, checked against what was asked: the SDK itself takes anything."""
    import openai

    said: list[Any] = [each.as_data() for each in question.questions]
    try:
        reply = await sdk.decisions.create(model=endpoint.model, input=question.text, questions=said)
    except openai.APIStatusError as error:
        if error.status_code in ABSENT:
            raise LLMFault("no_decisions") from None
        raise
    if isinstance(reply, str):  # not JSON: something else answers at that address
        raise LLMFault("cut_stream")
    if reply.usage:
        yield Usage(reply.usage.input_tokens, 0)  # what it writes costs nothing
    try:
        answers = ANSWERS.validate_python([answer.to_dict() for answer in reply.answers or ()])
    except (ValidationError, AttributeError, TypeError):
        raise LLMFault("unparsed") from None
    kinds = [answer.type for answer in answers]
    if len(kinds) != len(said) or any(
        kind not in (row["type"], "refusal") for kind, row in zip(kinds, said, strict=True)
    ):
        raise LLMFault("unparsed")
    yield answers
