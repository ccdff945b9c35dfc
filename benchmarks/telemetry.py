"""Measures what telemetry costs a chatbot: the time to the first words, replies a second, and its server's processor.

    .venv/bin/python benchmarks/telemetry.py

It makes a project with the feature otel and serves it by turns without a collector and with one, three times each, in
front of the project's fake of OpenAI's API. Replies are asked for one by one, then twenty at a time. Fake, collector
and visitors share the machine with the server; its own processor time is what the kernel counts for it.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from retrieval import ROOT, run_inside


def main() -> None:
    words = ("new", "A helper for new tenants", "--name", "Made", "--app", "chatbot", "--with", "otel")
    with tempfile.TemporaryDirectory() as place:
        command = [ROOT / ".venv/bin/quickship", *words, "--no-input", "--no-git", "-o", place]
        subprocess.run(command, check=True, capture_output=True)
        project = Path(place, "made")
        subprocess.run(["make", "setup"], cwd=project, check=True, capture_output=True)
        run_inside(project, "telemetry")


if __name__ == "__main__":
    main()
