"""Where the model is: presets of the usual endpoints, and the one that the settings choose."""

import tomllib
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, TypeAdapter

from app import screens
from app.discovery import exported
from app.product import Product, Provider
from app.security.addresses import as_address, is_private
from app.settings import EnvSettings

Api = Literal["responses", "chat"]

DEFAULT_MODEL = "gpt-6-luna"


@dataclass(frozen=True)
class Preset:
    """What presets.toml knows of an endpoint beforehand."""

    base_url: str = ""
    api: Api = "chat"
    needs_key: bool = True
    prices: str = ""
    model: str = DEFAULT_MODEL
    embedding_model: str = ""


PRESETS = TypeAdapter(dict[Provider, Preset]).validate_python(
    tomllib.loads(Path(__file__).with_name("presets.toml").read_text(encoding="utf-8"))
)


@cache
def wants_private() -> bool:
    """Tell whether a screen of the project's means that nothing leaves for elsewhere unless its owner says so."""
    return any(exported(screens, "private"))


class ModelSettings(EnvSettings):
    """Which model answers, where it is, and how long to wait for it."""

    llm_provider: Provider | None = Field(
        None,
        description="openai, azure, anthropic, gemini, openrouter, groq, ollama, lmstudio, vllm, llamacpp, custom "
        "or demo",
    )
    llm_model: str = Field("", description="the model's name at that endpoint")
    llm_base_url: str = Field("", description="address of any endpoint that speaks OpenAI's API; azure needs it")
    llm_api_key: SecretStr = Field(SecretStr(""), description="key for the endpoint; most local ones need none")
    openai_api_key: SecretStr = Field(SecretStr(""), description="key for OpenAI alone, where LLM_API_KEY is not set")
    llm_private: bool = Field(
        default_factory=wants_private,
        description="true calls only endpoints on this machine or its private network, whatever else is set",
    )
    llm_api: Api | None = Field(None, description="responses or chat, where the preset's choice does not fit")
    llm_fallback_model: str = Field("", description="model of the same endpoint, asked where the first one fails")
    llm_embedding_model: str = Field("", description="model for embeddings; openai and azure have one without it")
    llm_max_output_tokens: int = Field(4096, gt=0, description="the most tokens that one reply may have")
    llm_retries: int = Field(2, ge=0, le=10, description="times to ask again after a rate limit or a server's error")
    llm_retry_wait: float = Field(0.5, ge=0, description="seconds before the first of them, doubled each time")
    llm_price_in: float | None = Field(None, ge=0, description="USD for a million tokens read, if no price is known")
    llm_price_out: float | None = Field(None, ge=0, description="USD for a million tokens written, if none is known")
    llm_timeout_connect: float = Field(10, gt=0, description="seconds until the endpoint must be connected")
    llm_timeout_first: float = Field(60, gt=0, description="seconds until the first words of a reply must be there")
    llm_timeout_silence: float = Field(60, gt=0, description="seconds that it may send nothing after them")
    llm_timeout_total: float = Field(300, gt=0, description="seconds that a whole reply may take")


@dataclass(frozen=True)
class Endpoint:
    """A model that can be asked."""

    provider: Provider
    model: str
    base_url: str
    key: str
    api: Api

    @cached_property
    def is_local(self) -> bool:
        """Tell whether it stands on this machine or its private network, where tokens cost nothing."""
        host = urlsplit(self.base_url).hostname or ""
        if as_address(host):
            return is_private(host)
        return "." not in host or host.endswith((".localhost", ".local", ".internal", ".lan"))


def chosen(settings: ModelSettings, product: Product) -> Endpoint | None:
    """Return the endpoint that the settings and the product choose, or None where they lack an address or a key."""
    provider = settings.llm_provider or ("custom" if settings.llm_base_url else product.model.provider or "openai")
    preset = PRESETS[provider]
    base_url = settings.llm_base_url or preset.base_url
    key = key_for(provider, settings)
    if not base_url or (preset.needs_key and not key and not settings.llm_base_url):
        return None
    return Endpoint(provider, model_for(provider, settings, product), base_url, key, settings.llm_api or preset.api)


def model_for(provider: Provider, settings: ModelSettings, product: Product) -> str:
    """Return the model's name as the provider writes it; the product's choice holds for the product's provider."""
    if provider == "demo":  # answers to any name, and must not pass for another model
        return PRESETS["demo"].model
    own = product.model.name if product.model.provider in {"", provider} or not settings.llm_provider else ""
    name = settings.llm_model or own or PRESETS[provider].model
    return f"openai/{name}" if provider == "openrouter" and "/" not in name else name


def fallback(endpoint: Endpoint, settings: ModelSettings) -> Endpoint | None:
    """Return the same endpoint with the model to ask where the first one fails, or None where none is set."""
    name = settings.llm_fallback_model
    return replace(endpoint, model=name) if name and name != endpoint.model else None


def embedding(endpoint: Endpoint, settings: ModelSettings) -> Endpoint | None:
    """Return the same endpoint with its model for embeddings, or None where none is known."""
    name = settings.llm_embedding_model or PRESETS[endpoint.provider].embedding_model
    return replace(endpoint, model=name) if name else None


def key_for(provider: Provider, settings: ModelSettings) -> str:
    """Return the key; OpenAI's own is shown to nobody else."""
    own = settings.openai_api_key if provider == "openai" else SecretStr("")
    return (settings.llm_api_key.get_secret_value() or own.get_secret_value()).strip()
