"""What a reply cost, and the most that one can cost, from the tokens it takes."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.llm.endpoints import PRESETS, Endpoint, ModelSettings

if TYPE_CHECKING:
    from genai_prices.types import PriceCalculation

FRAME = 1_000  # tokens that may be added around what is sent: roles, separators, a service's own words


@dataclass(frozen=True)
class Usage:
    """Tokens of one call; those read from the service's cache or written to it are among the input tokens."""

    input_tokens: int
    output_tokens: int
    cached_tokens: int = 0
    cache_write_tokens: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cached_tokens + other.cached_tokens,
            self.cache_write_tokens + other.cache_write_tokens,
        )

    @property
    def tokens(self) -> dict[str, int]:
        return {"input_tokens": self.input_tokens, "output_tokens": self.output_tokens}


NOTHING = Usage(0, 0)


def is_free(endpoint: Endpoint, settings: ModelSettings) -> bool:
    """Tell whether tokens cost nothing there; under LLM_PRIVATE nothing but the private network is ever called."""
    return endpoint.is_local or settings.llm_private


def cost_usd(endpoint: Endpoint, usage: Usage, settings: ModelSettings) -> float | None:
    """Return the cost, or None where nobody knows a price."""
    if is_free(endpoint, settings):
        return 0.0
    if price := listed(endpoint, usage):
        return float(price.total_price)
    if settings.llm_price_in is None or settings.llm_price_out is None:
        return None
    return (settings.llm_price_in * usage.input_tokens + settings.llm_price_out * usage.output_tokens) / 1_000_000


def most_usd(endpoint: Endpoint, sent: int, most_tokens: int, settings: ModelSettings) -> float | None:
    """Return the most that a call can cost, or None where nobody knows a price; `sent` are bytes.

    No token is shorter than a byte, and writing to a cache is the dearest way of reading.
    """
    tokens = sent + FRAME
    dearest = Usage(tokens, most_tokens, cache_write_tokens=tokens)
    costs = [cost_usd(endpoint, usage, settings) for usage in (dearest, Usage(tokens, most_tokens))]
    return max((cost for cost in costs if cost is not None), default=None)


def listed(endpoint: Endpoint, usage: Usage = NOTHING) -> "PriceCalculation | None":
    """Look the model up in genai-prices, by the preset's name or else by the address."""
    from genai_prices import Usage as Tokens
    from genai_prices import calc_price  # takes 0.1 s to load, which a command without a model need not wait for

    tokens = Tokens(
        input_tokens=usage.input_tokens,
        cache_read_tokens=usage.cached_tokens,
        cache_write_tokens=usage.cache_write_tokens,
        output_tokens=usage.output_tokens,
    )
    seller = PRESETS[endpoint.provider].prices
    try:
        if seller:
            return calc_price(tokens, endpoint.model, provider_id=seller)
        return calc_price(tokens, endpoint.model, provider_api_url=endpoint.base_url)
    except LookupError:
        return None


def estimated(sent: int, written: int) -> Usage:
    """Guess the tokens from the bytes of both sides, where an endpoint reports none."""
    return Usage(-(-sent // 4), -(-written // 4))
