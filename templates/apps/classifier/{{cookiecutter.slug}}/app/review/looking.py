"""Gathers what helps a person to decide on a text."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping

from app.classifier import Classifier
from app.local.neighbours import Near, Neighbours
from app.review.reasons import Seen, reasons


def looked_at(classifier: Classifier, row: RowMapping, count: int) -> dict[str, Any]:
    """Return the labels, likeliest first, the nearest examples, and why the text is not sure enough."""
    task = classifier.task
    learned = classifier.learned()
    text = row["text"]
    shares: Mapping[str, float] = {}
    found: list[Near] = []
    neighbours: Neighbours | None = None
    if learned:
        shares = classifier.local.classify([text], learned)[0].probabilities
        neighbours = classifier.local.neighbours(task.examples.learned)
    if neighbours:
        (found,) = neighbours.of([text], count)
    seen = Seen(row["guess"], row["error"], shares, found, neighbours.far if neighbours else 0.0)
    ranked = sorted(task.labels.names, key=lambda name: (name != row["guess"], -shares.get(name, 0.0), name))
    return {
        "labels": [{"name": name, "share": shares.get(name)} for name in ranked],
        "nearest": [
            {"text": near.example.text, "labels": sorted(near.example.labels), "likeness": near.likeness}
            for near in found
        ],
        "why": [{"code": reason.code, "label": reason.label} for reason in reasons(seen)],
    }
