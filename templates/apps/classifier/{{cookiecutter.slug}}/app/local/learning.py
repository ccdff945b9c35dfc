"""Learns from the examples: tries the models that are worth it on rows they have not seen, and keeps the best."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from app import calibration
from app.examples import Example, Examples
from app.labels import Labels
from app.local.learners import Flags, Learner, Nearest, Numbers, Regression, Texts
from app.local.suspects import Suspect, suspects
from app.local.vectors import Progress, Vectors, silent
from app.sureness import Sureness, measured

LARGE = 2_000  # examples; from here on three folds say enough
SIDES = {
    "meaning": ("meaning",),
    "words": ("words",),
    "letters": ("words", "letters"),
    "all": ("meaning", "words", "letters"),
}


@dataclass(frozen=True)
class Learned:
    """The local model with all that was found out while learning."""

    learner: Learner
    names: tuple[str, ...]
    examples: int
    tried: dict[str, float] = field(default_factory=dict)  # model -> share right on rows it had not seen
    sureness: dict[str, Sureness] = field(default_factory=dict)  # by label; with `choose = "one"` under "" for all
    suspects: tuple[Suspect, ...] = ()
    held_out: tuple[int, int] = (0, 0)  # how many of the examples that were held out it labels right, and of how many

    @property
    def reads_meaning(self) -> bool:
        """Tell whether it needs a text's vector."""
        return self.learner.name not in {"words", "letters"}


def learn(
    labels: Labels, examples: Examples, vectors: Vectors | None, target: float, progress: Progress = silent
) -> Learned | None:
    """Learn on one thread: beside another busy process several of them mostly wait for one another."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        found = learned(labels, examples, vectors, target, progress)
        if not found or not examples.held_out:
            return found
        return replace(found, held_out=tested(found, labels, examples.held_out, vectors, progress))


def tested(
    found: Learned, labels: Labels, examples: Sequence[Example], vectors: Vectors | None, progress: Progress
) -> tuple[int, int]:
    """Count the examples that were held out and are labelled right."""
    texts = embedded([example.text for example in examples], vectors, progress)
    share = share_right(found.learner.probabilities(texts), marked(labels.names, examples), labels.choose)
    return round(share * len(examples)), len(examples)


def learned(
    labels: Labels, examples: Examples, vectors: Vectors | None, target: float, progress: Progress
) -> Learned | None:
    """Return nothing where there are neither examples nor an embedder, so that nothing could be told apart.

    What a model said is learned from, but how good the result is, the examples alone tell, if there are enough.
    """
    described, taught = [label.meaning for label in labels.all], (*examples.distilled, *examples.learned)
    texts = embedded([*described, *(example.text for example in taught)], vectors, progress)
    gold = np.concatenate([np.eye(len(described), dtype=bool), marked(labels.names, taught)])
    is_told = len(examples.learned) >= calibration.FEWEST or not examples.distilled
    own = np.arange(len(gold)) >= len(described) + (len(examples.distilled) if is_told else 0)
    learners = candidates(labels.choose, len(taught) / max(1, len(described)), vectors is not None)
    if not learners or (vectors is None and not taught):
        return None
    unseen = {each.name: out_of_fold(each, texts, gold, own) for each in learners} if own.sum() > 1 else {}
    tried = {name: share_right(found, gold[own], labels.choose) for name, found in unseen.items()}
    best = max(learners, key=lambda each: tried.get(each.name, 0.0))
    best.fit(texts, gold)
    found = unseen.get(best.name)
    if found is None or not is_told:
        return Learned(best, tuple(labels.names), len(taught), tried)
    return Learned(
        best,
        tuple(labels.names),
        len(taught),
        tried,
        sure(labels, found, gold[own], target),
        tuple(suspects(examples.learned, found, labels.names)) if labels.choose == "one" else (),
    )


def embedded(written: Sequence[str], vectors: Vectors | None, progress: Progress) -> Texts:
    return Texts(written, vectors.all(written, progress) if vectors else None)


def marked(names: Sequence[str], examples: Sequence[Example]) -> Flags:
    """Return a row an example and a column a label."""
    return np.array([[name in example.labels for name in names] for example in examples], bool).reshape(-1, len(names))


def candidates(choose: str, examples_a_label: float, has_vectors: bool) -> list[Learner]:
    """Return the models worth trying, the simplest first: it stays where no other does better."""
    sides = ["meaning", "all"] if has_vectors else ["words", "letters"]
    nearest: list[Learner] = [Nearest(choose)] if has_vectors else []
    if has_vectors and examples_a_label < 1:
        return nearest
    return [*nearest, *(Regression(side, SIDES[side], choose) for side in sides)]


def out_of_fold(learner: Learner, texts: Texts, gold: Flags, own: Flags) -> Numbers:
    """Return the probabilities of each example from a model that did not learn from it; descriptions are always known.

    The examples come in the order of their hashes, so their folds are by hash, too.
    """
    count = int(own.sum())
    folds = np.full(len(gold), -1)
    folds[own] = np.arange(count) % (3 if count >= LARGE else calibration.FOLDS)
    found = np.zeros(gold.shape)
    for fold in range(folds.max() + 1):
        learner.fit(texts.at(folds != fold), gold[folds != fold])
        found[folds == fold] = learner.probabilities(texts.at(folds == fold))
    return found[own]


def share_right(probabilities: Numbers, gold: Flags, choose: str) -> float:
    if choose == "one":
        return float(gold[np.arange(len(gold)), probabilities.argmax(axis=1)].mean())
    return float(((probabilities >= 0.5) == gold).all(axis=1).mean())


def sure(labels: Labels, probabilities: Numbers, gold: Flags, target: float) -> dict[str, Sureness]:
    """Calibrate on rows that no model learned from; thresholds come from rows that no curve was fitted on either."""
    if labels.choose == "one":
        guess = probabilities.argmax(axis=1)
        rows = np.arange(len(gold))
        return {"": measured(probabilities[rows, guess], gold[rows, guess], target)}
    return {name: measured(probabilities[:, at], gold[:, at], target) for at, name in enumerate(labels.names)}
