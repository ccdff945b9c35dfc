"""Keeps what was learned in var/local/, under the hash of everything it was learned from."""

import hashlib
import os
import pickle
from importlib.metadata import version
from pathlib import Path

from app.examples import Examples
from app.labels import Labels
from app.local.learning import Learned

FORMAT = 4  # raised where app/local/ learns otherwise than before
KEPT = 3  # of earlier states, for edits that are taken back


def digest(labels: Labels, examples: Examples, embedder: str, target: float) -> str:
    """Return the hash of all that decides what is learned."""
    told = [
        FORMAT, version("scikit-learn"), version("numpy"), embedder, target, labels.choose,
        [(label.name, label.description) for label in labels.all],
        [(each.text, sorted(each.labels)) for each in (*examples.learned, *examples.held_out)],
        [(each.text, sorted(each.labels)) for each in examples.distilled],
    ]  # fmt: skip
    return hashlib.sha256(repr(told).encode("utf-8", "backslashreplace")).hexdigest()[:32]


def load(folder: Path, name: str) -> Learned | None:
    """Return what was kept; a file that cannot be read is learned anew."""
    try:
        # Pickle runs what it reads: this folder is the app's own, as its code is, and nobody else's words name a file.
        found = pickle.loads((folder / f"{name}.pickle").read_bytes())  # noqa: S301
    except Exception:
        return None
    return found if isinstance(found, Learned) else None


def save(folder: Path, name: str, learned: Learned) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    written = folder / f"{name}.{os.getpid()}"
    written.write_bytes(pickle.dumps(learned))
    written.replace(folder / f"{name}.pickle")
    for old in sorted(folder.glob("*.pickle"), key=lambda file: file.stat().st_mtime)[:-KEPT]:
        old.unlink(missing_ok=True)
