"""Measures the time from the command to the first streamed words in a browser, as a person would wait for them.

    .venv/bin/python benchmarks/first_token.py            # median of three runs
    .venv/bin/python benchmarks/first_token.py --runs 9

`quickship new` makes a project with its first commit, `make dev` sets its environment up from uv's warm cache and
serves it, and a browser that is open already loads the page and asks the first starter question.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import statistics
import subprocess
import tempfile
import time
import urllib.request
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
QUICKSHIP = ROOT / ".venv/bin/quickship"
STEPS = ("quickship new", "make dev answers", "page is there", "first words")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=3)
    chromium = shutil.which("chromium")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        measure(browser, Path(folder) / "warm-up")  # fills uv's cache
        runs = [measure(browser, Path(folder) / str(number)) for number in range(options.parse_args().runs)]
    for step, times in zip(STEPS, zip(*runs, strict=True), strict=True):
        print(f"  {step:<18} {statistics.median(times):6.2f} s")
    print(f"  {'in all':<18} {statistics.median(map(sum, runs)):6.2f} s")


def measure(browser: Browser, place: Path) -> list[float]:
    """The seconds that each step took."""
    moments = [time.perf_counter()]
    command = [QUICKSHIP, "new", "--product", ROOT / "examples/dental-assistant", "--no-input", "-o", place]
    subprocess.run(command, check=True, capture_output=True)
    moments.append(time.perf_counter())
    port = free_port()
    environ = {**os.environ, "PORT": str(port)}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)  # nobody waits for an interpreter that never keeps its byte code
    (project,) = place.iterdir()
    server = subprocess.Popen(
        ["make", "dev"], cwd=project, env=environ, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz")
        moments.append(time.perf_counter())
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{port}")
        page.locator(".starters button").first.wait_for()
        moments.append(time.perf_counter())
        page.locator(".starters button").first.click()
        page.wait_for_function("() => document.querySelector('.reply > div')?.textContent.trim()")
        moments.append(time.perf_counter())
        page.close()
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()
    return [after - before for before, after in pairwise(moments)]


def wait_for(address: str, patience: float = 120) -> None:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.02)
    raise TimeoutError(f"{address} did not answer within {patience:.0f} s")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
