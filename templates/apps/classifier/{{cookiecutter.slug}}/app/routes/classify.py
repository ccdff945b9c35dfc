"""Labels texts over HTTP: one as JSON, many as a line of JSON each, as soon as it is there."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from app.labels import NoLabels
from app.llm import LLMFault
from app.presence import while_present
from app.result import Asked, Result
from app.results.keeping import keep

if TYPE_CHECKING:
    from app.classifier import Classifier

PARALLEL = 8  # texts that a model is asked about at a time
BATCH = 32  # texts that the local way labels in one go

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
    502: {"description": "The model failed or may not be asked; `code`, `message` and `hint` say how."},
}


@router.post("/api/classify", response_model=None, responses=DESCRIBED)
async def classify(wanted: Wanted, request: Request) -> JSONResponse | StreamingResponse:
    """Label one text or many; closing the connection stops the rest."""
    from app.classifier import open_classifier

    classifier = open_classifier(request.app.state.project)
    visitor = request.state.visitor
    try:
        classifier.task.labels.refuse_too_few()
        if wanted.texts is not None:
            found = lines(classifier, wanted.texts, wanted.way, visitor)
            return StreamingResponse(found, media_type="application/x-ndjson")
        text = wanted.text or ""
        result = await while_present(request, classifier.classify(text, wanted.way, visitor))
        await keep([(text, result)] if result else [])
        return JSONResponse(result.as_data() if result else None)  # of which nobody hears
    except NoLabels as fault:
        return JSONResponse(told(fault), 409)
    except LLMFault as fault:
        return JSONResponse(told(fault), 502)


async def lines(classifier: "Classifier", texts: list[str], way: Asked | None, visitor: str) -> AsyncIterator[bytes]:
    """Yield a line a text; what fails has its error in its place."""
    if (way or classifier.way()) == "local":
        results = locally(classifier, texts)
    else:
        results = by_model(classifier, texts, way, visitor)
    async with aclosing(results):
        index = 0
        async for data in results:
            yield json.dumps({"index": index, **data}, ensure_ascii=False).encode() + b"\n"
            index += 1


async def locally(classifier: "Classifier", texts: list[str]) -> AsyncGenerator[dict[str, Any], None]:
    for start in range(0, len(texts), BATCH):
        some = texts[start : start + BATCH]
        results = await classifier.classify_all(some)
        await keep([*zip(some, results, strict=True)])
        for result in results:
            yield result.as_data()


async def by_model(
    classifier: "Classifier", texts: list[str], way: Asked | None, visitor: str
) -> AsyncGenerator[dict[str, Any], None]:
    places = asyncio.Semaphore(PARALLEL)

    async def one(text: str) -> dict[str, Any]:
        async with places:
            try:
                result = await classifier.classify(text, way, visitor)
                await keep([(text, result)])
                return result.as_data()
            except LLMFault as fault:
                return {"error": told(fault)}

    tasks = [asyncio.create_task(one(text)) for text in texts]
    try:
        for task in tasks:
            yield await task
    finally:
        for task in tasks:
            task.cancel()


def told(fault: LLMFault | NoLabels) -> dict[str, str]:
    if isinstance(fault, NoLabels):
        return {"code": "no_labels", "message": str(fault), "hint": ""}
    return {"code": fault.code, "message": fault.message, "hint": fault.hint}
