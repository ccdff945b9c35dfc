"""Has the model label texts, the local model learn from them, and both be measured on what neither learned from."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app import llm
from app.batch.job import Job, Summary
from app.batch.table import Table
from app.classifier import Classifier
from app.distilling import texts
from app.distilling.report import Measured, Report
from app.distilling.texts import Answer
from app.examples import Example, read
from app.faults import OwnerFault
from app.quality import measuring
from app.result import Asked


@dataclass(frozen=True)
class Lesson:
    """The texts of one distilling: those to test on, which the model labels first, and those to learn from."""

    classifier: Classifier
    project: Path
    tests: Sequence[Example]
    wanted: Sequence[str]
    job: Job

    def learn(self, summary: Summary, seconds: float) -> Report:
        """Learn from what the model said, and measure both; `seconds` are those of the run."""
        answers = {answer.text: answer for answer in texts.answers(self.job.table, self.job.target)}
        tested = [example for example in self.tests if answers[example.text].reached]
        if not tested:
            raise OwnerFault("The model labelled none of the texts to test on; a larger --budget lets it begin")
        before = self._local(tested)
        taught = [Example(text, labels) for text in self.wanted if (labels := answers[text].labels) is not None]
        path = self.project / "data" / "distilled.csv"
        texts.kept(path, [(text, label) for _, text, label in read(path)], taught)
        reached = sum(answer.reached for answer in answers.values())
        after = self._local(tested)
        if after is None:
            raise OwnerFault("There is nothing to learn from: the model labelled no text")
        return Report(
            model=llm.answerer() or "",
            way=self.job.way,
            wanted=len(self.wanted),
            labelled=len(taught),
            ended=summary.fault.code if summary.fault else "" if summary.is_whole else "stopped",
            cost_usd=summary.cost_usd,
            teacher=teacher(tested, answers, reached / seconds if seconds else 0.0, summary.cost_usd / max(1, reached)),
            before=before,
            after=after,
        )

    def _local(self, tested: Sequence[Example]) -> Measured | None:
        learned = self.classifier.learned()
        if learned is None:
            return None
        begun = time.perf_counter()
        found = self.classifier.local.classify([example.text for example in tested], learned)
        seconds = time.perf_counter() - begun
        right = [{*result.guess} == example.labels for result, example in zip(found, tested, strict=True)]
        return Measured(right=right, texts_a_second=len(tested) / seconds, usd_a_thousand=0.0)


def teacher(tested: Sequence[Example], answers: Mapping[str, Answer], speed: float, cost_usd: float) -> Measured:
    """Return how the model did on texts with a known label; one that got none is wrong."""
    right = [answers[example.text].guess == example.labels for example in tested]
    return Measured(right=right, texts_a_second=speed, usd_a_thousand=cost_usd * 1_000)


def lesson(classifier: Classifier, project: Path, source: Table, way: Asked, rows: int, budget: float | None) -> Lesson:
    """Choose the texts and write them where a run that ended early finds them again."""
    if not llm.answerer():
        raise OwnerFault("There is no model to learn from: set LLM_API_KEY or LLM_BASE_URL in .env")
    tests, task = measuring.texts(classifier, project / "evals"), classifier.task
    known = {each.key for each in (*task.examples.learned, *task.examples.distilled, *tests)}
    wanted = texts.unlabelled(source, known, rows)
    if not wanted:
        raise OwnerFault(f"{source.source.path} has no text whose label is not known already")
    folder = project / "var" / "distilled"
    written = texts.write(folder / "texts.csv", [*(example.text for example in tests), *wanted])
    return Lesson(classifier, project, tests, wanted, Job(classifier, written, folder / "labelled.csv", way, budget))
