"""Labels every text whose label is known and that nothing learned from."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from app import llm
from app.classifier import Classifier
from app.evaluation import cases
from app.examples import Example
from app.faults import OwnerFault
from app.llm import LLMFault
from app.quality.outcomes import Outcome, calibrated
from app.quality.rows import Learning, Row, Run, Suspected
from app.result import Asked, Result
from app.sureness import Surenesses

log = logging.getLogger("app")


async def measured(
    classifier: Classifier, folder: Path, way: Asked, parallel: int, finished: Callable[[], None] = lambda: None
) -> Run:
    """Label the held-out examples and the cases; calibrate a model's way by what came of them."""
    begun, task = datetime.now(UTC), classifier.task
    learned = await asyncio.to_thread(classifier.learned)
    wanted = texts(classifier, folder)
    found = await asked(classifier, wanted, way, 1 if way == "local" else parallel, finished)
    known: Surenesses = learned.sureness if learned and way in {"local", "cascade"} else {}
    if way in {"decisions", "schema"}:
        known, found = calibrated(task.labels, wanted, found, classifier.local.target)
        for by, answerer in {(result.way, result.answerer) for result, _, _ in found if result}:
            classifier.calibrations.save(by, answerer, task.labels, dict(known))
    local = await classifier.classify_all([example.text for example in wanted])
    counts = Counter(example.labels for example in task.examples.learned)
    curve = next((one.curve for one in known.values() if one.curve), None)
    model = None if way == "local" else llm.answerer()
    return Run(
        begun=begun,
        name=task.about.product.name,
        language=task.language,
        way=way,
        answerer=model or "local",
        is_model=model is not None,
        choose=task.labels.choose,
        labels=task.labels.names,
        commonest=sorted(max(counts, key=lambda names: (counts[names], sorted(names)), default=task.labels.names[:1])),
        target=classifier.local.target,
        thresholds={name: one.cut.threshold for name, one in known.items() if one.cut},
        calibration=curve.method if curve else "",
        learning=Learning(model=learned.learner.name, examples=learned.examples, tried=learned.tried)
        if learned
        else None,
        suspects=[Suspected(**asdict(suspect)) for suspect in (learned.suspects if learned else ())],
        rows=[row(example, *outcome, guessed) for example, outcome, guessed in zip(wanted, found, local, strict=True)],
    )


def texts(classifier: Classifier, folder: Path) -> list[Example]:
    """Return the examples that were held out, and the cases whose texts are no examples."""
    task = classifier.task
    task.labels.refuse_too_few()
    examples = {example.key: example for example in (*task.examples.held_out, *task.examples.learned)}
    learned = {example.key for example in task.examples.learned}
    file = folder / "cases.jsonl"
    for case in cases.read(file) if file.exists() else []:
        if case.label and case.label not in task.labels.names:
            raise OwnerFault(f"evals/cases.jsonl names the label “{case.label}”, which product.toml does not have")
        example = Example(case.input, frozenset({case.label} if case.label else ()))
        if case.label or task.labels.choose == "many":
            examples.setdefault(example.key, example)
    found = [example for key, example in examples.items() if key not in learned]
    if not found:
        raise OwnerFault("There is nothing to test on: give a label five examples or more in data/examples.csv")
    return found


async def asked(
    classifier: Classifier, wanted: Sequence[Example], way: Asked, parallel: int, finished: Callable[[], None]
) -> list[Outcome]:
    """Label every text, several at a time; a cascade and the local way are judged as they are when the app runs."""
    places = asyncio.Semaphore(parallel)
    label = classifier.scored if way in {"decisions", "schema"} else classifier.classify

    async def one(example: Example) -> Outcome:
        async with places:
            begun = time.perf_counter()
            result, fault = None, ""
            try:
                result = await label(example.text, way, "eval")
            except LLMFault as error:
                fault = error.code
            except Exception:
                log.exception("a text was not labelled")
                fault = "crash"
            finished()
            return result, fault, time.perf_counter() - begun

    return await asyncio.gather(*map(one, wanted))


def row(example: Example, result: Result | None, fault: str, seconds: float, local: Result) -> Row:
    said = result or Result((), (), "local", "", "")
    return Row(
        text=example.text,
        gold=sorted(example.labels),
        guess=sorted(said.guess),
        sure=result is not None and not said.abstained,
        confidence=said.confidence,
        abstained=said.abstained,
        fault=fault,
        way=said.way if result else "",
        rung=said.rung,
        seconds=seconds,
        cost_usd=said.cost_usd if result else None,
        estimated=said.estimated,
        local=sorted(local.guess),
    )
