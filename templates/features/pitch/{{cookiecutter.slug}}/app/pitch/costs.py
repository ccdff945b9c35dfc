"""What one user costs in a month: what they send, the tokens that takes, and the price of those."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from app import db
from app.faults import OwnerFault
from app.llm.costs import Usage, cost_usd, is_free
from app.llm.endpoints import PRESETS, Endpoint, ModelSettings, chosen, model_for
from app.pitch.settings import PitchSettings
from app.product import Product, Provider
from app.usage import calls

DAYS = 30  # of a month
NEWEST = 1_000  # calls that the mean is taken over
SELLERS: tuple[Provider, ...] = ("openai", "anthropic", "gemini", "groq")  # whose usual models are named beside one

log = logging.getLogger("app")


@dataclass(frozen=True)
class Tokens:
    """The mean of a call, and how many calls were counted: none where the numbers are assumed."""

    usage: Usage
    counted: int


@dataclass(frozen=True)
class Price:
    """What a model takes, in USD; None where nobody knows."""

    model: str
    a_message: float | None
    a_month: float | None


@dataclass(frozen=True)
class Estimate:
    """The price of whatever answers now; `others` are models that could, where none does."""

    messages: float  # of a user in a day
    tokens: Tokens
    price: Price | None  # None where no model is configured
    is_free: bool  # on this machine or its private network
    others: tuple[Price, ...]


def estimate(product: Product, project: Path) -> Estimate:
    settings, pitch = ModelSettings(), PitchSettings()
    endpoint, tokens = chosen(settings, product), counted(project) or assumed(pitch)

    def priced(endpoint: Endpoint, settings: ModelSettings) -> Price:
        a_message = cost_usd(endpoint, tokens.usage, settings)
        a_month = None if a_message is None else a_message * pitch.pitch_messages * DAYS
        return Price(endpoint.model, a_message, a_month)

    return Estimate(
        messages=pitch.pitch_messages,
        tokens=tokens,
        price=priced(endpoint, settings) if endpoint else None,
        is_free=endpoint is None or is_free(endpoint, settings),
        others=() if endpoint else tuple(priced(other, listed) for other, listed in candidates(settings, product)),
    )


def assumed(settings: PitchSettings) -> Tokens:
    return Tokens(Usage(settings.pitch_tokens_in, settings.pitch_tokens_out), 0)


def counted(project: Path) -> Tokens | None:
    """Return the mean of the newest calls that wrote something, or None where there are none, or no store."""
    columns = (calls.c.input_tokens, calls.c.output_tokens, calls.c.cached_tokens)
    is_real = (calls.c.status == "settled") & (calls.c.output_tokens > 0) & (calls.c.provider != "demo")
    newest = select(*columns).where(is_real).order_by(calls.c.id.desc()).limit(NEWEST).subquery()
    try:
        with db.read(project) as connection:
            count, *means = connection.execute(select(func.count(), *map(func.avg, newest.c))).one()
    except OwnerFault as fault:
        log.error("%s", fault)
        return None
    return Tokens(Usage(*(round(mean) for mean in means)), count) if count else None


def candidates(settings: ModelSettings, product: Product) -> Iterator[tuple[Endpoint, ModelSettings]]:
    """Yield the product's own choice and the usual models of some sellers, at their listed prices."""
    listed = settings.model_copy(update={"llm_private": False, "llm_price_in": None, "llm_price_out": None})
    own = settings.llm_provider or product.model.provider or "openai"
    models = {own: model_for(own, settings, product)}
    models = models | {seller: PRESETS[seller].model for seller in SELLERS if seller != own}
    for provider, model in models.items():
        preset = PRESETS[provider]
        if preset.prices and preset.base_url:
            yield Endpoint(provider, model, preset.base_url, "", preset.api), listed
