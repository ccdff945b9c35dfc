"""Labels by what was learned here, many texts in one go."""

from collections.abc import AsyncGenerator

from app.batch.row import outcome
from app.batch.work import Work
from app.classifier import Classifier


async def label(work: Work, classifier: Classifier) -> None:
    """Label all texts."""
    async for texts in work.by_many():
        work.keep(texts, [outcome(result) for result in await classifier.classify_all(texts)])


async def unsure(work: Work, classifier: Classifier) -> AsyncGenerator[str, None]:
    """Label those that the local way is sure of, and yield the others."""
    async for texts in work.by_many():
        results = dict(zip(texts, await classifier.classify_all(texts), strict=True))
        sure = [text for text, result in results.items() if result.calibrated and not result.abstained]
        work.keep(sure, [outcome(results[text]) for text in sure])
        for text in texts:
            if text not in sure:
                yield text
