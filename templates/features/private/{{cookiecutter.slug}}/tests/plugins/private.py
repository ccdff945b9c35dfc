"""What is written down of calls stays with the test that makes them."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _own_audit(_own_settings: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AUDIT_FOLDER", str(tmp_path / "audit"))
