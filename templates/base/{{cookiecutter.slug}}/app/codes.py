"""The codes that open what not everyone may see."""

import hashlib
import hmac
from collections.abc import Collection

from pydantic import Field, SecretStr, ValidationInfo, field_validator

from app.settings import EnvSettings

SHORTEST = 8  # characters; whoever guesses has 200 tries a day


class CodeSettings(EnvSettings):
    """Who may see what."""

    access_code: SecretStr | None = Field(
        None, description="code that opens the app, or several with commas between; needed to listen for others"
    )
    admin_code: SecretStr | None = Field(None, description="code that opens the owner's pages, at /enter")

    @field_validator("access_code", "admin_code")
    @classmethod
    def long_enough(cls, codes: SecretStr) -> SecretStr:
        if any(len(code) < SHORTEST for code in split(codes)):
            raise ValueError(f"a code has {SHORTEST} characters or more")
        return codes

    @field_validator("admin_code")
    @classmethod
    def no_access_code(cls, code: SecretStr, info: ValidationInfo) -> SecretStr:
        if not split(code).isdisjoint(split(info.data.get("access_code"))):
            raise ValueError("it must not be an ACCESS_CODE too")
        return code


def split(codes: SecretStr | None) -> set[str]:
    """Take a setting apart at its commas."""
    return {code.strip() for code in codes.get_secret_value().split(",")} if codes else set()


class Codes:
    """Knows the codes by their fingerprints, which only the app's secret can make; a changed code opens nothing."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        settings = CodeSettings()
        self._access = {self._fingerprint(code) for code in split(settings.access_code)}
        self._admin = {self._fingerprint(code) for code in split(settings.admin_code)}

    def fingerprint_of(self, code: str) -> str | None:
        """Return the fingerprint of a right code; a wrong one takes as long, whatever is wrong with it."""
        found = self._fingerprint(code.strip())
        right = [known for known in self._access | self._admin if hmac.compare_digest(known, found)]
        return right[0] if right else None

    def is_admin(self, given: Collection[str]) -> bool:
        return not self._admin.isdisjoint(given)

    @property
    def needed(self) -> bool:
        return bool(self._access)

    def may_enter(self, given: Collection[str]) -> bool:
        """Tell whether the app is open to whoever gave these, as it is to all where it has no access code."""
        return not self.needed or not self._access.isdisjoint(given) or self.is_admin(given)

    def __bool__(self) -> bool:
        return bool(self._access or self._admin)

    def _fingerprint(self, code: str) -> str:
        return hmac.digest(self._secret, b"code:" + code.encode(), hashlib.sha256).hex()[:32]
