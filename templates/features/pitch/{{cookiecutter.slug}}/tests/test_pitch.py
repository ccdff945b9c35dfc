"""The deck and the brief: what they say of a product, of its price and of what was measured."""

import json
import re
import subprocess
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import httpx2
import pytest

from app import db, usage
from app.evaluation.cases import Case
from app.evaluation.checks import Check
from app.evaluation.report import reported
from app.evaluation.results import Result
from app.pitch import page, picture
from app.pitch.additions import Additions
from app.pitch.kinds import KINDS
from app.pitch.pitch import Pitch, gathered
from app.product import load

Serve = Callable[[Path], httpx2.Client]
Write = Callable[..., Path]
Run = Callable[..., subprocess.CompletedProcess[str]]

ODD = """
starters = ["<script>alert(1)</script> & {{ 7*7 }}"]

[product]
name = '<b>Phòng khám</b> "Nụ Cười" & con'
tagline = "</style><script>alert(2)</script>"
audience = "những người {audience} ở %ROOT%"
language = "{language}"
app = "chatbot"
hue = 20
"""

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
OPENAI = {"LLM_PROVIDER": "openai", "LLM_API_KEY": "sk-test", "LLM_MODEL": "gpt-6-luna"}


def pitch(project: Path) -> Pitch:
    return gathered(load(project / "product.toml"), Additions(), project)


def deck(project: Path) -> str:
    return page.whole(pitch(project), "title")


@pytest.mark.parametrize(("path", "words"), [("/pitch", "Vấn đề"), ("/pitch/brief", "Vấn đề")])
def test_what_a_product_says_stays_text(serve: Serve, write_project: Write, path: str, words: str) -> None:
    answer = serve(write_project(ODD, language="vi")).get(path)
    assert answer.status_code == 200
    assert words in answer.text
    assert "&lt;b&gt;Phòng khám&lt;/b&gt; &quot;Nụ Cười&quot; &amp; con" in answer.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; {{ 7*7 }}" in answer.text
    assert "những người {audience} ở %ROOT%" in answer.text
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?! type=\"module\" src=)", answer.text)


