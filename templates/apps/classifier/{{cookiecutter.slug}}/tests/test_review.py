"""What is not sure enough waits for a person; what they decide is learned from or tested on, and never both."""

import csv
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.classifier import no_embedders
from app.examples import Examples, is_test, key_of, of, read
from app.labels import Label, Labels
from app.local.learning import Learned
from app.local.neighbours import Near, Neighbours
from app.review import lines
from app.review.reasons import Seen, reasons
from app.ways.local import Local
from tests import triage

Serve = Callable[[Path], httpx2.Client]
GREY = ["grey", "grey thing", "a grey", "grey, grey", "grey number", "grey things", "grey!", "this grey thing"]


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    """Load what computes before a request waits for it: seconds, where the machine is busy."""
    import sklearn.linear_model  # noqa: F401


@pytest.fixture(autouse=True)
def _words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLASSIFY_EMBEDDINGS", "false")


@pytest.fixture
def client(serve: Serve, tmp_path: Path) -> httpx2.Client:
    """Serve a product that knows red and blue things, and was just asked about some of each and about grey ones."""
    client = serve(triage.write(tmp_path, triage.COLOURS, {"p": "", "q": ""}))
    asked = [*GREY, "a red thing, number 99", "a blue thing, number 99"]
    client.post("/api/classify", json={"texts": asked}).raise_for_status()
    return client


def queue(client: httpx2.Client, **query: Any) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/review", params=query).raise_for_status().json()
    return found


def labels_of(project: Path, text: str) -> list[str]:
    with (project / "data/examples.csv").open(encoding="utf-8", newline="") as file:
        return [row["label"] for row in csv.DictReader(file) if row["text"] == text]


def test_the_least_sure_comes_first_and_what_is_sure_never(client: httpx2.Client) -> None:
    found = queue(client)
    assert {row["text"] for row in found["rows"]} == {*GREY}
    assert found["count"] == 8
    assert [row["confidence"] for row in found["rows"]] == sorted(row["confidence"] for row in found["rows"])
    first = queue(client, limit=5)
    rest = queue(client, limit=5, after=first["after"])
    assert [*first["rows"], *rest["rows"]] == found["rows"]
    assert rest["after"] is None


def test_a_text_is_shown_with_its_nearest_examples_and_why_it_waits(client: httpx2.Client) -> None:
    row = queue(client)["rows"][0]
    shown = client.get(f"/api/review/{row['id']}").json()
    assert shown["labels"][0]["name"] == row["guess"]
    assert len(shown["labels"]) == 2
    assert len(shown["nearest"]) == 3
    assert all("grey" in near["text"] for near in shown["nearest"])
    assert shown["nearest"][0]["likeness"] >= shown["nearest"][-1]["likeness"] > 0
    assert {reason["code"] for reason in shown["why"]} <= {"close", "others", "far", "unsure"}
    assert "close" in {reason["code"] for reason in shown["why"]}


def test_a_decision_is_an_example_and_the_text_waits_no_more(client: httpx2.Client, tmp_path: Path) -> None:
    row = queue(client)["rows"][0]
    said = client.post(f"/api/review/{row['id']}", json={"labels": ["q"]}).raise_for_status().json()
    assert said == {"side": "test" if is_test(key_of(row["text"])) else "example"}
    assert labels_of(tmp_path, row["text"]) == ["q"]
    assert row["text"] not in [each["text"] for each in queue(client)["rows"]]
    client.post("/api/classify", json={"text": row["text"].upper()}).raise_for_status()  # the same but for case
    assert queue(client)["count"] == 7
    kept = client.get("/api/results", params={"query": "grey", "label": "q"}).json()["rows"]
    assert [each["state"] for each in kept if each["text"].lower() == row["text"]] == ["decided"] * 2


