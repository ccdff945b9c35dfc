"""The codes that open what not everyone may see."""

import hashlib
import hmac
from collections.abc import Collection

from pydantic import Field, SecretStr

from app.settings import EnvSettings


class CodeSettings(EnvSettings):
    """Who may see what."""

    admin_code: SecretStr | None = Field(None, min_length=8, description="code that opens the owner's pages")


class Codes:
    """Knows the codes by their fingerprints, which only the app's secret can make; a changed code opens nothing."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        settings = CodeSettings()
        self._admin = self._fingerprints(settings.admin_code)

    def fingerprint_of(self, code: str) -> str | None:
        """Return the fingerprint of a right code, in the same time whatever is wrong with another."""
        found = self._fingerprint(code.strip())
        right = [known for known in self._admin if hmac.compare_digest(known, found)]
        return right[0] if right else None

    def is_admin(self, given: Collection[str]) -> bool:
        return not self._admin.isdisjoint(given)

    def _fingerprints(self, codes: SecretStr | None) -> frozenset[str]:
        return frozenset({self._fingerprint(codes.get_secret_value().strip())} if codes else ())

    def _fingerprint(self, code: str) -> str:
        return hmac.digest(self._secret, b"code:" + code.encode(), hashlib.sha256).hex()[:32]
