"""How a reply is made a value: by the endpoint's JSON schema, else its JSON mode, else by strict text."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ValidationError

from app.llm.endpoints import Endpoint
from app.llm.faults import LLMFault

Rung = Literal["schema", "json", "text"]
RUNGS: tuple[Rung, ...] = ("schema", "json", "text")

FENCE = re.compile(r"\s*```(?:json)?\s*\n(.*)\n\s*```\s*", re.DOTALL)
REFUSED = re.compile(r"response_?format|text\.format|json.?(schema|mode|object)|structured.?output", re.IGNORECASE)
WORDS = "Reply with exactly one JSON object and nothing else. It must be valid against this JSON schema:\n"

T = TypeVar("T", bound=BaseModel)

_lowest: dict[tuple[str, str], int] = {}  # (address, model) -> the first rung that it is known to hold


class NoFormat(LLMFault):
    """The endpoint does not take the rung it was asked for."""

    def __init__(self) -> None:
        super().__init__("unparsed")

    @staticmethod
    def is_said(status: int | None, said: str) -> bool:
        return status in {400, 404, 422, 500, 501} and bool(REFUSED.search(said))


@dataclass(frozen=True)
class Shape:
    """The JSON that a reply must be, and the rung that asks for it."""

    rung: Rung
    name: str
    schema: dict[str, Any]

    @property
    def words(self) -> str:
        """Return what the model is told where the endpoint does not hold the schema itself."""
        return "" if self.rung == "schema" else WORDS + json.dumps(self.schema, ensure_ascii=False)

    @property
    def size(self) -> int:
        return len(json.dumps(self.schema).encode()) + len(WORDS)


def shapes(model: type[BaseModel], endpoint: Endpoint) -> Iterator[Shape]:
    """Yield the rungs to try, from the first that the endpoint's model is not known to fail at."""
    for rung in RUNGS[_lowest.get((endpoint.base_url, endpoint.model), 0) :]:
        yield Shape(rung, model.__name__, schema_of(model))


@lru_cache(maxsize=32)  # it takes a millisecond, which a run of many calls feels
def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    import openai

    return openai.pydantic_function_tool(model)["function"]["parameters"]


def remember(shape: Shape, endpoint: Endpoint) -> None:
    """Keep for the life of the process that a rung does not hold; the last one is tried each time."""
    _lowest[endpoint.base_url, endpoint.model] = min(RUNGS.index(shape.rung) + 1, len(RUNGS) - 1)


def value_of(text: str, model: type[T]) -> T | None:
    """Return the value, or None where the reply is not one JSON object that fits the schema.

    Raises LLMFault where it breaks a rule of the model's own code: no rung can tell an endpoint of that.
    """
    fenced = FENCE.fullmatch(text)
    try:
        return model.model_validate_json(fenced[1] if fenced else text)
    except ValidationError as error:
        if all(fault["type"] in {"value_error", "assertion_error"} for fault in error.errors(include_context=False)):
            raise LLMFault("unparsed") from None
        return None
