"""What comes of one text, wherever it is labelled."""

import asyncio
import logging

from app.batch.checkpoint import Outcome
from app.batch.pace import Pace
from app.classifier import Classifier
from app.llm import LLMFault
from app.llm.attempts import PASSING, backoff
from app.llm.endpoints import ModelSettings
from app.result import Asked, Result

LONGEST = 32_000  # characters, as for the API
TRIES = 10  # of a text that is refused for too many requests
RESTS = 6  # after so many tries the wait grows no longer
STOPPING = {  # every other text would meet the same
    *("cap_app", "cap_visitor", "cap_address", "no_price", "store_failed"),
    *("no_key", "wrong_key", "no_model", "no_credit", "private", "no_demo", "rate_limit"),
}

log = logging.getLogger("app")


async def labelled(classifier: Classifier, text: str, way: Asked, pace: Pace, settings: ModelSettings) -> Outcome:
    """Return what comes of a text, asked about again where a fault may pass; one that stays is its error.

    Raises LLMFault where every other text would meet the same.
    """
    tries = {"rate_limit": TRIES, "server_error": settings.llm_retries + 1}
    for number in range(max(tries.values())):
        await pace.enter()
        try:
            return outcome(await classifier.classify(text, way))
        except LLMFault as fault:
            if fault.code not in PASSING or number + 1 >= tries[fault.code] or pace.closed:
                if fault.code in STOPPING:
                    raise
                return Outcome(error=fault.code)
        except Exception:
            log.exception("a text was not labelled")
            return Outcome(error="crash")
        finally:
            pace.leave()
        await asyncio.sleep(backoff(min(number, RESTS), settings))
    raise AssertionError("the last try returns or raises")


def unfit(text: str) -> str:
    """Return why a text cannot be labelled, or nothing."""
    if not text:
        return "empty"
    if len(text) > LONGEST:
        return "too_long"
    try:
        text.encode()
    except UnicodeEncodeError:
        return "bad_encoding"
    return ""


def outcome(result: Result) -> Outcome:
    confidence = "" if result.confidence is None else f"{result.confidence:.4f}"
    labels, guess = ("|".join(names) for names in (result.labels, result.guess))
    return Outcome(labels, confidence, result.way, result.abstained, guess)
