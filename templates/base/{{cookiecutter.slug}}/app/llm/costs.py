"""What a reply cost, from the tokens it took."""

from dataclasses import dataclass

from app.llm.endpoints import PRESETS, Endpoint, ModelSettings


@dataclass(frozen=True)
class Usage:
    """Tokens of one reply; those read from the service's cache are among the input tokens."""

    input_tokens: int
    output_tokens: int
    cached_tokens: int = 0


def cost_usd(endpoint: Endpoint, usage: Usage, settings: ModelSettings) -> float | None:
    """Return the cost, or None where nobody knows a price."""
    if endpoint.is_local:
        return 0.0
    price = listed(endpoint, usage)
    if price is None and settings.llm_price_in is not None and settings.llm_price_out is not None:
        spent = settings.llm_price_in * usage.input_tokens + settings.llm_price_out * usage.output_tokens
        return spent / 1_000_000
    return price


def listed(endpoint: Endpoint, usage: Usage) -> float | None:
    """Look the price up in genai-prices, by the preset's name or else by the address."""
    from genai_prices import Usage as Tokens
    from genai_prices import calc_price  # takes 0.1 s to load, which a command without a model need not wait for

    tokens = Tokens(
        input_tokens=usage.input_tokens,
        cache_read_tokens=usage.cached_tokens,
        output_tokens=usage.output_tokens,
    )
    seller = PRESETS[endpoint.provider].prices
    try:
        if seller:
            price = calc_price(tokens, endpoint.model, provider_id=seller)
        else:
            price = calc_price(tokens, endpoint.model, provider_api_url=endpoint.base_url)
    except LookupError:
        return None
    return float(price.total_price)


def estimated(messages: int, reply: int) -> Usage:
    """Guess the tokens from the bytes of both sides, where an endpoint reports none."""
    return Usage(-(-messages // 4), -(-reply // 4))