def test_it_is_behind_the_access_code_and_no_page_leads_to_it(
    serve: Serve, write_project: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "pitch" not in serve(write_project()).get("/").text
    monkeypatch.setenv("ACCESS_CODE", "open sesame")
    with_code = serve(write_project())
    assert [with_code.get(path).status_code for path in ("/pitch", "/pitch/brief")] == [401, 401]


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("app", sorted(KINDS))
def test_each_kind_of_app_has_its_picture_and_its_demo(write_project: Write, app: str, language: str) -> None:
    found = pitch(write_project(ODD.replace("chatbot", app), language=language))
    for drawn in (picture.wide(found.flow), picture.tall(found.flow)):
        assert len(ET.fromstring(drawn).findall(".//rect")) == 6  # noqa: S314
    written = page.whole(found, "title")
    assert found.words["say_1"] in written
    assert found.words["outside_say"] in written


def test_an_edit_of_data_pitch_toml_shows_and_a_fault_in_it_takes_nothing_down(
    serve: Serve, write_project: Write
) -> None:
    project = write_project()
    client, file = serve(project), project / "data" / "pitch.toml"
    file.write_text('problem = "Nobody answers at night."\ncontact = "me@example.org"\n', encoding="utf-8")
    assert "Nobody answers at night." in client.get("/pitch").text
    file.write_text("problem = 1\n", encoding="utf-8")
    assert "Nobody answers at night." in client.get("/pitch").text
    assert client.get("/api/product").json()["faults"] == ["pitch.toml: `problem`: input should be a valid string"]


def test_without_a_model_it_costs_nothing_and_says_what_models_would(write_project: Write) -> None:
    estimate = pitch(write_project()).estimate
    assert estimate.price is None
    assert {other.model: other.a_month for other in estimate.others}["gpt-6-luna"] == pytest.approx(0.09)
    assert "0.00 USD" in deck(write_project())


def test_the_price_is_that_of_the_tokens_that_were_counted(
    write_project: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """0.10 USD for a million tokens in and 0.50 out: 2,000 and 400 of them, 20 times a day for 30 days."""
    for name, value in {**OPENAI, "PITCH_MESSAGES": "20"}.items():
        monkeypatch.setenv(name, value)
    project = write_project()
    assert "assumed: no call has been counted yet" in deck(project)
    for tokens, written in ((1_000, 300), (3_000, 500), (9, 0)):  # the last one is of embeddings
        with db.write(project) as connection:
            number = usage.reserve(connection, usage.Call(date(2026, 11, 1), "someone", "openai", "gpt-6-luna", 1))
            outcome = usage.Outcome("settled", 1, tokens, written, 0, False, None, None, 1.0)
            usage.settle(connection, number, outcome)
    found = pitch(project).estimate
    assert found.tokens.counted == 2
    assert found.price
    assert found.price.a_month == pytest.approx((2_000 * 0.1 + 400 * 0.5) / 1e6 * 20 * 30)
    assert "mean of 2 calls that were counted here" in deck(project)


@pytest.mark.parametrize(
    ("address", "said"),
    [("http://127.0.0.1:9/v1", "tokens cost nothing"), ("https://models.example/v1", "LLM_PRICE_IN")],
)
def test_a_model_of_ones_own_is_free_and_one_without_a_price_has_no_figure(
    write_project: Write, monkeypatch: pytest.MonkeyPatch, address: str, said: str
) -> None:
    monkeypatch.setenv("LLM_BASE_URL", address)
    monkeypatch.setenv("LLM_MODEL", "of-nobody")
    written = deck(write_project())
    assert said in written
    assert ('class="figure"' in written) is ("127" in address)


def evaluated(project: Path, text: str) -> None:
    folder = project / "evals" / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "2026-11-26T10-00-00.000000Z-it.json").write_text(text, encoding="utf-8")


def test_the_table_is_that_of_the_newest_evaluation(write_project: Write) -> None:
    project = write_project()
    assert "Nothing has been measured yet" in deck(project)
    checks = [Check(kind="contains", right=right, why="") for right in (True, False)]
    case = Case(input="?", contains=["x"])
    results = [Result(case=case, text="x", answerer="faq", seconds=1, checks=[check]) for check in checks]
    evaluated(project, reported(results, NOON, None).model_dump_json())
    assert "<td>1/2</td><td>50%</td><td>9% to 91%</td>" in deck(project)
    assert "No model was asked" in deck(project)
    evaluated(project, "{}")
    assert "cannot be read" in deck(project)


def test_a_classifier_s_run_is_counted_beside_the_commonest_label(write_project: Write) -> None:
    rows = [{"gold": [gold], "guess": [guess]} for gold, guess in (("a", "a"), ("a", "a"), ("b", "b"), ("b", "a"))]
    run = {"begun": "2026-11-26T10:00:00Z", "answerer": "local", "is_model": False, "commonest": ["a"], "rows": rows}
    project = write_project()
    evaluated(project, json.dumps(run))
    measured = pitch(project).measured
    assert measured
    assert [(line.name, line.counted) for line in measured.lines] == [
        ("right_label", "3/4"),
        ("commonest", "2/4"),
        ("“a”", "2/2"),
        ("“b”", "1/2"),
    ]


def test_the_command_writes_files_that_ask_for_nothing(run: Run, tmp_path: Path) -> None:
    for words in ([], ["--brief"]):
        done = run("pitch", "--export", "it.html", *words)
        assert done.returncode == 0, done.stderr
        written = (tmp_path / "it.html").read_text(encoding="utf-8")
        assert not re.search(r"(src|href)=|url\((?!\"data:|#)|@import", written)
        assert written.count("data:font/woff2") == 6


def test_what_the_command_cannot_do_is_one_sentence(run: Run, tmp_path: Path) -> None:
    assert run("pitch").returncode == 2
    away = run("pitch", "--export", "no/such/folder.html")
    assert (away.returncode, away.stderr.count("\n")) == (1, 1)
    (tmp_path / "data" / "pitch.toml").write_text('problems = "many"\n', encoding="utf-8")
    wrong = run("pitch", "--export", "it.html")
    assert (wrong.returncode, wrong.stderr.strip()) == (
        1,
        "Error: pitch.toml: `problems`: extra inputs are not permitted",
    )
