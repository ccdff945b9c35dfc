"""What labelling a file by a model will cost, before any of it is paid."""

from app.classifier import Task
from app.llm import about, decisions
from app.llm.conversation import Question
from app.llm.costs import cost_usd, estimated
from app.llm.endpoints import ModelSettings, chosen
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
    told = (task.labels, task.about.instructions, task.language)
    if way == "decisions":
        frame = decisions.size("", by_decisions.questions(*told))
    else:
        frame = Question(schema.messages("", *told), 0).size
    one = cost_usd(endpoint, estimated(frame + size // count, 0 if way == "decisions" else WRITTEN), settings)
    return None if one is None else one * count
