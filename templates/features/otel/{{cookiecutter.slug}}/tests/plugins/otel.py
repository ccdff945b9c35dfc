"""A collector for the tests, and an environment that holds none of the developer's own."""

import os
from collections.abc import Iterator

import pytest

from tests.collector import Collector, collecting


@pytest.fixture
def collector(_own_settings: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    for name in list(os.environ):
        if name.startswith("OTEL_"):
            monkeypatch.delenv(name)
    with collecting() as found:
        yield found
