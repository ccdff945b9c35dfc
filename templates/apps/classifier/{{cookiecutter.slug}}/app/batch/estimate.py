"""What labelling a file by a model will cost, before any of it is paid."""

from app.classifier import Task
from app.llm import about, decisions
from app.llm.conversation import Question
from app.llm.costs import cost_usd, estimated, most_usd
from app.llm.endpoints import ModelSettings, chosen
from app.llm.ladder import RUNGS, shapes
from app.result import Asked
from app.ways import decisions as by_decisions
from app.ways import schema

WRITTEN = 60  # bytes of a reply that names a label; a decision's costs nothing


def estimate(task: Task, way: Asked, count: int, size: int) -> float | None:
    """Return the USD for so many texts of so many bytes together, or None where nobody knows a price."""
    settings = ModelSettings()
    endpoint = chosen(settings, about.get())
    if way == "local" or endpoint is None or not count:
        return 0.0
    frame = around(task, way)
    one = cost_usd(endpoint, estimated(frame + size // count, 0 if way == "decisions" else WRITTEN), settings)
    return None if one is None else one * count


def most(task: Task, way: Asked, text: str, dear: bool) -> float | None:
    """Return the most USD that a text can cost, asked once or, where it is `dear`, down the whole ladder of schemas."""
    settings = ModelSettings()
    endpoint = chosen(settings, about.get())
    if way == "local" or endpoint is None:
        return 0.0
    if way == "decisions" and not dear:
        return most_usd(endpoint, around(task, way) + len(text.encode()), 0, settings)
    shape = next(shapes(schema.shape(task.labels), endpoint))
    sent = around(task, "schema") + shape.size + len(text.encode())
    one = most_usd(endpoint, sent, settings.llm_max_output_tokens, settings)
    return None if one is None else one * (len(RUNGS) if dear else 1)


def around(task: Task, way: Asked) -> int:
    """Return the bytes that are sent around a text."""
    told = (task.labels, task.about.instructions, task.language)
    if way == "decisions":
        return decisions.Asked("", by_decisions.questions(*told)).size
    return Question(schema.messages("", *told), 0).size
