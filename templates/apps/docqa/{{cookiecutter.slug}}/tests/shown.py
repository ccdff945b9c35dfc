"""What becomes of a model's words on their way to a visitor."""

from app.documents.checking import Checker
from app.llm import Delta


def shown(text: str) -> str:
    """Return the whole reply as it is kept where no passage proves any of it."""
    checker = Checker([])
    events = [*checker.take(text), *checker.end()]
    return "".join(event.text for event in events if isinstance(event, Delta))
