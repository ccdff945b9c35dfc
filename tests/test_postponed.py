"""What cookiecutter hardly ever needs is read only where it is needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from plain_templates import Plain, write

PROBE = """
import sys
sys.argv = ["quickship", "new", "--template", sys.argv[1], "--trust", "--no-input", "--no-git", "-o", sys.argv[2]]
from quickship.cli import run
try:
    run()
except SystemExit as end:
    assert not end.code
print(*sorted({name for name in sys.modules if name in ("arrow.arrow", "yaml.loader")}))
"""


@pytest.mark.parametrize(
    ("body", "rc", "read"),
    [
        ("plain", "", ""),
        ("{% now 'utc', '%Y' %}", "", "arrow.arrow"),
        ("plain", "default_context: {who: me}", "yaml.loader"),
    ],
)
def test_a_module_is_read_when_it_is_used(
    body: str, rc: str, read: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    if rc:
        (tmp_path / ".cookiecutterrc").write_text(rc)
    write(Plain({"slug": "made", "who": "you"}, {"{{cookiecutter.slug}}/a.txt": body}), tmp_path / "t")
    words = [sys.executable, "-c", PROBE, str(tmp_path / "t"), str(tmp_path / "out")]
    assert subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip() == read
    assert ("20" in (tmp_path / "out/made/a.txt").read_text()) is ("now" in body)


def test_what_is_promised_can_be_imported_in_any_way() -> None:
    script = (
        "from quickship.postponed import postpone; postpone(); import yaml, arrow; "
        "import yaml.constructor; from arrow.parser import DateTimeParser; from yaml import safe_load; "
        "assert yaml.safe_load('a: 1') == safe_load('a: 1') == {'a': 1}; assert arrow.get('2026-01-01').year == 2026; "
        "assert yaml.constructor.SafeConstructor and DateTimeParser"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
