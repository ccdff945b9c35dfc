"""What is set wrongly is one sentence at the start, and `app doctor` says whether people sign in."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.checks.sign_in import check
from app.faults import OwnerFault
from app.main import create_app
from app.sign_in.settings import SignInSettings
from tests.plugins.oidc import Provider

Write = Callable[..., Path]


@pytest.mark.parametrize(
    ("setting", "reason"),
    [
        ("OIDC_ISSUER=http://login.example", "https"),
        ("OIDC_ISSUER=login.example", "https"),
        ("OIDC_CLIENT_ID=", "OIDC_ISSUER"),
        ("OIDC_SCOPES=email", "openid"),
        ("OIDC_ALLOWED=example.com staff", "claim=value"),
        ("OIDC_ADMINS=a@b@c", "claim=value"),
        ("OIDC_SESSION_HOURS=0", "greater"),
        ("EMBED_ORIGINS=https://example.com", "go together"),
    ],
)
def test_a_wrong_setting_is_one_sentence(
    write_project: Write, monkeypatch: pytest.MonkeyPatch, setting: str, reason: str
) -> None:
    for line in ("OIDC_ISSUER=https://login.example", "OIDC_CLIENT_ID=app", setting):
        monkeypatch.setenv(*line.split("=", 1))
    with pytest.raises(OwnerFault, match=reason) as caught:
        create_app(write_project())
    assert setting.split("=")[0] in str(caught.value)


def test_without_a_provider_the_app_is_as_open_as_before(write_project: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not create_app(write_project()).state.is_closed
    assert (check("en").status, check("vi").name) == ("not_asked", "đăng nhập")
    monkeypatch.setenv("OIDC_ISSUER", "https://accounts.google.com")
    monkeypatch.setenv("OIDC_CLIENT_ID", "app")
    assert create_app(write_project()).state.is_closed  # so it may listen for others
    assert SignInSettings().provider == "Google"


def test_the_doctor_asks_the_provider(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OIDC_CLIENT_ID", "app")
    monkeypatch.setenv("OIDC_ISSUER", provider.url)
    assert check("en").status == "ok"
    monkeypatch.setenv("OIDC_ISSUER", f"{provider.url}/")
    assert check("en").status == "fault"
    monkeypatch.setenv("OIDC_ISSUER", "http://127.0.0.1:9")
    assert (check("en").status, check("vi").message) == ("fault", "Không kết nối được với 127.0.0.1.")
