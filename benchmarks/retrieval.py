"""Measures what document Q&A finds on public sets, beside bm25s in the same run.

    .venv/bin/python benchmarks/retrieval.py FOLDER       # FOLDER/<set>/corpus.jsonl(.gz), queries.jsonl and qrels.tsv
    .venv/bin/python benchmarks/retrieval.py FOLDER --set xquad_vi --vectors vectors.db
    .venv/bin/python benchmarks/retrieval.py FOLDER --set scifact --words     # minutes instead of half an hour
    .venv/bin/python benchmarks/retrieval.py FOLDER --set scifact --sample 1000     # all that are wanted, others drawn

It makes a project, sets it up, brings every document as a file, and asks every question as the app does: as shipped,
by words alone, by meaning alone; Vietnamese questions also typed without their marks. nDCG@10 and recall@10 over
documents, on all questions and on the two thirds of them by which nothing was chosen. Where questions have answers, it
counts how often the cited sentences hold one, beside the first sentence of the first passage. bm25s runs with its
defaults (k1 1.5, b 0.75) over words in lower case. Vectors are kept: making one takes a tenth of a second.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = Path(tempfile.gettempdir()) / "quickship-vectors.db"
BM25S = "bm25s==0.3.16"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked, sets = chosen(options)
    if not sets:
        return
    with tempfile.TemporaryDirectory() as place:
        project = made(Path(place))
        ways = "words" if asked.words else "both,words,meaning"
        run_inside(project, "retrieval", str(asked.vectors.resolve()), ways, str(asked.sample), *map(str, sets))


def chosen(options: argparse.ArgumentParser) -> tuple[argparse.Namespace, list[Path]]:
    """Reads the options that every script over public sets has, and finds the sets; says so where there are none."""
    options.add_argument("folder", type=Path, nargs="?", default=ROOT.parent / "shared/data/retrieval")
    options.add_argument("--set", action="append", help="only this one; may be given again")
    options.add_argument("--words", action="store_true", help="by words alone, so that no vectors are made")
    options.add_argument("--sample", type=int, default=0, help="only this many documents: the wanted, others drawn")
    options.add_argument("--vectors", type=Path, default=KEPT, help="where vectors are kept")
    asked = options.parse_args()
    sets = [path.parent.resolve() for path in sorted(asked.folder.glob("*/queries.jsonl"))]
    sets = [path for path in sets if not asked.set or path.name in asked.set]
    if not sets:
        print(f"There are no sets in {asked.folder}: name the folder that has them.")
    return asked, sets


def made(place: Path, *packages: str) -> Path:
    """Makes a project that answers from documents, and sets it up with bm25s beside it."""
    words = ("new", "Answers from our documents", "--name", "Documents", "--app", "docqa", "--no-input", "--no-git")
    subprocess.run([ROOT / ".venv/bin/quickship", *words, "-o", str(place)], check=True, capture_output=True)
    project = place / "documents"
    subprocess.run(["make", "setup"], cwd=project, check=True, capture_output=True)
    uv, python = project / ".venv/bin/uv", project / ".venv/bin/python"
    subprocess.run([uv, "pip", "install", "-q", "--python", python, *(packages or (BM25S,))], check=True)
    return project


def run_inside(project: Path, script: str, *words: str) -> None:
    """Runs a script of benchmarks/inside/ with the project's own Python; not as its main module, which every process
    that reads a file would run again."""
    code = f"import sys; sys.path.insert(0, {str(ROOT / 'benchmarks/inside')!r}); import {script}; {script}.main()"
    environ = {**os.environ, "PYTHONPATH": str(project), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [project / ".venv/bin/python", "-c", code, *words]
    done = subprocess.run(command, cwd=project, env=environ, check=False)
    if done.returncode:
        sys.exit(done.returncode)


if __name__ == "__main__":
    main()
