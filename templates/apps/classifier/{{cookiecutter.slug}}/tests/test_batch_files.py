"""CSV, JSONL and Parquet: what is in them comes out again, each as itself and as the others, in its order."""

import csv
import decimal
import io
import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from app.batch import table
from app.batch.files import csv_file
from app.batch.files.page import ROWS
from app.faults import OwnerFault

Added = tuple[str, ...]
OBJECTS: list[dict[str, Any]] = [
    {"id": 1, "text": "  Xin chào  ", "tags": ["a", {"b": None}], "price": 1.5},
    {"text": None, "id": "two", "label": "theirs"},
    {"id": True, "text": 42, "deep": {"text": "inside"}},
    {"text": "emoji 😀 and \u2028 a line\nmore"},
]


def upper(text: str) -> Added:
    return (text.upper(), "0.9000", "local", "" if text else "empty", "g")


def through(folder: Path, name: str, content: bytes, target: str, added: Callable[[str], Added] = upper) -> Path:
    (folder / name).write_bytes(content)
    table.opened(folder / name).write(folder / target, added)
    return folder / target


def jsonl(rows: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def objects(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().decode().split("\n")[:-1]]


def test_objects_keep_their_values_and_lack_what_they_lacked(tmp_path: Path) -> None:
    found = objects(through(tmp_path, "in.jsonl", jsonl(OBJECTS), "out.jsonl"))
    new = ("label", "confidence", "way", "error", "guess")
    assert [{key: row[key] for key in row if key not in (*new, "label_2")} for row in found] == [
        {key: value for key, value in row.items() if key != "label"} for row in OBJECTS
    ]
    assert found[1]["label"] == "theirs"
    assert [row["label_2"] for row in found] == ["XIN CHÀO", "", "42", "EMOJI 😀 AND \u2028 A LINE\nMORE"]
    assert found[1]["error"] == "empty"


def test_objects_become_rows_of_all_keys(tmp_path: Path) -> None:
    out = through(tmp_path, "in.jsonl", jsonl(OBJECTS), "out.csv")
    head, *rows = csv.reader(io.StringIO(out.read_bytes().decode(), newline=""))
    assert head == ["id", "text", "tags", "price", "label", "deep", "label_2", "confidence", "way", "error", "guess"]
    assert rows[0][:4] == ["1", "  Xin chào  ", '["a", {"b": null}]', "1.5"]
    assert rows[2][0] == "true"
    assert rows[2][5] == '{"text": "inside"}'


def test_rows_with_the_same_header_twice_and_cells_beyond_it_become_objects(tmp_path: Path) -> None:
    content = b"text,x,x\nhello,1,2\nyou,3,4,5\n\nlast\n"
    found = objects(through(tmp_path, "in.csv", content, "out.jsonl"))
    assert [list(row.items())[:4] for row in found] == [
        [("text", "hello"), ("x", "1"), ("x_2", "2"), ("label", "HELLO")],
        [("text", "you"), ("x", "3"), ("x_2", "4"), ("column_4", "5")],
        [("text", "last"), ("x", ""), ("x_2", ""), ("label", "LAST")],
    ]


def parquet(path: Path) -> pa.Table:
    columns = {
        "when": pa.array([datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC), None], pa.timestamp("ns", "UTC")),
        "day": pa.array([date(2026, 1, 2), None]),
        "price": pa.array([decimal.Decimal("1.10"), None]),
        "parts": pa.array([[{"a": 1}], None]),
        "raw": pa.array([b"\xff\x00", None]),
        "kind": pa.array(["x", "y"]).dictionary_encode(),
        "text": pa.array(["Hello", None]),
    }
    made = pa.table(columns).replace_schema_metadata({"made": "by a test"})
    pq.write_table(made, path)
    return made


def test_a_parquet_file_keeps_types_and_metadata(tmp_path: Path) -> None:
    made = parquet(tmp_path / "in.parquet")
    table.opened(tmp_path / "in.parquet").write(tmp_path / "out.parquet", upper)
    found = pq.read_table(tmp_path / "out.parquet")
    assert found.select(made.column_names).equals(made)
    assert found.schema.metadata[b"made"] == b"by a test"
    assert found.column("label").to_pylist() == ["HELLO", ""]


def test_a_parquet_file_becomes_rows_and_objects(tmp_path: Path) -> None:
    parquet(tmp_path / "in.parquet")
    source = table.opened(tmp_path / "in.parquet")
    source.write(tmp_path / "out.csv", upper)
    source.write(tmp_path / "out.jsonl", upper)
    first, second = objects(tmp_path / "out.jsonl")
    assert (first["price"], first["day"], first["parts"], first["kind"]) == ("1.10", "2026-01-02", [{"a": 1}], "x")
    assert first["when"].startswith("2026-01-02 03:04:05.000006")
    assert second["when"] is None
    row = next(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_bytes().decode(), newline="")))
    assert row["parts"] == '[{"a": 1}]'
    assert row["raw"] == "\\xff\x00"


