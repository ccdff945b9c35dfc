"""Takes the pictures of docs/images anew: two examples in a real browser, before a model that is a fake.

.venv/bin/python scripts/pictures.py
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
from page_texts import ASKED, SAID  # noqa: E402
from pages import EXAMPLES, App, asking, chromium, generate, model, say, settled  # noqa: E402

THEMES: dict[str, Literal["light", "dark"]] = {"vi": "light", "en": "dark"}
PAST = {
    "en": ("What should I ask at the end?", "How do I talk about a failure?", "Dressing for a video call"),
    "vi": ("Chi phí niềng răng trong suốt", "Chăm sóc sau khi trám răng", "Trẻ 6 tuổi sâu răng sữa"),
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        environment = Path(folder) / "environment"
        for language in EXAMPLES:
            project = generate(language, Path(folder) / language, environment)
            if not environment.exists():
                (project / ".venv").unlink()
                subprocess.run(["make", "setup"], cwd=project, check=True, capture_output=True)
                (project / ".venv").rename(environment)
                (project / ".venv").symlink_to(environment)
            take(browser, language, project, Path(folder) / f"{language}.db")


def take(browser: Browser, language: str, project: Path, store: Path) -> None:
    """Photographs a conversation in which the second reply is being written."""
    page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme=THEMES[language])
    with model(project) as fake:
        app = App(project, store, asking(fake, CAP_VISITOR_USD="0.005"))  # of which five replies are a visible share
        app.start()
        try:
            for title in PAST[language]:
                page.goto(app.address)
                say(page, title)
                settled(page)
            page.goto(app.address)
            fake.texts = [SAID[language][0].split("\n\n|")[0], SAID[language][1]]
            say(page, ASKED[language][0])
            settled(page)
            fake.scenario = "hang_midway"
            say(page, ASKED[language][1])
            page.wait_for_function("() => document.querySelector('[aria-busy=true] .body')?.textContent.length > 20")
            page.screenshot(path=ROOT / "docs/images" / f"{EXAMPLES[language]}.png", animations="disabled")
        finally:
            app.end()
    page.close()


if __name__ == "__main__":
    main()
