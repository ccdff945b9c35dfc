"""What the local way computes from a text: vectors, each once, and counted terms."""

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from app.embedding import Embedder, Vector
from app.local import terms
from app.local.terms import Counted, Letters, Words
from app.local.vectors import MANY, Stopped, Vectors

TEXTS = [f"text number {number} of a bike shop, don't worry: 12.5 €" for number in range(3 * MANY)]


class Engine:
    """Embeds one text at a time, and notices where it is asked for two."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self._busy = threading.Lock()

    def embed_query(self, text: str) -> Vector:
        assert self._busy.acquire(blocking=False)
        self.read.append(text)
        vector = [float(len(text)), float(text.split()[2])]
        self._busy.release()
        return vector

    def embed_passages(self, texts: Sequence[str]) -> Sequence[Vector]:
        raise NotImplementedError


class Engines(list[Engine]):
    """As many as were asked for at once."""

    def __call__(self, count: int) -> Sequence[Embedder]:
        self.extend(Engine() for _ in range(count - len(self)))
        return self[:count]


def test_many_texts_are_shared_among_engines_and_keep_their_order(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 3)
    engines = Engines()
    found = Vectors(engines, tmp_path / "vectors.npz").all(TEXTS)
    assert found[:, 1].tolist() == [*range(3 * MANY)]
    assert len(engines) == 3
    assert sorted(text for engine in engines for text in engine.read) == sorted(TEXTS)


def test_a_text_is_embedded_once_and_remembered_by_the_next_process(tmp_path: Path) -> None:
    engines = Engines()
    first = Vectors(engines, tmp_path / "vectors.npz").all(TEXTS[:3])
    again = Vectors(engines, tmp_path / "vectors.npz").all([*TEXTS[1:4], TEXTS[1]])
    assert engines[0].read == TEXTS[:4]
    assert again[0].tolist() == again[3].tolist() == first[1].tolist()


def test_what_was_read_before_a_stop_is_kept(tmp_path: Path) -> None:
    def watch(done: int, of: int) -> None:
        if done == 5:
            raise Stopped

    engines = Engines()
    with pytest.raises(Stopped):
        Vectors(engines, tmp_path / "vectors.npz").all(TEXTS[:9], watch)
    assert len(Vectors(engines, tmp_path / "vectors.npz").all(TEXTS[:9])) == 9
    assert engines[0].read == TEXTS[:9]


@pytest.mark.parametrize("rows", [40, terms.MANY_ROWS])
def test_terms_are_counted_as_scikit_learn_counts_them(rows: int) -> None:
    texts = [TEXTS[number % 90].lower() for number in range(rows)]
    kinds = {"lowercase": False, "sublinear_tf": True, "min_df": 1 if rows < terms.MANY_ROWS else 2}
    words = TfidfVectorizer(token_pattern=terms.WORD_OR_SIGN.pattern, ngram_range=(1, 2), **kinds)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), **kinds)
    for ours, theirs in ((Words(), words), (Letters(), letters)):
        counted = Counted(ours)
        counted.fit(texts)
        said = [*texts[:20], "something else, wholly", "€", ""]
        # Their columns are in an order of their own.
        found, expected = counted.rows(said).toarray(), theirs.fit(texts).transform(said).toarray()
        assert np.allclose(np.sort(found, axis=1), np.sort(expected, axis=1), atol=1e-6)
