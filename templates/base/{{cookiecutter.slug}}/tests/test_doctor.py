"""`app doctor`: the model's service asked through the front door, the servers of this machine found on loopback."""

import json
import subprocess
from collections.abc import Callable

import pytest
from click.testing import CliRunner

from app.commands.doctor import command
from app.llm import servers
from app.llm.checks import ROWS, SENTENCES
from tests.fake_openai import FakeOpenAI
from tests.spending import rows

Run = Callable[..., subprocess.CompletedProcess[str]]
Statuses = dict[str, str]


def statuses(told: str) -> Statuses:
    """Return what came of each question; what the project's templates say besides is theirs to test."""
    return {check["name"]: check["status"] for check in json.loads(told)["checks"] if check["name"] in ROWS}


def examined(code: int = 0) -> Statuses:
    done = CliRunner().invoke(command, ["--json"])
    assert done.exit_code == code, done.output
    return statuses(done.stdout)


def test_a_service_that_does_everything_is_well(fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_EMBEDDING_MODEL", "plain")
    assert examined() == dict.fromkeys(ROWS, "ok")
    assert [row["visitor"] for row in rows()] == ["doctor"] * 3


@pytest.mark.parametrize(
    ("scenario", "row", "asked"),
    [
        ("wrong_key", "key", ["endpoint"]),
        ("no_model", "model", ["endpoint", "key"]),
        ("cut", "stream", ["endpoint", "key"]),
        ("broken_json", "schema", ["endpoint", "key", "model", "stream"]),
        ("retiring", "shutdown", ["endpoint", "key", "model", "stream", "schema"]),
    ],
)
def test_a_fault_stands_in_its_row(
    fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch, scenario: str, row: str, asked: list[str]
) -> None:
    monkeypatch.setenv("LLM_MODEL", scenario)
    found = examined(code=1)
    assert [name for name, status in found.items() if status == "fault"] == [row]
    assert [name for name in asked if found[name] != "ok"] == []


def test_a_wrong_key_is_seen_before_anything_is_asked(fake: FakeOpenAI) -> None:
    fake.scenario = "wrong_key"
    assert examined(code=1)["key"] == "fault"
    assert not fake.requests


def test_nobody_answering_is_a_fault_of_the_service(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_BASE_URL", "http://127.0.0.1:9/v1")
    found = examined(code=1)
    assert (found["endpoint"], found["stream"]) == ("fault", "not_asked")


@pytest.mark.parametrize("scenario", ["no_schema", "no_format"])
def test_a_model_without_schemas_is_told_of_and_no_fault(
    fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch, scenario: str
) -> None:
    monkeypatch.setenv("LLM_MODEL", scenario)
    fake.texts = ["One two three.", "", '{"colour": "red"}']
    done = CliRunner().invoke(command, [])
    assert "JSON" in done.output


def test_a_price_that_nobody_knows_is_a_fault_and_nothing_is_spent(
    fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LLM_BASE_URL", "http://models.example/v1")
    assert examined(code=1)["price"] == "fault"


def test_without_a_model_nothing_is_asked_and_nothing_is_wrong(run: Run) -> None:
    done = run("doctor", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert statuses(done.stdout) == dict.fromkeys(ROWS, "not_asked")


@pytest.mark.parametrize(("provider", "row"), [("openai", "key"), ("azure", "endpoint")])
def test_a_provider_that_cannot_be_asked_is_a_fault(monkeypatch: pytest.MonkeyPatch, provider: str, row: str) -> None:
    monkeypatch.setenv("LLM_PROVIDER", provider)
    assert examined(code=1)[row] == "fault"


def test_it_speaks_the_product_s_language_and_gives_the_next_step(run: Run) -> None:
    done = run("doctor", language="vi")
    message, hint = SENTENCES["vi"]["offline"]
    assert message in done.stdout
    assert hint in done.stdout


def test_a_server_on_this_machine_is_named_with_the_lines_that_connect_it(
    fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, "ADDRESSES", {"ollama": fake.base_url, "vllm": "http://127.0.0.1:9/v1"})
    (found,) = json.loads(CliRunner().invoke(command, ["--json"]).stdout)["servers"]
    assert (found["name"], found["env"]) == ("Ollama", ["LLM_PROVIDER=ollama", "LLM_MODEL=plain"])
    assert "\n      LLM_PROVIDER=ollama\n      LLM_MODEL=plain\n" in CliRunner().invoke(command, []).output


def test_both_languages_have_every_sentence() -> None:
    assert SENTENCES["en"].keys() == SENTENCES["vi"].keys()
