"""Who may enter and who owns the app, by what the provider says of them."""

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from app.sign_in.faults import SignInFault
from app.sign_in.settings import SignInSettings

Claims = Mapping[str, Any]


class Roles:
    """Knows the rules of OIDC_ALLOWED and OIDC_ADMINS; a rule that is taken out opens nothing any more."""

    def __init__(self, settings: SignInSettings) -> None:
        self._allowed, self._admins = set(settings.oidc_allowed), set(settings.oidc_admins)

    @property
    def claims(self) -> set[str]:
        """Name the claims that the rules are about."""
        rules = self._allowed | self._admins
        return {rule.partition("=")[0] if "=" in rule else "email" for rule in rules}

    def fulfilled(self, claims: Claims) -> list[str]:
        """Return the rules that hold of a person; raise SignInFault where none of them lets them in."""
        email = str(claims.get("email", "")).lower()
        verified = email if claims.get("email_verified") is True else ""
        found = self._holding(claims, verified)
        if not self.may_enter(found):
            would = self.may_enter(self._holding(claims, email))
            raise SignInFault("email_unverified" if would else "not_allowed")
        return sorted(found)

    def may_enter(self, rules: Collection[str]) -> bool:
        return not self._allowed or not (self._allowed | self._admins).isdisjoint(rules)

    def is_admin(self, rules: Collection[str]) -> bool:
        return not self._admins.isdisjoint(rules)

    def _holding(self, claims: Claims, email: str) -> set[str]:
        return {rule for rule in self._allowed | self._admins if holds(rule, claims, email)}


def holds(rule: str, claims: Claims, email: str) -> bool:
    """Tell whether a rule is about a person who has these claims and this address."""
    name, is_claim, value = rule.partition("=")
    if is_claim:
        return value in values(name, claims)
    return email == rule or (bool(email) and email.partition("@")[2] == rule.removeprefix("@"))


def values(name: str, claims: Claims) -> Iterator[str]:
    """Yield what a claim says, in words; `a.b` is the claim b inside of a, unless a claim has that very name."""
    first, _, rest = name.partition(".")
    found = claims.get(name)
    if found is None and rest and isinstance(claims.get(first), Mapping):
        yield from values(rest, claims[first])
        return
    for each in found if isinstance(found, list) else [found]:
        yield each if isinstance(each, str) else json.dumps(each)
