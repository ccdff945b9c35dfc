import json
import subprocess
from collections.abc import Callable

import pytest

from tests.conftest import FAQ
from tests.fake_openai import FakeOpenAI
from tests.talks import one_api

Run = Callable[..., subprocess.CompletedProcess[str]]

QUESTION = next(iter(FAQ))


def test_the_reply_is_all_that_stands_on_stdout(run: Run) -> None:
    done = run("chat", QUESTION)
    (kept,) = map(json.loads, run("export").stdout.splitlines())
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{kept['messages'][1]['text']}\n", "")
    assert FAQ[QUESTION] in done.stdout


def test_json_is_one_document_and_a_conversation_goes_on(run: Run) -> None:
    first = json.loads(run("chat", "--json", "Who won the world cup in 1998?", language="vi").stdout)
    assert (bool(first["text"]), bool(first["answerer"]), first["status"]) == (True, True, "complete")
    assert (first["usage"], first["cost_usd"], first["estimated"]) == (None, None, False)
    second = json.loads(run("chat", "--json", QUESTION, "--conversation", first["conversation"]).stdout)
    assert second["conversation"] == first["conversation"]
    (line,) = run("export").stdout.splitlines()
    exported = json.loads(line)
    assert (exported["visitor"], exported["id"]) == ("owner", first["conversation"])
    assert [message["text"] for message in exported["messages"]][1:] == [first["text"], QUESTION, second["text"]]
    assert exported["messages"][2]["parent"] == first["id"]


def test_a_conversation_that_is_none_is_one_sentence(run: Run) -> None:
    done = run("chat", QUESTION, "--conversation", "0b7d1b0e-6f0c-4b43-9d6b-9c6b3a0b6f11")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Error: The owner has no such conversation.\n"


@one_api
def test_a_fault_of_the_model_is_one_sentence(fake: FakeOpenAI, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_MODEL", "wrong_key")
    done = run("chat", QUESTION)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("Error: The model's service does not accept the key.")
    assert fake.requests


def test_nothing_said_is_a_usage_error(run: Run) -> None:
    done = run("chat", " ")
    assert (done.returncode, done.stdout) == (2, "")
    assert "The message is empty." in done.stderr


def test_bytes_that_are_no_text_are_no_crash(run: Run) -> None:
    done = run("chat", "\udcff?")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_broken_product_is_one_sentence(run: Run) -> None:
    done = run("chat", "Hello?", product="[product]\n")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Error: product.toml: `name` in [product] is missing\n"
