"""The files that were brought, each in a folder of its own below var/files/ and with a row in the store."""

import shutil
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import RowMapping, delete, insert, select, update

from app import db
from app.batch.job import Summary
from app.results.tables import files, results

LONGEST = 120  # characters of a name


class NotThere(LookupError):
    """There is no such file."""


class Shelf:
    """All files of a project."""

    def __init__(self, project: Path) -> None:
        self._folder = project / "var" / "files"

    def new(self, name: str) -> tuple[str, Path]:
        """Return an id and where the file's content goes; it counts once it is added."""
        identity = uuid.uuid4().hex
        place = self.source(identity, name)
        place.parent.mkdir(parents=True, mode=0o700)
        return identity, place

    def source(self, identity: str, name: str) -> Path:
        return self._folder / identity / f"texts{Path(name).suffix.lower()}"

    def target(self, identity: str, name: str) -> Path:
        return self._folder / identity / f"labelled{Path(name).suffix.lower()}"

    def add(self, identity: str, name: str, way: str) -> None:
        row = {"id": identity, "name": name[-LONGEST:], "way": way, "state": "running", "fault": "", "cost_usd": 0.0}
        row |= dict.fromkeys(("rows", "labelled", "unlabelled", "kept"), 0)
        with db.write() as connection:
            connection.execute(insert(files), {**row, "created": datetime.now(UTC).replace(tzinfo=None)})

    def all(self) -> list[RowMapping]:
        """Return every file, the newest first."""
        with db.read() as connection:
            return list(connection.execute(select(files).order_by(files.c.created.desc())).mappings())

    def one(self, identity: str) -> RowMapping:
        with db.read() as connection:
            row = connection.execute(select(files).where(files.c.id == identity)).mappings().first()
        if row is None:
            raise NotThere
        return row

    def change(self, identity: str, **values: Any) -> None:
        with db.write() as connection:
            connection.execute(update(files).where(files.c.id == identity).values(values))

    def ended(self, identity: str, summary: Summary) -> None:
        """Enter how a run ended; what it cost comes on top of what runs before it did."""
        self.change(
            identity,
            state="done" if summary.is_whole else "stopped",
            fault=summary.fault.code if summary.fault else "",
            rows=summary.rows,
            labelled=summary.labelled,
            unlabelled=summary.unlabelled,
            cost_usd=files.c.cost_usd + summary.cost_usd,
        )

    def interrupted(self) -> None:
        """Note that nothing runs after a start, whatever did when the app ended."""
        with db.write() as connection:
            running = update(files).where(files.c.state == "running")
            connection.execute(running.values(state="stopped", fault="interrupted"))

    def remove(self, identity: str) -> None:
        """Delete a file with all that came of it; what was decided on its texts stays."""
        with db.write() as connection:
            connection.execute(delete(results).where(results.c.file == identity))
            connection.execute(delete(files).where(files.c.id == identity))
        shutil.rmtree(self._folder / identity, ignore_errors=True)
