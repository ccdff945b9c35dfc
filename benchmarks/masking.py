"""Measures how much personal data the feature `private` masks, and how much else, on made-up sentences.

    .venv/bin/python benchmarks/masking.py            # --show names what is missed and what is masked in vain

The sentences of benchmarks/inside/masking_set.py are English and Vietnamese, with and without such data. Data counts as
found when all of it is masked; what is masked and touches none is wrong.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IDEA = ("new", "A chatbot for new tenants", "--name", "Made", "--app", "chatbot", "--with", "private", "--no-input")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--show", action="store_true")
    show = ["--show"] if options.parse_args().show else []
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([ROOT / ".venv/bin/quickship", *IDEA, "--no-git", "-o", folder], check=True, capture_output=True)
        project = Path(folder, "made")
        subprocess.run(["sh", "setup.sh", "main"], cwd=project, check=True, capture_output=True)
        script = ROOT / "benchmarks/inside/masking.py"
        subprocess.run([project / ".venv/bin/python", script, *show], cwd=project, check=True)


if __name__ == "__main__":
    main()
