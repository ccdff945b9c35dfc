"""What an app measures of itself beside its cases: each number with its interval, as a report has and shows it."""

import asyncio
from datetime import UTC, datetime

from app.evaluation.cases import Case
from app.evaluation.document import document, notes, plain, tables, wrong_lines
from app.evaluation.measures import Measured, Wrong, average, share, times
from app.evaluation.replies import Reply
from app.evaluation.report import Report, reported
from app.evaluation.runs import Pace, attempted, run
from app.llm import LLMFault

MEASURED = Measured(
    rows=[*share("found", [True] * 3 + [False]), *average("gain", [0.25] * 20), *times("wait", [1.0] * 40)],
    wrongs=[Wrong(question="Where is\nit?", why="cites another")],
    notes=["Write more questions."],
    count=4,
    faults={"timeout": 2},
)


def report(measured: Measured | None) -> Report:
    async def yes(text: str) -> Reply:
        return Reply("yes", "faq")

    results = asyncio.run(run([Case(input="A", max_words=2)], yes, Pace(1, 5)))
    begun = datetime(2026, 11, 24, tzinfo=UTC)
    return reported(results, begun, None).model_copy(update={"measured": measured})


def test_they_stand_in_a_table_of_their_own() -> None:
    _, table = tables(report(MEASURED))
    lines = [line.split("  ") for line in plain(table)]
    assert [[cell.strip() for cell in line if cell.strip()] for line in lines] == [
        ["measure", "value", "95% interval", "of"],
        ["found", "75%", "30% to 95%", "4", "fewer than 20: too few to tell"],
        ["gain", "0.250", "0.250 to 0.250", "20"],
        ["wait, p50 s", "1.00", "1.00 to 1.00", "40"],
        ["wait, p95 s", "1.00", "1.00 to 1.00", "40"],
    ]
    assert len(list(tables(report(None)))) == 1


def test_what_was_asked_is_compared_as_cases_are() -> None:
    asked = MEASURED.model_copy(update={"questions": ["Where is\nit?", "When?"]})
    made = report(asked).outcomes
    assert made == {'{"input":"A","max_words":2}': True, "measured: Where is\nit?": False, "measured: When?": True}


def test_what_went_wrong_and_what_failed_is_told() -> None:
    made = report(MEASURED)
    assert list(wrong_lines(made)) == ["  Where is it?\n      cites another"]
    assert "counted as wrong: timeout 2." in " ".join(notes(made))
    assert list(notes(made))[-1] == "Write more questions."
    assert "| found | 75% | 30% to 95% | 4 |" in document(made)
    assert "`Where is it?`: `cites another`" in document(made)
    assert Report.model_validate_json(made.model_dump_json()) == made


def test_without_values_there_is_no_measure() -> None:
    assert [*share("a", []), *average("b", []), *times("c", [])] == []


def test_times_are_ranked_and_their_interval_holds_them() -> None:
    median, late = times("wait", [float(second) for second in range(1, 101)])
    assert (median.value, late.value) == (50, 95)
    assert 40 <= median.low < 50 < median.high <= 60
    assert 88 <= late.low < 95 < late.high <= 100


def test_whatever_goes_wrong_has_a_code() -> None:
    async def refused() -> str:
        raise LLMFault("rate_limit")

    async def broken() -> str:
        raise RuntimeError

    async def slow() -> str:
        await asyncio.sleep(60)
        return "late"

    async def fine() -> str:
        return "fine"

    async def codes() -> list[tuple[str | None, str]]:
        made = [await attempted(ask, 0.05) for ask in (refused, broken, slow, fine)]
        return [(each.value, each.fault) for each in made]

    assert asyncio.run(codes()) == [(None, "rate_limit"), (None, "crash"), (None, "timeout"), ("fine", "")]


def test_whoever_counts_hears_of_each_that_came() -> None:
    heard: list[str] = []
    pace = Pace(2, 5, lambda count: heard.append(f"{count} to come"), lambda: heard.append("one came"))

    async def double(value: int) -> int:
        return 2 * value

    pace.expected(2)
    assert asyncio.run(pace.each([3, 2], double)) == [6, 4]
    assert heard == ["2 to come", "one came", "one came"]
