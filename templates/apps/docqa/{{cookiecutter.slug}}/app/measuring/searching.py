"""Searches for the owner's questions in every way, and learns how close passages come that answer them or do not."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.documents import fitting, sources
from app.documents.passages import Passage, Way
from app.documents.scope import Scope
from app.documents.search import search
from app.measuring import thresholds, tuning
from app.measuring.ranks import DEPTH, ndcg, rank_of
from app.measuring.thresholds import Judged, Threshold
from app.measuring.tuning import Scored
from app.measuring.wanted import Wanted
from app.settings import PROJECT


@dataclass(frozen=True)
class Searcher:
    """Looks for questions in the documents that everyone reads."""

    source: sources.Source | None
    language: str

    async def found(self, question: str, way: Way | None = None, count: int = DEPTH) -> list[Passage]:
        return await search(question, Scope(), self.source, count=count, language=self.language, way=way)

    async def ways(self, questions: Sequence[Wanted], present: Way) -> list[Scored]:
        """Search for every question in every way."""
        scores: dict[Way, list[float]] = {}
        for way in tuning.WAYS:
            found = [await self.found(each.question, way) for each in questions]
            scores[way] = [ndcg(rank_of(one, each)) for one, each in zip(found, questions, strict=True)]
        return [tuning.scored(way, scores[way], scores[present]) for way in tuning.WAYS]

    async def thresholds(self, questions: Sequence[Wanted], way: Way) -> list[Threshold]:
        """Measure each scale on the questions that go by it."""
        judged: dict[str, list[Judged]] = {}
        for each in questions:
            found = await self.found(each.question, way)
            if found:
                scale, one = self.judged(each, found)
                judged.setdefault(scale, []).append(one)
        known = fitting.thresholds(PROJECT)
        return [thresholds.measured(scale, known.get(scale), some) for scale, some in judged.items()]

    def judged(self, question: Wanted, found: Sequence[Passage]) -> tuple[str, Judged]:
        """Return the scale that a question goes by, or would if it were measured, and how it does there."""
        scale = fitting.scale_of(found, {name: 0.0 for name in (sources.name(),) if name})
        close = fitting.closeness(question.question, found, self.language, scale)
        is_answered = fitting.fits(question.question, found, self.language, PROJECT)
        return scale, Judged(question.quote is not None, close, is_answered)
