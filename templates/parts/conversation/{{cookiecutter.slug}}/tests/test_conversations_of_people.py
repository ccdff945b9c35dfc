"""Where people sign in, conversations are a person's: on each of their devices, for nobody else at the same browser."""

from collections.abc import Callable

import httpx2
import pytest

from tests.talks import Talk, listed

signing_in = pytest.importorskip("tests.signing_in", reason="nobody signs in here: quickship add auth")


def test_what_a_person_said_is_there_on_every_device_until_they_delete_it(
    closed: Callable[..., httpx2.Client], another: Callable[..., httpx2.Client]
) -> None:
    phone = closed()
    desk, shared = another(phone), another(phone)
    for browser in (phone, desk, shared):
        signing_in.sign_in(browser, "ana")
    Talk(phone).ask("How much?")
    assert len(listed(phone)) == len(listed(desk)) == len(listed(shared)) == 1
    signing_in.sign_in(shared, "ben")
    assert listed(shared) == []
    assert desk.delete("/api/me").status_code == 204
    assert (signing_in.me(phone), signing_in.me(desk)) == ({}, {})  # signed out everywhere
    signing_in.sign_in(phone, "ana")
    assert listed(phone) == []
