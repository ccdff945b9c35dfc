"""Measures how long document Q&A takes to index and to find, at 1,000, 10,000 and 100,000 passages, on both stores.

    .venv/bin/python benchmarks/search_speed.py FOLDER    # FOLDER/scifact/, as benchmarks/retrieval.py reads it
    .venv/bin/python benchmarks/search_speed.py FOLDER --sizes 1000 10000 --store sqlite

The passages are those of the set's documents, their words mixed anew each time round, so that words are as frequent as
they are in real text. Vectors are random ones around 500 middles, since making a hundred thousand takes hours: how many
the model makes in a second is measured on a few. Milliseconds, p50 and p95 over the set's questions, one at a time.
PostgreSQL is the one with pgvector that the project's own tests start.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from retrieval import ROOT, made, run_inside


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path, nargs="?", default=ROOT.parent / "shared/data/retrieval")
    options.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    options.add_argument("--store", choices=["sqlite", "postgresql"], action="append")
    asked = options.parse_args()
    folder = (asked.folder / "scifact").resolve()
    if not (folder / "queries.jsonl").exists():
        print(f"There is no set {folder}: name the folder that has it.")
        return
    stores = ",".join(asked.store or ["sqlite", "postgresql"])
    with tempfile.TemporaryDirectory() as place:
        run_inside(made(Path(place)), "search_speed", str(folder), stores, *map(str, asked.sizes))


if __name__ == "__main__":
    main()
