"""The Decisions API of the fake: what it puts on the wire for each scenario."""

from collections.abc import Callable
from typing import Any

from tests.fake_wire import INPUT_TOKENS, Payload

Likes = Callable[[str], str]  # the value that the fake finds likeliest for a text
SURE = 0.9  # the share of the value that it chooses

OFF_LIST = "none-of-yours"


def decision(body: Payload, scenario: str, likes: Likes | None = None) -> Payload:
    """Answer every question of a request, as the API would."""
    answers = [answer(question, str(body["input"]), scenario, likes) for question in body["questions"]]
    usage = {
        "input_tokens": INPUT_TOKENS,
        "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
        "output_tokens": 0,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": INPUT_TOKENS,
    }
    return {"model": body["model"], "answers": answers, "usage": usage}


def answer(question: Payload, text: str, scenario: str, likes: Likes | None) -> dict[str, Any]:
    name = question.get("name")
    if scenario == "refusal":
        return {"type": "refusal", "name": name}
    if question["type"] == "predicate":
        said = likes(text) if likes else text
        likely = any(value and value in question["instructions"] for value in said.split("|"))
        return {"type": "predicate", "name": name, "probability": SURE if likely else 1 - SURE}
    values = [choice["value"] for choice in question["choices"]]
    wanted = likes(text) if likes else next((value for value in values if value in text), values[0])
    rest = (1 - SURE) / max(1, len(values) - 1)
    shares = [{"value": value, "probability": SURE if value == wanted else rest} for value in values]
    chosen = OFF_LIST if scenario == "off_list" else wanted
    return {"type": "choice", "name": name, "choice": chosen, "confidence": SURE, "probabilities": shares}
