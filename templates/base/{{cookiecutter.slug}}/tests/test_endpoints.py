import pytest

from app.faults import OwnerFault
from app.llm.costs import Usage, cost_usd
from app.llm.endpoints import DEFAULT_MODEL, PRESETS, Endpoint, ModelSettings, chosen
from app.product import About, Model, Product, Provider

MILLION = Usage(1_000_000, 1_000_000)


def product(provider: Provider | None = None, name: str = "") -> Product:
    return Product(product=About(name="Shop"), model=Model(provider=provider or "", name=name))


def endpoint(provider: Provider, model: str, base_url: str = "") -> Endpoint:
    return Endpoint(provider, model, base_url or PRESETS[provider].base_url, "", "chat")


def test_a_key_is_all_that_openai_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    assert chosen(ModelSettings(), product("openai")) is None
    monkeypatch.setenv("OPENAI_API_KEY", " sk-1\n")
    assert chosen(ModelSettings(), product()) == Endpoint(
        "openai", DEFAULT_MODEL, "https://api.openai.com/v1", "sk-1", "responses"
    )


@pytest.mark.parametrize("provider", [name for name in PRESETS if name != "openai"])
def test_openai_s_own_key_goes_to_nobody_else(monkeypatch: pytest.MonkeyPatch, provider: Provider) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-1")
    monkeypatch.setenv("LLM_PROVIDER", provider)
    monkeypatch.setenv("LLM_BASE_URL", "https://models.example/v1")
    found = chosen(ModelSettings(), product())
    assert found
    assert found.key == ""


def test_an_address_alone_is_an_endpoint_of_one_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-1")
    monkeypatch.setenv("LLM_BASE_URL", "https://models.example/v1")
    assert chosen(ModelSettings(), product("openai", "m")) == Endpoint(
        "custom", "m", "https://models.example/v1", "", "chat"
    )


def test_the_product_names_provider_and_model_and_the_settings_win(monkeypatch: pytest.MonkeyPatch) -> None:
    found = chosen(ModelSettings(), product("ollama", "qwen"))
    assert found
    assert (found.provider, found.model, found.api) == ("ollama", "qwen", "chat")
    monkeypatch.setenv("LLM_PROVIDER", "llamacpp")
    monkeypatch.setenv("LLM_MODEL", "gemma")
    monkeypatch.setenv("LLM_API", "responses")
    found = chosen(ModelSettings(), product("ollama", "qwen"))
    assert found
    assert (found.provider, found.model, found.api) == ("llamacpp", "gemma", "responses")


def test_azure_needs_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_API_KEY", "k")
    assert chosen(ModelSettings(), product("azure")) is None
    monkeypatch.setenv("LLM_PROVIDER", "azure")
    monkeypatch.setenv("LLM_BASE_URL", "https://shop.openai.azure.com/openai/v1")
    found = chosen(ModelSettings(), product())
    assert found
    assert (found.provider, found.api) == ("azure", "responses")


def test_a_wrong_provider_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_PROVIDER", "opnai")
    with pytest.raises(OwnerFault, match="LLM_PROVIDER is wrong: input should be 'openai', 'azure'"):
        ModelSettings()


@pytest.mark.parametrize(
    ("host", "local"),
    [
        *(
            (host, True)
            for host in ("127.0.0.1", "localhost", "[::1]", "10.1.2.3", "192.168.0.9", "ollama", "gpu.local")
        ),
        *((host, False) for host in ("api.openai.com", "8.8.8.8", "localhost.example.com", "10.example.com")),
    ],
)
def test_what_stands_on_the_private_network_costs_nothing(host: str, local: bool) -> None:
    place = endpoint("custom", "unheard-of", f"http://{host}:1234/v1")
    assert place.is_local is local
    assert cost_usd(place, MILLION, ModelSettings()) == (0.0 if local else None)


def test_a_listed_price_is_used_and_cached_tokens_are_cheaper() -> None:
    place = endpoint("openai", "gpt-6-luna")
    cost = cost_usd(place, Usage(100_000, 100_000), ModelSettings())
    assert cost == pytest.approx(0.06)
    cheaper = cost_usd(place, Usage(100_000, 100_000, cached_tokens=90_000), ModelSettings())
    assert cheaper is not None
    assert 0.05 < cheaper < 0.06


def test_a_long_request_is_of_a_dearer_tier() -> None:
    place = endpoint("openai", "gpt-6-luna")
    assert cost_usd(place, Usage(272_000, 0), ModelSettings()) == pytest.approx(0.0272)
    assert cost_usd(place, Usage(300_000, 0), ModelSettings()) == pytest.approx(0.06)


@pytest.mark.parametrize("provider", ["openai", "anthropic", "gemini", "openrouter", "groq"])
def test_a_service_on_the_internet_has_a_model_with_a_price_for_a_beginning(
    monkeypatch: pytest.MonkeyPatch, provider: Provider
) -> None:
    monkeypatch.setenv("LLM_PROVIDER", provider)
    monkeypatch.setenv("LLM_API_KEY", "k")
    found = chosen(ModelSettings(), product("openai", "gpt-6-luna"))
    assert found
    assert cost_usd(found, MILLION, ModelSettings())


def test_openrouter_gets_the_maker_s_name_with_the_model_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_API_KEY", "k")
    for name, asked in (("gpt-6-luna", "openai/gpt-6-luna"), ("qwen/qwen-4", "qwen/qwen-4")):
        found = chosen(ModelSettings(), product("openrouter", name))
        assert found
        assert found.model == asked


def test_one_s_own_price_is_for_what_nobody_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_PRICE_IN", "2")
    monkeypatch.setenv("LLM_PRICE_OUT", "3")
    assert cost_usd(endpoint("custom", "unheard-of", "https://models.example/v1"), MILLION, ModelSettings()) == 5.0
    assert cost_usd(endpoint("openai", "gpt-6-luna"), Usage(100_000, 0), ModelSettings()) == pytest.approx(0.01)
