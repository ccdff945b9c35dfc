"""Made-up data of a person's, and a look at whether any of it came where it must not."""

import json
import re
from collections.abc import Iterable

from tests.fake_openai import Recorded

PHONE, EMAIL, CITIZEN, ACCOUNT, CARD = (
    "0912.345.678",
    "hoa.tran@example.vn",
    "079185012345",
    "0071001234567",
    "4111 1111 1111 1111",
)
SAID = f"Tôi là Hoa, CCCD {CITIZEN}, SĐT {PHONE}, {EMAIL}, STK {ACCOUNT} Vietcombank, thẻ {CARD}."
MASKED = "Tôi là Hoa, CCCD [ID-1], SĐT [PHONE-1], [EMAIL-1], STK [ACCOUNT-1] Vietcombank, thẻ [CARD-1]."
COUNTS = {"ACCOUNT": 1, "CARD": 1, "EMAIL": 1, "ID": 1, "PHONE": 1}


def shows(text: str) -> list[str]:
    """Return which of the data a text shows, however its digits are separated."""
    digits = re.sub(r"[ .\-]", "", text)
    return [data for data in (PHONE, EMAIL, CITIZEN, ACCOUNT, CARD) if re.sub(r"[ .\-]", "", data) in digits]


def seen(requests: Iterable[Recorded]) -> list[str]:
    """Return which of the data came with requests."""
    return shows("\n".join(json.dumps(request.body, ensure_ascii=False) for request in requests))
