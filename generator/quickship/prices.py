"""What tokens cost."""

from __future__ import annotations

from quickship.endpoint import Endpoint


def cost_usd(endpoint: Endpoint, input_tokens: int, output_tokens: int) -> float | None:
    """The cost in USD; nothing on this machine or its private network, None where nobody knows a price."""
    if endpoint.is_local:
        return 0.0
    listed = _listed(endpoint, input_tokens, output_tokens)
    if listed is not None or endpoint.price_in is None or endpoint.price_out is None:
        return listed
    return (endpoint.price_in * input_tokens + endpoint.price_out * output_tokens) / 1_000_000


def _listed(endpoint: Endpoint, input_tokens: int, output_tokens: int) -> float | None:
    from genai_prices import Usage, calc_price

    tokens = Usage(input_tokens=input_tokens, output_tokens=output_tokens)
    try:
        if endpoint.seller:
            return float(calc_price(tokens, endpoint.model, provider_id=endpoint.seller).total_price)
        return float(calc_price(tokens, endpoint.model, provider_api_url=endpoint.base_url).total_price)
    except LookupError:
        return None
