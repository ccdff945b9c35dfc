"""Measures the classifier's local way on public sets, beside TF-IDF with logistic regression in the same run.

    .venv/bin/python benchmarks/classify.py FOLDER        # FOLDER/<set>/train.csv and test.csv, columns text and label
    .venv/bin/python benchmarks/classify.py FOLDER --only few --set sib200_vi --draws 5

It makes a project, sets it up and measures inside it: accuracy and macro-F1 on all rows and with five and eight
examples a label (drawn at random by the seeds 0, 1, 2 ...), rows labelled in a second on one core and on two, and the
seconds that learning takes. Vectors are kept by the hash of their text in a folder (`--keep`), since embedding ten
thousand texts takes minutes: so only the first run takes long, and one that is stopped goes on where it was.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("all", "few", "speed")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path, nargs="?", default=ROOT.parent / "shared/data/classify")
    options.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "quickship-classify")
    options.add_argument("--set", action="append", help="the name of a set; without it, all of them")
    options.add_argument("--only", choices=PARTS, action="append", help="a part of the measures; without it, all")
    options.add_argument("--draws", type=int, default=3, help="random choices of few examples")
    asked = options.parse_args()
    found = sorted(path.parent.resolve() for path in asked.folder.glob("*/train.csv"))
    sets = [folder for folder in found if folder.name in (asked.set or [folder.name])]
    if not sets:
        print(f"There are no such sets in {asked.folder}: name the folder that has them.")
        return
    with tempfile.TemporaryDirectory() as place:
        project = made(Path(place))
        environ = {**os.environ, "PYTHONPATH": str(project), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        script = ROOT / "benchmarks/inside/classify.py"
        parts = ",".join(asked.only or PARTS)
        command = [project / ".venv/bin/python", script, asked.keep.resolve(), str(asked.draws), parts, *sets]
        sys.exit(subprocess.run(command, env=environ, cwd=project, check=False).returncode)


def made(place: Path, product: Path | None = None) -> Path:
    """Makes a classifier, of a product or of an idea, and sets it up."""
    what = ("--product", product) if product else ("Sort mail into a and b", "--app", "classifier")
    words = ("new", *what, "--no-input", "--no-git", "-o", place)
    subprocess.run([ROOT / ".venv/bin/quickship", *words], check=True, capture_output=True)
    (project,) = place.iterdir()
    subprocess.run(["make", "setup"], cwd=project, check=True, capture_output=True)
    return project


if __name__ == "__main__":
    main()
