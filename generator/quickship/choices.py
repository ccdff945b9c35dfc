"""The values to choose from, said once: what the command line offers is what product.toml takes."""

APPS = {"chatbot": "chatbot", "docqa": "document Q&A", "classifier": "classifier"}
LANGUAGES = {"en": "English", "vi": "Vietnamese"}
DEFAULT_MODEL = "gpt-6-luna"
PROVIDERS = (
    "openai", "azure", "anthropic", "gemini", "openrouter", "groq",
    "ollama", "lmstudio", "vllm", "llamacpp", "custom", "demo",
)  # fmt: skip
