"""Where a person is signed in, which is forgotten with all that they said."""

from pathlib import Path


def forget(visitor: str, _: Path) -> None:
    """Sign a person out everywhere."""
    from app.sign_in import sessions

    sessions.forget(visitor)
