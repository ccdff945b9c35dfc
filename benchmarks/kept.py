"""Measures what a classifier keeps: seconds until its pages are there, with many rows in the store.

    .venv/bin/python benchmarks/kept.py                       # 1,000,000 rows, of which 100,000 wait; 77 labels
    .venv/bin/python benchmarks/kept.py --rows 100000 --waiting 10000

The pages are opened in Chromium; the filters are asked for over HTTP, the median of five each.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

from classify import ROOT, made
from playwright.sync_api import sync_playwright

PORT = 8765
ADDRESS = f"http://127.0.0.1:{PORT}"
PAGES = {"review": ".nearest li", "results": "tbody tr"}
FILTERS: dict[str, dict[str, str]] = {
    "the newest": {},
    "a label": {"label": "label 7"},
    "a week": {"week": "2026-03-02"},
    "a confidence": {"band": "2"},
    "all three": {"label": "label 7", "week": "2026-03-02", "band": "3"},
    "a rare word": {"query": "case 777777"},
    "a common word": {"query": "invoice"},
    "a common word and all three": {"query": "invoice", "label": "label 7", "week": "2026-03-02", "band": "3"},
}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--waiting", type=int, default=100_000)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as place:
        project = made(Path(place))
        python = project / ".venv/bin/python"
        environ = {**os.environ, "PYTHONPATH": str(project), "CLASSIFY_EMBEDDINGS": "false"}
        fill = [python, ROOT / "benchmarks/inside/kept.py", str(asked.rows), str(asked.waiting)]
        subprocess.run(fill, env=environ, cwd=project, check=True)
        serve = [python, "-m", "app", "serve", "--port", str(PORT)]
        with subprocess.Popen(serve, env=environ, cwd=project, stderr=subprocess.DEVNULL) as server:
            try:
                learned()
                pages()
                filters()
            finally:
                server.terminate()


def learned() -> None:
    """Waits until the app has learned, which is measured elsewhere."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{ADDRESS}/api/classifier", timeout=60) as reply:
                if b'"learning":null' in reply.read():
                    return
        except OSError:
            pass
        time.sleep(0.2)


def pages() -> None:
    """Prints the seconds until each page shows what it is for, the first time and the median of three more."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = chromium.new_page()
        for name, shown in PAGES.items():
            first, *more = [opened(page, name, shown) for _ in range(4)]
            print(f"{name}: {first:.2f} s at first, then {statistics.median(more):.2f} s", flush=True)
        page.goto("about:blank")
        opened(page, "review", PAGES["review"])
        print(f"from a decision to the next text: {decided(page):.3f} s", flush=True)
        chromium.close()


def opened(page: Any, name: str, shown: str) -> float:
    page.goto("about:blank")
    begun = time.perf_counter()
    page.goto(f"{ADDRESS}/#{name}")
    page.locator(shown).first.wait_for()
    return time.perf_counter() - begun


def decided(page: Any) -> float:
    """Returns the median seconds that a number key takes to bring the next text with all that helps to decide."""
    seconds = []
    for _ in range(5):
        page.wait_for_function("() => document.activeElement.id === 'waiting'")
        before = page.locator("#waiting").inner_text()
        begun = time.perf_counter()
        page.keyboard.press("1")
        page.wait_for_function("text => document.querySelector('#waiting')?.textContent !== text", arg=before)
        page.locator(".choice small").first.wait_for()
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds)


def filters() -> None:
    for name, wanted in FILTERS.items():
        print(f"{name}: {asked_for('api/results', wanted):.3f} s", flush=True)
    print(f"how many of each label and week: {asked_for('api/results/summary', {}):.3f} s", flush=True)
    print(f"the queue: {asked_for('api/review', {}):.3f} s", flush=True)


def asked_for(path: str, wanted: dict[str, str]) -> float:
    seconds = []
    for _ in range(5):
        begun = time.perf_counter()
        with urllib.request.urlopen(f"{ADDRESS}/{path}?{urllib.parse.urlencode(wanted)}", timeout=120) as reply:
            reply.read()
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds)


if __name__ == "__main__":
    main()