def test_undo_takes_a_decision_back_to_the_byte(client: httpx2.Client, tmp_path: Path) -> None:
    before = (tmp_path / "data/examples.csv").read_bytes()
    row = queue(client)["rows"][3]
    for label in ("p", "q"):
        client.post(f"/api/review/{row['id']}", json={"labels": [label]}).raise_for_status()
    assert labels_of(tmp_path, row["text"]) == ["q"]
    client.post(f"/api/review/{row['id']}/undo").raise_for_status()
    assert (tmp_path / "data/examples.csv").read_bytes() == before
    assert queue(client)["count"] == 8
    assert client.post(f"/api/review/{row['id']}/undo").status_code == 404


def test_what_is_skipped_comes_after_all_others_until_that_is_undone(client: httpx2.Client) -> None:
    rows = queue(client)["rows"]
    client.post(f"/api/review/{rows[0]['id']}/skip").raise_for_status()
    assert [row["id"] for row in queue(client)["rows"]] == [row["id"] for row in [*rows[1:], rows[0]]]
    client.post(f"/api/review/{rows[0]['id']}/skip?back=true").raise_for_status()
    assert queue(client)["rows"] == rows


def test_the_same_text_waits_once(client: httpx2.Client) -> None:
    asked = ["A  grey thing?", "a grey thing?", "a grey thing?"]
    client.post("/api/classify", json={"texts": asked}).raise_for_status()
    assert queue(client)["count"] == 9
    (row,) = [row for row in queue(client)["rows"] if key_of(row["text"]) == key_of("a grey thing?")]
    client.post(f"/api/review/{row['id']}", json={"labels": ["p"]}).raise_for_status()
    kept = client.get("/api/results", params={"query": "a grey thing", "label": "p"}).json()["rows"]
    assert len(kept) == 3


@pytest.mark.parametrize(
    ("identity", "labels", "status"), [(1, ["z"], 400), (1, [], 400), (1, ["p", "q"], 400), (999, ["p"], 404)]
)
def test_what_cannot_be_decided_is_refused(
    client: httpx2.Client, identity: int, labels: list[str], status: int
) -> None:
    assert client.post(f"/api/review/{identity}", json={"labels": labels}).status_code == status
    assert queue(client)["count"] == 8


def test_texts_of_others_are_the_owner_s_alone(serve: Serve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "shop.example")
    monkeypatch.setenv("ADMIN_CODE", "let-me-see-all")
    client = serve(triage.write(tmp_path))
    client.post("/api/classify", json={"text": "My card was charged"}).raise_for_status()
    elsewhere = {"host": "shop.example"}
    paths = ("/api/review", "/api/review/1", "/api/results", "/api/results/summary")
    assert [client.get(path, headers=elsewhere).status_code for path in paths] == [404] * 4
    assert client.post("/api/review/1", json={"labels": ["billing"]}, headers=elsewhere).status_code == 404
    assert client.get("/api/classifier", headers=elsewhere).json()["owner"] is False
    client.post("/api/enter", content="code=let-me-see-all", headers=elsewhere).raise_for_status()
    assert client.get("/api/review", headers=elsewhere).json()["count"] == 1


TEXTS = st.sampled_from(["Hi", "hi ", "“Hi”", "two\nlines", 'say "x", y', "=1+1", "x" * 40, "ơi", *map(str, range(12))])
STEPS = st.lists(st.tuples(TEXTS, st.sampled_from(["a", "b", None])), max_size=40)


@given(STEPS)
def test_a_decision_is_on_one_side_only_whatever_comes(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str | None]]
) -> None:
    """Also of what was decided anew or taken back; and the side is that of the hash wherever a label has enough."""
    path = tmp_path_factory.mktemp("data") / "examples.csv"
    known: dict[str, str] = {}
    for text, label in steps:
        before = lines.put(path, text, None if label is None else [label])
        assert before == ([known[key_of(text)]] if key_of(text) in known else None)
        known = {key: said for key, said in known.items() if key != key_of(text)}
        if label:
            known[key_of(text)] = label
    found = of(read(path), Labels((Label("a"), Label("b"))), "en")
    learned, held_out = ({example.key for example in side} for side in (found.learned, found.held_out))
    assert not learned & held_out
    assert learned | held_out == {*known}
    assert all(map(is_test, held_out))
    assert {key for key in learned if is_test(key)} <= {key for key in known if few(known, key)}


