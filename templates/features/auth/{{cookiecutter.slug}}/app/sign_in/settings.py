"""Where people sign in, who of them may enter, and who owns the app."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import NoDecode

from app.security.addresses import is_loopback
from app.settings import EnvSettings, as_words

RULE = r"[^=\s]+=\S+|[^@=\s]+@[^@=\s]+|@[^@=\s]+|[^@=\s]+\.[^@=\s]+"
NAMES = {"accounts.google.com": "Google", "login.microsoftonline.com": "Microsoft"}


def as_rules(words: tuple[str, ...]) -> tuple[str, ...]:
    """Check what says whom it is about; an address is the same however it is written."""
    for word in words:
        if not re.fullmatch(RULE, word):
            raise ValueError("each is an email address, a domain such as example.com, or claim=value")
    return tuple(word if "=" in word else word.lower() for word in words)


def is_safe(url: str) -> bool:
    """Tell whether nobody on the way can read or change what goes there."""
    parts = urlsplit(url)
    return bool(parts.hostname) and (parts.scheme == "https" or is_insecure_but_near(url))


def is_insecure_but_near(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "http" and is_loopback(parts.hostname or "")


Rules = Annotated[tuple[str, ...], NoDecode, BeforeValidator(as_words), AfterValidator(as_rules)]


class SignInSettings(EnvSettings):
    """The provider that people sign in at, and what it must say of them."""

    oidc_issuer: str = Field("", description="address of the OpenID provider that people sign in at, if they do")
    oidc_client_id: str = Field("", validate_default=True, description="what the provider calls this app")
    oidc_client_secret: SecretStr | None = Field(None, description="the app's secret there, unless it has none")
    oidc_name: str = Field("", description="what people call the provider, such as Keycloak")
    oidc_scopes: str = Field("openid profile email", description="what the provider is asked to tell, openid with it")
    oidc_allowed: Rules = Field(
        (),
        description="who may enter, if not everyone there: email addresses, domains, claim=value, with spaces between",
    )
    oidc_admins: Rules = Field((), description="who sees the owner's pages, written in the same way")
    oidc_session_hours: int = Field(12, ge=1, le=720, description="hours after which one has to sign in again")

    @field_validator("oidc_issuer")
    @classmethod
    def safe(cls, issuer: str) -> str:
        if issuer and not is_safe(issuer):
            raise ValueError("it begins with https://, or stands on this machine")
        return issuer

    @field_validator("oidc_client_id")
    @classmethod
    def named(cls, client: str, info: ValidationInfo) -> str:
        if info.data.get("oidc_issuer") and not client:
            raise ValueError("the provider of OIDC_ISSUER knows this app by it")
        return client

    @field_validator("oidc_scopes")
    @classmethod
    def telling_who(cls, scopes: str) -> str:
        if "openid" not in scopes.split():
            raise ValueError("without openid nobody is told who signs in")
        return scopes

    @property
    def provider(self) -> str:
        """Return what people call the provider."""
        host = urlsplit(self.oidc_issuer).hostname or ""
        return self.oidc_name or NAMES.get(host, host)
