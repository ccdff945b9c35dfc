"""What the tests of all templates stand on in this app."""

import pytest


@pytest.fixture(autouse=True)
def _follow_ups_as_they_are_said(_own_settings: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have nothing rewritten where a test does not say so: the tests of conversations count the calls of a model."""
    monkeypatch.setenv("REWRITE_FOLLOW_UPS", "false")
