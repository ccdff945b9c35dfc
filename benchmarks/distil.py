"""Measures `app distil` on a public set: what the local way learns from a model that errs in one case of ten.

    .venv/bin/python benchmarks/distil.py FOLDER          # FOLDER/train.csv and test.csv, columns text and label
    .venv/bin/python benchmarks/distil.py FOLDER --rows 500 1000 --tests 500

The model is the project's own fake, a real HTTP server, which answers with the label of the set, or with another one
for a tenth of the texts, chosen by their hash. The project knows nothing but the names of the labels. Beside what it
learns from the model stands what it learns from the same texts with the labels of the set. Vectors are kept as by
classify.py.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from classify import ROOT, made


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path, nargs="?", default=ROOT.parent / "shared/data/classify/banking77")
    options.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "quickship-classify")
    options.add_argument("--rows", type=int, nargs="+", default=[250, 500, 1_000, 2_000, 4_000])
    options.add_argument("--tests", type=int, default=1_000, help="texts of test.csv that are tested on")
    asked = options.parse_args()
    if not (asked.folder / "train.csv").exists():
        print(f"There is no such set in {asked.folder}: name the folder that has it.")
        return
    with tempfile.TemporaryDirectory() as place:
        project = made(Path(place))
        environ = {**os.environ, "PYTHONPATH": str(project), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        script, python = ROOT / "benchmarks/inside/distil.py", project / ".venv/bin/python"
        rows = ",".join(map(str, sorted(asked.rows)))
        command = [python, script, asked.folder.resolve(), asked.keep.resolve(), rows, str(asked.tests)]
        sys.exit(subprocess.run(command, env=environ, cwd=project, check=False).returncode)


if __name__ == "__main__":
    main()
