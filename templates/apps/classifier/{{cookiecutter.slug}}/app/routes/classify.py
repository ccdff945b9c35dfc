"""Labels texts over HTTP: one as JSON, many as a line of JSON each, as soon as it is there."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from app.classifier import Classifier, NoLabels, open_classifier
from app.llm import LLMFault
from app.quality import files
from app.quality.figures import figures
from app.result import Asked, Result

PARALLEL = 8  # texts that a model is asked about at a time

router = APIRouter()


def is_text(text: str) -> str:
    text.encode()  # half of a surrogate pair is no text
    return text


Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=32_000), AfterValidator(is_text)
]


class Wanted(BaseModel):
    """One `text`, or many `texts`."""

    model_config = ConfigDict(extra="forbid")

    text: Text | None = None
    texts: list[Text] | None = Field(None, min_length=1, max_length=1_000)
    way: Asked | None = Field(None, description="the way of this request, where it is not to be the usual one")

    @model_validator(mode="after")
    def _one_of_both(self) -> "Wanted":
        if (self.text is None) == (self.texts is None):
            raise ValueError("say either text or texts")
        return self


DESCRIBED: dict[int | str, dict[str, Any]] = {
    200: {
        "model": Result,
        "description": "The result; for `texts` a line of JSON each, in their order, with its `index` or an `error`.",
        "content": {"application/x-ndjson": {}},
    },
    409: {"description": "product.toml names no labels to choose between."},
    502: {"description": "The model failed; `code`, `message` and `hint` say how."},
}


@router.post("/api/classify", response_model=None, responses=DESCRIBED)
async def classify(wanted: Wanted, request: Request) -> JSONResponse | StreamingResponse:
    """Label one text or many; closing the connection stops the rest."""
    classifier = open_classifier(request.app.state.project)
    visitor = getattr(request.state, "visitor", "page")
    if not classifier.task.labels.enough:
        return JSONResponse(told(NoLabels(classifier.task.labels.faults[-1])), 409)
    if wanted.texts is not None:
        return StreamingResponse(
            lines(classifier, wanted.texts, wanted.way, visitor), media_type="application/x-ndjson"
        )
    try:
        return JSONResponse((await classifier.classify(wanted.text or "", wanted.way, visitor)).as_data())
    except LLMFault as fault:
        return JSONResponse(told(fault), 502)


@router.get("/api/classifier")
def state(request: Request) -> dict[str, Any]:
    """Tell the page what it labels, how, and how well that went on what nothing learned from."""
    classifier = open_classifier(request.app.state.project)
    task, learned = classifier.task, classifier.local.current
    done, of = classifier.local.progress
    run = files.newest(request.app.state.project / "evals")
    return {
        "labels": [{"name": label.name, "description": label.description} for label in task.labels.all],
        "choose": task.labels.choose,
        "way": classifier.way(),
        "examples": len(task.examples.learned) + len(task.examples.held_out),
        "learning": {"done": done, "of": of} if of else None,
        "target": classifier.local.target,
        "local": {"model": learned.learner.name, "right": learned.held_out[0], "count": learned.held_out[1]}
        if learned
        else None,
        "run": {"way": run.way, "answerer": run.answerer, "accuracy": asdict(figures(run).accuracy)} if run else None,
    }


async def lines(classifier: Classifier, texts: list[str], way: Asked | None, visitor: str) -> AsyncIterator[bytes]:
    """Yield a line a text; what fails has its error in its place."""
    places = asyncio.Semaphore(PARALLEL)

    async def one(text: str) -> dict[str, Any]:
        async with places:
            try:
                return (await classifier.classify(text, way, visitor)).as_data()
            except LLMFault as fault:
                return {"error": told(fault)}

    tasks = [asyncio.create_task(one(text)) for text in texts]
    try:
        for index, task in enumerate(tasks):
            yield json.dumps({"index": index, **await task}, ensure_ascii=False).encode() + b"\n"
    finally:
        for task in tasks:
            task.cancel()


def told(fault: LLMFault | NoLabels) -> dict[str, str]:
    if isinstance(fault, NoLabels):
        return {"code": "no_labels", "message": str(fault), "hint": ""}
    return {"code": fault.code, "message": fault.message, "hint": fault.hint}
