"""Servers count requests together by a real Redis, and refuse what costs while there is none."""

from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from tests.plugins.redis import Server
from tests.rates import costly, of_two_servers
from tests.server import serving

Write = Callable[..., Path]


@pytest.mark.parametrize("setting", ["RATE_VISITOR", "RATE_ADDRESS"])
def test_two_servers_count_together(
    redis_server: Server, write_project: Write, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    monkeypatch.setenv(setting, "5/hour")
    assert of_two_servers(write_project(), 16) == [200] * 5 + [429] * 11


def test_what_costs_waits_for_redis_and_what_is_free_does_not(
    redis_server: Server, write_project: Write, caplog: pytest.LogCaptureFixture
) -> None:
    with serving(write_project(), costly) as address, httpx2.Client(base_url=address, timeout=30) as client:
        assert client.post("/test/cost").status_code == 200
        redis_server.kill()
        refused = client.post("/test/cost")
        assert (refused.status_code, refused.json()["code"]) == (503, "uncounted")
        assert client.post("/test/free").status_code == client.get("/").status_code == 200
        redis_server.start()
        assert client.post("/test/cost").status_code == 200
    assert ["see to REDIS_URL" in record.getMessage() for record in caplog.records] == [True]
