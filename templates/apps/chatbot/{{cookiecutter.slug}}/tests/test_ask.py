import json
import subprocess
from collections.abc import Callable

from tests.conftest import FAQ

Run = Callable[..., subprocess.CompletedProcess[str]]


def test_the_reply_is_all_that_stands_on_stdout(run: Run) -> None:
    question, answer = next(iter(FAQ.items()))
    done = run("ask", question)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{answer}\n", "")


def test_json_is_one_document(run: Run) -> None:
    done = run("ask", "--json", "Who won the world cup in 1998?", language="vi")
    reply = json.loads(done.stdout)
    assert reply["answerer"] == "faq"
    assert reply["text"].startswith("Tôi chưa có câu trả lời")
    assert set(reply["nearest"]) == set(FAQ)
    assert (reply["usage"], reply["cost_usd"], reply["estimated"]) == (None, None, False)


def test_nothing_asked_is_a_usage_error(run: Run) -> None:
    done = run("ask", " ")
    assert (done.returncode, done.stdout) == (2, "")
    assert "The question is empty." in done.stderr


def test_bytes_that_are_no_text_are_no_crash(run: Run) -> None:
    done = run("ask", "\udcff?")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_broken_product_is_one_sentence(run: Run) -> None:
    done = run("ask", "Hello?", product="[product]\n")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Error: product.toml: `name` in [product] is missing\n"
