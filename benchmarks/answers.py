"""Measures what document Q&A answers on public sets: rightly, wrongly, not at all, and how fast.

    .venv/bin/python benchmarks/answers.py FOLDER         # FOLDER/<set>/, as benchmarks/retrieval.py reads it
    .venv/bin/python benchmarks/answers.py FOLDER --set scifact --words       # by words alone: no vectors are made
    .venv/bin/python benchmarks/answers.py FOLDER --model               # by a model that is always right

It makes a project, sets it up, and brings all documents but those of some questions drawn at random, which the rest
does not answer then. It asks as a visitor does, one question at a time: as many that are answered as that are not. A
citation is right where its passage is of the question's document and, where the set has answers, holds one. Each number
stands with its 95% interval. Without a model it is the app alone that answers. The model that is always right is the
project's fake of OpenAI's API: of the passages that it gets it quotes one that answers, or says that none does; so what
it costs to check a model, and what search lost before it, can be seen.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from retrieval import chosen, made, run_inside


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--count", type=int, default=100, help="questions of either kind")
    options.add_argument("--model", action="store_true", help="by a model that is always right, instead of without one")
    asked, sets = chosen(options)
    if not sets:
        return
    os.environ["EMBEDDINGS"] = "none" if asked.words else "local"
    with tempfile.TemporaryDirectory() as place:
        answerer = "model" if asked.model else "app"
        words = (str(asked.vectors.resolve()), str(asked.count), answerer, str(asked.sample), *map(str, sets))
        run_inside(made(Path(place)), "answers", *words)


if __name__ == "__main__":
    main()