def test_rows_become_a_parquet_file_of_texts(tmp_path: Path) -> None:
    content = b"id,text\n1,Hello\n2,caf\xe9\n3,\xc4\x91\xc3\xba\n4,ch\xc3\xa0o\n5,caf\xc3\xa9,more\n"
    out = through(tmp_path, "in.csv", content, "out.parquet", lambda text: ("a", "1", "local", "", "a"))
    found = pq.read_table(out).to_pylist()
    assert [row["text"] for row in found] == ["Hello", "caf?", "đú", "chào", "café"]
    assert [row["column_3"] for row in found] == [None, None, None, None, "more"]


@pytest.mark.parametrize("target", ["out.csv", "out.jsonl", "out.parquet"])
def test_rows_keep_their_order_over_many_pages(tmp_path: Path, target: str) -> None:
    number = ROWS * 2 + 7
    content = "text\n" + "".join(f"row {each}\n" for each in range(number))
    out = through(tmp_path, "in.csv", content.encode(), target)
    back = table.opened(out)
    assert list(back.texts()) == [f"row {each}" for each in range(number)]
    labels = [row[1] for page in back.source.pages() for row in page.rows]
    assert labels == [f"ROW {each}" for each in range(number)]


def test_ten_megabytes_in_one_cell_come_back(tmp_path: Path) -> None:
    long = "x" * 10_000_000
    found = objects(through(tmp_path, "in.csv", f"id,text\n1,{long}\n2,b\n".encode(), "out.jsonl"))
    assert [len(row["text"]) for row in found] == [10_000_000, 1]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("in.jsonl", b"", "is empty"),
        ("in.jsonl", b'{"text": "a"}\n[1]\n', "Line 2 of .* is no JSON object"),
        ("in.jsonl", b'{"text": "a"}\n{"text":\n', "Line 2 of .* is no JSON object"),
        ("in.jsonl", b"[" * 100_000, "Line 1 of .* is no JSON object"),
        ("in.parquet", b"PAR1 and no more", "is not Parquet"),
        ("in.xlsx", b"PK", "is no CSV, JSONL or Parquet file by its name"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, name: str, content: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(OwnerFault, match=told):
        table.opened(tmp_path / name)


def test_a_missing_pyarrow_is_named_with_the_command_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "app.batch.files.parquet_file", raising=False)
    with pytest.raises(OwnerFault, match=r"pyarrow, which is not installed: sh setup\.sh parquet"):
        table.opened(tmp_path / "in.parquet")


def test_bytes_that_are_no_text_in_row_40_000_stay_and_the_row_says_so(tmp_path: Path) -> None:
    lines = [b"id,text", *(b"%d,\xc4\x91\xc3\xba" % number for number in range(45_000))]
    lines[40_000] = b"39999,caf\xe9"
    (tmp_path / "in.csv").write_bytes(b"\n".join(lines))
    found = table.opened(tmp_path / "in.csv")
    found.write(tmp_path / "out.csv", lambda text: ("", "", "", "" if text == "đú" else "bad", ""))
    out = (tmp_path / "out.csv").read_bytes().splitlines()
    assert len(out) == 45_001
    assert out[40_000] == b"39999,caf\xe9,,,,bad,"
    assert sum(line.endswith(b",bad,") for line in out) == 1


@pytest.mark.parametrize(
    ("content", "column", "told"),
    [
        (b"", None, "is empty"),
        (b"\n \n", None, "is empty"),
        (b"id,text\n1,a\n", "mail", "has no column “mail”; it has: id, text"),
    ],
)
def test_a_file_without_texts_is_one_sentence(tmp_path: Path, content: bytes, column: str | None, told: str) -> None:
    (tmp_path / "in.csv").write_bytes(content)
    with pytest.raises(OwnerFault, match=told):
        table.opened(tmp_path / "in.csv", None, column)


@pytest.mark.parametrize(
    ("content", "encoding", "column", "first"),
    [
        ("id;Nội dung\n1;Xin chào\n".encode(), "utf-8", 1, "Xin chào"),
        ("\ufeffid\ttext\n1\tXin chào\n".encode(), "utf-8-sig", 1, "Xin chào"),
        ("id,words\n1,a café\n".encode("cp1252"), "cp1252", 1, "a café"),
        ("id,text\n1,Xin chào\n".encode("utf-16"), "utf-16", 1, "Xin chào"),
        (b"when,what\n2026-01-01,a longer text than that\n", "utf-8", 1, "a longer text than that"),
        (b"text\n", "utf-8", 0, None),
    ],
)
def test_encoding_and_column_are_found_out(
    tmp_path: Path, content: bytes, encoding: str, column: int, first: str | None
) -> None:
    (tmp_path / "in.csv").write_bytes(content)
    found = table.opened(tmp_path / "in.csv")
    assert isinstance(found.source, csv_file.CsvFile)
    assert (found.source.encoding, found.text_at) == (encoding, column)
    assert next(found.texts(), None) == first
    found.write(tmp_path / "out.csv", lambda text: ("a", "1", "local", "", "a"))
    assert len((tmp_path / "out.csv").read_bytes().splitlines()) == (2 if first else 1)
