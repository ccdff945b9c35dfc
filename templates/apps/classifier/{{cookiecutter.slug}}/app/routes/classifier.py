"""Tells the page what is labelled, and how well."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request

from app.owner import is_owner

router = APIRouter()


@router.get("/api/classifier")
def state(request: Request) -> dict[str, Any]:
    """Tell the page what it labels, how, and how well that went on what nothing learned from."""
    from app.classifier import open_classifier
    from app.quality import files
    from app.quality.figures import figures

    classifier = open_classifier(request.app.state.project)
    task, learned = classifier.task, classifier.local.current
    done, of = classifier.local.progress
    run = files.newest(request.app.state.project / "evals")
    return {
        "labels": [{"name": label.name, "description": label.description} for label in task.labels.all],
        "choose": task.labels.choose,
        "owner": is_owner(request),
        "way": classifier.way(),
        "examples": len(task.examples.learned) + len(task.examples.held_out),
        "learning": {"done": done, "of": of} if of or not classifier.ready else None,
        "target": classifier.local.target,
        "local": {"model": learned.learner.name, "right": learned.held_out[0], "count": learned.held_out[1]}
        if learned
        else None,
        "run": {"way": run.way, "answerer": run.answerer, "accuracy": asdict(figures(run).accuracy)} if run else None,
    }
