"""Measures the time from dropping a PDF of 100 pages onto the page to its first answer, and to its last vector.

    .venv/bin/python benchmarks/first_answer.py                 # best of three
    .venv/bin/python benchmarks/first_answer.py --pages 1000 --runs 1

It makes a project, sets it up and serves it as `make dev` does, without a model. The PDF holds what Python's own
modules say of themselves, and one sentence that answers the question; it is asked about as soon as it is sent.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from retrieval import made, run_inside


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pages", type=int, default=100)
    options.add_argument("--runs", type=int, default=3)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as place:
        run_inside(made(Path(place)), "first_answer", str(asked.pages), str(asked.runs))


if __name__ == "__main__":
    main()
