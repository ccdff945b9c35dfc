"""What becomes of a model's words on their way to a visitor."""


def shown(text: str) -> str:
    """Return the whole reply as it is kept: as the model wrote it."""
    return text
