"""What `make eval` found out about how sure a model's labels are, kept in var/ for when the app runs."""

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from app.labels import Labels
from app.sureness import Sureness
from app.watched import Watched

KEPT: TypeAdapter[dict[str, dict[str, Sureness]]] = TypeAdapter(dict[str, dict[str, Sureness]])


class Calibrations:
    """One a way, model and set of labels: whatever of these changes, the old one says nothing any more."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._all = Watched(file, read)

    def of(self, way: str, answerer: str, labels: Labels) -> dict[str, Sureness]:
        return self._all.get().get(key(way, answerer, labels), {})

    def save(self, way: str, answerer: str, labels: Labels, found: dict[str, Sureness]) -> None:
        kept = {**self._all.get(), key(way, answerer, labels): found}
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_bytes(KEPT.dump_json(kept))


def read(file: Path) -> dict[str, dict[str, Sureness]]:
    try:
        return KEPT.validate_json(file.read_bytes())
    except (OSError, ValidationError):
        return {}


def key(way: str, answerer: str, labels: Labels) -> str:
    told = "; ".join(label.meaning for label in labels.all)
    return f"{way} {answerer} {labels.choose} {told}"
