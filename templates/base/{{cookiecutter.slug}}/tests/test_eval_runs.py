import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.evaluation import files
from app.evaluation.cases import Case
from app.evaluation.comparison import compared
from app.evaluation.document import document, notes, plain, tables
from app.evaluation.replies import Reply
from app.evaluation.report import Report, reported
from app.evaluation.results import Opinion, Result
from app.evaluation.runs import Pace, run
from app.faults import OwnerFault
from app.llm import LLMFault

BEGUN = datetime(2026, 11, 24, 4, 30, 21, 5, UTC)
CASES = [Case(input=f"Question {number}", max_words=2, contains=("yes",)) for number in range(9)]


async def yes(text: str) -> Reply:
    return Reply("yes", "faq")


def asked(ask: Callable[[str], Awaitable[Reply]], *cases: Case, seconds: float = 5, parallel: int = 4) -> list[Result]:
    return asyncio.run(run(cases, ask, Pace(parallel, seconds)))


def report(*results: Result, model: str | None = None) -> Report:
    return reported(results, BEGUN, model)


def result(text: str = "yes", case: Case = CASES[0], **fields: Any) -> Result:
    (made,) = asked(yes, case)
    return made.model_copy(update={"text": text, **fields})


def test_replies_come_in_the_order_of_their_cases_and_so_many_at_a_time() -> None:
    under_way: list[int] = []
    most = 0

    async def slow(text: str) -> Reply:
        nonlocal most
        under_way.append(1)
        most = max(most, len(under_way))
        await asyncio.sleep(0.02 if text.endswith("0") else 0.001)
        under_way.pop()
        return Reply(text, "faq")

    results = asked(slow, *CASES, parallel=3)
    assert most == 3
    assert [one.text for one in results] == [case.input for case in CASES]


@pytest.mark.parametrize(
    ("failure", "fault"),
    [(LLMFault("rate_limit"), "rate_limit"), (RuntimeError("secret"), "crash"), (None, "timeout")],
)
def test_without_a_reply_every_rule_is_broken(failure: Exception | None, fault: str) -> None:
    async def failing(text: str) -> Reply:
        if failure:
            raise failure
        await asyncio.sleep(60)
        return Reply("yes", "faq")

    (one,) = asked(failing, CASES[0], seconds=0.05)
    assert (one.fault, one.right, [check.right for check in one.checks]) == (fault, False, [False, False])
    assert "secret" not in one.model_dump_json()
    made = report(one, result())
    assert [(row.kind, row.right, row.count) for row in made.rows] == [
        ("contains", 1, 2),
        ("max_words", 1, 2),
        ("all", 1, 2),
    ]
    assert f"counted as wrong: {fault} 1." in " ".join(notes(made))


def test_a_pattern_that_never_ends_is_a_fault_of_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.evaluation.checks.found.__defaults__", (0.2,))

    async def long(text: str) -> Reply:
        return Reply("a" * 40 + "!", "faq")

    (one,) = asked(long, Case(input="a", matches="(a+)+$", max_words=1))
    assert (one.fault, one.text[:3], one.right) == ("slow_pattern", "aaa", False)


def test_costs_are_added_up_where_they_are_known_and_estimates_marked() -> None:
    made = report(
        result(cost_usd=0.001, estimated=True), result(cost_usd=0.002), result(cost_usd=None), model="gpt-6-luna"
    )
    assert made.total.cost_usd == pytest.approx(0.003)
    assert "  3/3   100%   44% to 100%  ~0.0030  " in list(plain(next(tables(made))))[-1]
    assert any(note.startswith("Costs with ~ are estimates") for note in notes(made))


def test_a_run_without_a_model_is_said_to_be_no_measure_of_one() -> None:
    assert "no measure of a model" in next(notes(report(result())))
    assert "no measure" not in " ".join(notes(report(result(), model="gpt-6-luna")))


def test_a_fallback_that_answered_is_named() -> None:
    made = report(result(answerer="big"), result(answerer="small"), result(answerer="small"), model="big")
    assert "Replies by several answerers: `big` 1, `small` 2." in list(notes(made))


def test_the_judge_s_runs_stand_side_by_side() -> None:
    good, bad = Opinion(good=True, reason="Kind.", cost_usd=0.01), Opinion(fault="unparsed")
    made = report(result(opinions=[good, good, good]), result(opinions=[good, bad, bad]), model="m")
    assert made.judged
    assert (made.judged.good, made.judged.count, made.judged.undecided) == ([2, 1, 1], 2, 1)
    assert made.judged.cost_usd == pytest.approx(0.04)
    assert "good in 2/2, 1/2, 1/2; mean 67%, spread 50% to 100%" in " ".join(notes(made))
    assert made.total.right == 2


def test_a_saved_report_is_read_as_it_was(tmp_path: Path) -> None:
    made = report(result(), result("no", cost_usd=0.5), model="openai/../gpt-6 luna")
    path = files.save(made, tmp_path)
    assert path == tmp_path / "reports" / "2026-11-24T04-30-21.000005Z-openai-..-gpt-6-luna.md"
    assert files.baseline("last", tmp_path) == made
    assert files.baseline(str(path.with_suffix(".json")), tmp_path) == made


def test_without_a_baseline_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    assert files.baseline("", tmp_path) is files.baseline("save", tmp_path) is None
    with pytest.raises(OwnerFault, match="no earlier run"):
        files.baseline("last", tmp_path)
    with pytest.raises(OwnerFault, match=r"none\.json cannot be read: No such file"):
        files.baseline(str(tmp_path / "none.json"), tmp_path)
    (tmp_path / "baseline.json").write_text("{}", encoding="utf-8")
    with pytest.raises(OwnerFault, match=r"baseline\.json is not a report"):
        files.baseline("", tmp_path)


def test_only_cases_of_both_runs_that_were_checked_alike_are_compared() -> None:
    def run_of(*right: bool, other: Case) -> list[Result]:
        faults = ["" if good else "timeout" for good in right]
        made = [result(case=case, fault=fault) for case, fault in zip(CASES, faults, strict=True)]
        return [*made, result(case=other)]

    then = run_of(*[True] * 2, *[False] * 7, other=Case(input="Question 0", max_words=3))
    now = run_of(True, False, *[True] * 7, other=Case(input="Question 0", max_words=4))
    new, old = report(*now).outcomes, report(*then).outcomes
    found = compared(new, old, "faq")
    assert (found.pairs, found.better, found.worse, found.unpaired) == (9, 7, 1, 2)
    assert found.finding == "no_difference"
    assert found.p == pytest.approx(18 / 256)
    assert compared(old, new, "faq").better == 1
    made = report(*now).model_copy(update={"comparison": compared(report(*now[:3]).outcomes, old, "faq")})
    assert list(notes(made))[-1] == (
        "Against the baseline (`faq`): too few to tell (p = 1.000; 6 or more have to change); of 3 cases in both, "
        "1 turned right and 1 turned wrong. 7 cases stand in one of the runs only."
    )


def test_no_text_becomes_markup_in_the_document() -> None:
    text = "# Title\n\n```\n<script>alert(1)</script>\n| a |\n\u2028**bold**"
    case = Case(input=text, contains=("``` `<b>` \x1b[31m",))
    (one,) = asked(yes, case)
    written = document(report(one.model_copy(update={"text": text})))
    body = written[written.index("## Wrong: 1") :]
    marked = [line for line in body.splitlines() if line.strip() and not line.startswith(("    ", "## "))]
    assert marked == ["**Broke**: `does not contain \"''' '<b>' [31m\"`"]