def few(known: dict[str, str], key: str) -> bool:
    return sum(label == known[key] for label in known.values()) < 5


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_lines_of_others_stay_as_they_are(tmp_path: Path, end: str) -> None:
    path = tmp_path / "examples.csv"
    others = f'id,text,label\r\n1,"a ""b"",\nc",x\n\n2,d,y{end}'
    path.write_bytes(others.encode())
    assert lines.put(path, "new, one", ["x"]) is None
    written = path.read_bytes().decode()
    assert written.startswith(others)
    assert written[len(others) :].lstrip("\r\n") == ',"new, one",x\n'
    assert lines.put(path, "D", ["x"]) == ["y"]
    assert "2,d,y" not in path.read_bytes().decode()


def test_while_it_learns_what_it_learned_before_goes_on_to_answer(tmp_path: Path) -> None:
    local = Local(tmp_path, no_embedders, 0.95)
    labels = Labels((Label("a"), Label("b")))
    before = local.learned(labels, examples(40, labels))
    assert before is not None
    learning, done = threading.Event(), threading.Event()

    def slowly(*_: object) -> list[Any]:
        learning.set()
        assert done.wait(10)
        return []

    local._vectors._engines = slowly  # asked for first
    after: list[Learned | None] = []
    thread = threading.Thread(target=lambda: after.append(local.learned(labels, examples(44, labels))))
    thread.start()
    assert learning.wait(10)
    assert local.learned(labels, examples(44, labels)) is before
    done.set()
    thread.join()
    assert local.learned(labels, examples(44, labels)) is after[0] is not before


def examples(count: int, labels: Labels) -> Examples:
    return of([(n, f"{'red' if n % 2 else 'blue'} thing {n}", "ab"[n % 2]) for n in range(count)], labels, "en")


def nearest(likeness: float, label: str) -> list[Near]:
    example = next(each for each in of([(2, "x", label)], Labels((Label(label), Label("-"))), "en").learned)
    return [Near(example, likeness)]


@pytest.mark.parametrize(
    ("seen", "codes"),
    [
        (Seen("a", "unsure", {"a": 0.5, "b": 0.4, "c": 0.1}, nearest(0.9, "a"), 0.2), [("close", "b")]),
        (Seen("a", "unsure", {"a": 0.8, "b": 0.2}, nearest(0.1, "a"), 0.2), [("far", "")]),
        (Seen("a", "unsure", {"a": 0.8, "b": 0.2}, nearest(0.9, "b"), 0.2), [("others", "b")]),
        (Seen("a", "unsure", {"a": 0.9, "b": 0.1}, nearest(0.9, "a"), 0.2), [("unsure", "")]),
        (Seen("", "refusal"), [("refusal", "")]),
    ],
)
def test_each_reason_to_look_has_its_own_words(seen: Seen, codes: list[tuple[str, str]]) -> None:
    assert [(reason.code, reason.label) for reason in reasons(seen)] == codes


def test_a_text_that_is_like_no_example_is_far_from_them() -> None:
    rows = [(n, text, label) for label, texts in triage.EXAMPLES.items() for n, text in enumerate(texts)]
    found: Examples = of(rows, Labels(tuple(map(Label, triage.LABELS))), "en")
    near = Neighbours([*found.learned, *found.held_out], None)
    (same,), (strange,) = near.of(["when do you open on saturday?", "xyzzy plugh"], 1)
    assert same.likeness == pytest.approx(1)
    assert strange.likeness <= near.far
