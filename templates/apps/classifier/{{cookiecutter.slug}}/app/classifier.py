"""Labels texts by the way that was chosen, and says how sure that is."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from pydantic import Field

from app import examples, labels, llm, product
from app.calibrations import Calibrations
from app.embedding import Embedder, local_embedders
from app.examples import Examples, Lines
from app.labels import Labels
from app.llm import LLMFault
from app.local.learning import Learned
from app.product import Product
from app.result import Asked, Result
from app.settings import EnvSettings
from app.sureness import Surenesses, judged
from app.watched import Watched
from app.ways import decisions, schema
from app.ways.local import Local


class ClassifySettings(EnvSettings):
    """How texts get their labels."""

    classify_way: Asked | None = Field(
        None, description="decisions, schema, local or cascade; without it the best way that the model has"
    )
    classify_target: float = Field(
        0.95, gt=0, lt=1, description="share of labels that must be right; what is less sure goes to a person"
    )
    classify_embeddings: bool = Field(
        True, description="false learns from words alone: less often right, a thousand times faster"
    )


@dataclass(frozen=True)
class Task:
    """What is to be done, as product.toml and the examples say now."""

    about: Product
    labels: Labels
    examples: Examples

    @property
    def language(self) -> str:
        return self.about.product.language


class Classifier:
    """Reads labels and examples, again when they change, and labels texts."""

    def __init__(self, project: Path) -> None:
        settings = ClassifySettings()
        self._product = Watched(project / "product.toml", product.load)
        self._lines = Watched[Lines](project / "data" / "examples.csv", examples.read, ())
        self._distilled = Watched[Lines](project / "data" / "distilled.csv", examples.read, ())
        self._read: tuple[tuple[object, ...], Task] | None = None
        self.ready = False  # once the local way has learned, or found that it cannot
        self._without_decisions: set[str | None] = set()  # models that turned out not to have that API
        engines = local_embedders if settings.classify_embeddings else no_embedders
        self.local = Local(project / "var" / "local", engines, settings.classify_target)
        self.calibrations = Calibrations(project / "var" / "local" / "calibrations.json")

    @property
    def task(self) -> Task:
        about, lines, distilled = read = self._product.get(), self._lines.get(), self._distilled.get()
        if self._read is None or any(old is not new for old, new in zip(self._read[0], read, strict=True)):
            found = labels.of(about)
            known = examples.of(lines, found, about.product.language).taught(distilled, found)
            self._read = (read, Task(about, found, known))
        return self._read[1]

    @property
    def faults(self) -> list[str]:
        """Return what is wrong with labels and examples, a sentence each."""
        task = self.task
        unreadable = [file.fault for file in (self._lines, self._distilled) if file.fault]
        return [*unreadable, *task.labels.faults, *task.examples.faults]

    @property
    def fault(self) -> str:
        """Return all of them, for the page; what is wrong with product.toml as a file, it says itself."""
        return " ".join(self.faults)

    def learned(self) -> Learned | None:
        """Return the local model, learning it first where examples or labels are new; takes a thread of its own."""
        task = self.task
        learned = self.local.learned(task.labels, task.examples) if task.labels.enough else None
        self.ready = True
        return learned

    def way(self) -> Asked:
        """Return the way that is taken unless another is asked for."""
        chosen = ClassifySettings().classify_way
        if not llm.answerer():
            return "local"
        return chosen or ("decisions" if llm.has_decisions() else "schema")

    async def classify(self, text: str, way: Asked | None = None, visitor: str = "owner") -> Result:
        """Label one text; raise LLMFault where the model fails, NoLabels where there is nothing to choose between."""
        way = way or self.way()
        if way == "cascade":
            first = await self.classify(text, "local", visitor)
            sure = first.calibrated and not first.abstained
            return first if sure else await self.classify(text, self.model_way(), visitor)
        return await self.concluded(await self.scored(text, way, visitor))

    async def replied(self, text: str, result: Result) -> Result:
        """Say how sure a reply is that came by another road than `classify`."""
        return await self.concluded(await asyncio.to_thread(self._supported, text, result))

    async def concluded(self, result: Result) -> Result:
        """Make a label of a guess that is sure enough."""
        known = await self._known(result)
        if result.way == "schema" and not known:
            return replace(result, confidence=None)
        return judged(result, known, self.task.labels.choose)

    async def classify_all(self, texts: Sequence[str]) -> list[Result]:
        """Label many texts by the local way, in one go."""
        return await asyncio.to_thread(self._locally, texts)

    async def scored(self, text: str, way: Asked, visitor: str = "owner") -> Result:
        """Return the guess with its score, before anything is made of how sure that is."""
        task = self.task
        task.labels.refuse_too_few()
        if way == "local":
            return (await asyncio.to_thread(self._guessed, [text]))[0]
        told = (text, task.labels, task.about.instructions, task.language, visitor)
        if way == "decisions" and decisions.fits(task.labels) and not self._is_without_decisions():
            try:
                return await decisions.classify(*told)
            except LLMFault as fault:
                if fault.code != "no_decisions":
                    raise
                self._without_decisions.add(llm.answerer())
        return await asyncio.to_thread(self._supported, text, await schema.classify(*told))

    def _is_without_decisions(self) -> bool:
        # To ask who answers takes milliseconds, which many calls feel.
        return bool(self._without_decisions) and llm.answerer() in self._without_decisions

    def model_way(self) -> Asked:
        """Return the way that a cascade goes on by."""
        return "decisions" if llm.has_decisions() else "schema"

    def _guessed(self, texts: Sequence[str]) -> list[Result]:
        learned = self.learned()
        if learned is None:
            return [Result((), (), "local", "", "local", abstained="nothing_learned", cost_usd=0.0)] * len(texts)
        return self.local.classify(texts, learned)

    def _locally(self, texts: Sequence[str]) -> list[Result]:
        task = self.task
        task.labels.refuse_too_few()
        learned = self.learned()
        known = learned.sureness if learned else {}
        return [judged(result, known, task.labels.choose) for result in self._guessed(texts)]

    def _supported(self, text: str, result: Result) -> Result:
        """Score a model's label by what the local way thinks of it, which needs nothing of the endpoint."""
        if len(result.guess) != 1 or self.task.labels.choose != "one":
            return result
        (local,) = self._guessed([text])
        return replace(result, confidence=local.probabilities.get(result.guess[0]))

    async def _known(self, result: Result) -> Surenesses:
        if result.way == "local":
            learned = await asyncio.to_thread(self.learned)
            return learned.sureness if learned else {}
        return self.calibrations.of(result.way, result.answerer, self.task.labels)


def no_embedders(count: int) -> list[Embedder]:
    """Stand for the engines where only words are to count."""
    return []


@cache
def open_classifier(project: Path) -> Classifier:
    """Return the project's one classifier; nothing is read before it is used."""
    return Classifier(project)
