"""Measures what checking a model's citations costs: for a whole reply, and for the piece that it holds up longest.

    .venv/bin/python benchmarks/checking.py

Replies of twelve sentences, each proved by words of one of six passages that stand there in another case and over other
spaces, as the slow way of finding them needs. They come a word at a time.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from retrieval import made, run_inside


def main() -> None:
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    with tempfile.TemporaryDirectory() as place:
        run_inside(made(Path(place)), "checking")


if __name__ == "__main__":
    main()
