"""Measures the page of a generated chatbot: its weight, the time until one can write, and frames while it streams.

    .venv/bin/python benchmarks/page.py                  # a minute of streaming into 200 messages
    .venv/bin/python benchmarks/page.py --seconds 10

The weight is what a first visit loads, also as gzip would carry it. The time is from the request to a field that takes
text, with an empty cache, the median of five. Then a fake model says 100 tokens a second into a conversation of 200
messages; a frame that comes later than a sixtieth of a second after the last counts as dropped for each that it missed.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import statistics
import subprocess
import sys
import tempfile
import urllib.request
import uuid
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
from pages import App, asking, chromium, generate, model

MESSAGES = 200
TOKENS = (
    "Some words of a reply, *with* marks and `code` in it, as a model says them. " * 4
    + "\n\n- a point\n- another **point**\n\n```\nfor line in code:\n    print(line)\n```\n\n"
).split(" ")
READY = """new Promise((done) => {
  const look = () => document.activeElement?.id === "composer" ? done(performance.now()) : requestAnimationFrame(look);
  look();
})"""
FRAMES = """() => {
  window.gaps = [];
  let last = performance.now();
  const step = (now) => {
    gaps.push(now - last);
    last = now;
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=int, default=60)
    seconds = options.parse_args().seconds
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        project = generate("en", Path(folder), Path(folder) / "environment")
        (project / ".venv").unlink()
        subprocess.run(["make", "setup"], cwd=project, check=True, capture_output=True)
        with model(project) as fake:
            app = App(project, Path(folder) / "app.db", asking(fake, LLM_MAX_OUTPUT_TOKENS="100000"))
            app.start()
            try:
                weigh(browser, app)
                time_to_write(browser, app)
                stream(browser, app, fake, seconds)
            finally:
                app.end()


def weigh(browser: Browser, app: App) -> None:
    page = browser.new_page()
    bodies: dict[str, bytes] = {}
    page.on("response", lambda response: bodies.update({response.url: response.body()}))
    page.goto(app.address, wait_until="networkidle")
    for name, chosen in {
        "own": lambda url: "/vendor/" not in url and "/fonts/" not in url,
        "vendored": lambda url: "/vendor/" in url,
        "fonts": lambda url: "/fonts/" in url,
    }.items():
        found = [body for url, body in bodies.items() if chosen(url)]
        packed = sum(min(len(body), len(gzip.compress(body))) for body in found)
        print(f"  {name:<10} {len(found):3} files {sum(map(len, found)) / 1000:8.1f} kB {packed / 1000:8.1f} kB gzip")
    page.close()


def time_to_write(browser: Browser, app: App) -> None:
    times = []
    for _ in range(5):
        context = browser.new_context()
        page = context.new_page()
        page.goto(app.address, wait_until="commit")
        times.append(float(page.evaluate(READY)))
        context.close()
    print(f"  ready to write after {statistics.median(times):.0f} ms")


def stream(browser: Browser, app: App, fake: Any, seconds: int) -> None:
    page = browser.new_page()
    page.goto(app.address)
    conversation = filled(page, app, fake)
    script = importlib.import_module("tests.fake_script")
    script.SLOW_PIECES = [
        f"{TOKENS[at % len(TOKENS)]} {TOKENS[(at + 1) % len(TOKENS)]} " for at in range(0, seconds * 100, 2)
    ]
    importlib.import_module("tests.fake_openai").SLOW_PACE = 0.02  # two tokens each
    fake.scenario = "slow"
    page.goto(f"{app.address}/#{conversation}")
    page.reload()
    page.wait_for_function("count => document.querySelectorAll('.said, .reply').length === count", arg=MESSAGES)
    page.locator("#composer").fill("Go on")
    page.evaluate(FRAMES)
    page.keyboard.press("Enter")
    page.locator("[aria-busy=true] .body > *").first.wait_for()
    page.evaluate("() => { gaps.length = 0 }")
    page.wait_for_timeout(seconds * 1000)
    gaps = page.evaluate("gaps")
    text = len(page.locator(".reply .body").last.inner_text())
    report(gaps, seconds, text)


def filled(page: Page, app: App, fake: Any) -> str:
    """Fills a conversation through the app's own address, as the page's visitor."""
    cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in page.context.cookies())
    conversation, parent = str(uuid.uuid4()), None
    for number in range(MESSAGES // 2):
        fake.texts = [" ".join(TOKENS)]
        ids = {"id": str(uuid.uuid4()), "reply": str(uuid.uuid4())}
        body = json.dumps({**ids, "parent": parent, "text": f"Question {number}"}).encode()
        headers = {"cookie": cookies, "content-type": "application/json", "origin": app.address}
        address = f"{app.address}/api/conversations/{conversation}/messages"
        urllib.request.urlopen(urllib.request.Request(address, body, headers)).close()
        events = urllib.request.Request(f"{app.address}/api/replies/{ids['reply']}/events", headers=headers)
        urllib.request.urlopen(events).read()
        parent = ids["reply"]
    return conversation


def report(gaps: list[float], seconds: int, text: int) -> None:
    frame = 1000 / 60
    dropped = sum(max(0, round(gap / frame) - 1) for gap in gaps)
    share = dropped / (len(gaps) + dropped)
    print(f"  {seconds} s at 100 tokens/s into {MESSAGES} messages: {text} characters written")
    print(f"  {dropped} of {len(gaps) + dropped} frames dropped ({share:.1%}); the longest took {max(gaps):.0f} ms")


if __name__ == "__main__":
    main()
