"""What can go wrong, told to a person: one sentence, a hint, an exit code.

QuickshipError
├── UsageError       the command line asks for something that makes no sense (exit 2)
├── IdeaError        the idea, or a name in it, cannot be used
├── ProductError     product.toml cannot be read, or holds what it may not
├── DraftError       no model can be asked, or it answered with no product; becomes a warning
├── TemplateError    a template is missing, malformed or at odds with another
├── TrustError       a template of others that the person does not trust
├── RenderError      cookiecutter could not render a template
├── VerifyError      the finished tree breaks a rule
├── WriteError       the target cannot be written
├── GitError         git is missing or refuses
├── UpdateError      the project, as it stands, cannot be brought up to date
└── Interrupted      Ctrl-C or a signal (exit 130)

Anything else that escapes is a bug and keeps its traceback.
"""

from __future__ import annotations


class QuickshipError(Exception):
    """A message for the person at the keyboard, never a traceback."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        self.message = one_line(message)
        self.hint = one_line(hint)
        super().__init__(self.message)


def one_line(text: str) -> str:
    """The text on one line, without a character that would steer a terminal: what it quotes may hold any."""
    return "".join(char for char in " ".join(text.split()) if char.isprintable())


class UsageError(QuickshipError):
    """The command line asks for something that makes no sense."""

    exit_code = 2


class IdeaError(QuickshipError):
    """The idea, or a name in it, cannot be used."""


class ProductError(QuickshipError):
    """product.toml cannot be read, or holds what it may not; `place` leads to it, such as ("faq", 1, "answer")."""

    place: tuple[str | int, ...] = ()


class DraftError(QuickshipError):
    """No model can be asked, or it answered with no product: the rules read the idea instead."""


class TemplateError(QuickshipError):
    """A template is missing, malformed or at odds with another."""


class TrustError(QuickshipError):
    """A template of others that the person does not trust."""


class RenderError(QuickshipError):
    """cookiecutter could not render a template."""


class VerifyError(QuickshipError):
    """The finished tree breaks a rule."""


class WriteError(QuickshipError):
    """The target cannot be written."""


class GitError(QuickshipError):
    """git is missing or refuses."""


class UpdateError(QuickshipError):
    """The project, as it stands, cannot be brought up to date."""


class Interrupted(QuickshipError):
    """Ctrl-C or a signal; the target is whole or absent."""

    exit_code = 130
