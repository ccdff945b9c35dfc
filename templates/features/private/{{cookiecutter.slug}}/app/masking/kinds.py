"""The kinds of data that are masked, and the marks that stand in their place: [PHONE-1], or [PHONE-1.2] where the
same number was written another way before."""

import re
from typing import Literal, get_args

Kind = Literal["MARK", "SECRET", "EMAIL", "IBAN", "CARD", "ID", "TAX", "PASSPORT", "ACCOUNT", "PHONE", "IP"]
KINDS: tuple[Kind, ...] = get_args(Kind)  # where two claim the same letters, the first of them names what is masked

NAMES = "|".join(KINDS)
MARK = re.compile(rf"\[(?:{NAMES})-\d{{1,6}}(?:\.\d{{1,6}})?\]")
# What may become a mark when more of the text is there.
BEGUN = re.compile(rf"\[(?:[A-Z]{{0,8}}|(?:{NAMES})-\d{{0,6}}|(?:{NAMES})-\d{{1,6}}\.\d{{0,6}})\Z")


def kind_of(mark: str) -> str:
    """Return the kind of a mark."""
    return mark[1:].partition("-")[0]
