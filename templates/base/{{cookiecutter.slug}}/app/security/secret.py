"""The secret that cookies are signed with: made once in var/, or set where several machines serve one app."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from pydantic import Field, SecretStr

from app.faults import OwnerFault
from app.settings import PROJECT, EnvSettings


class SecretSettings(EnvSettings):
    """What cookies are signed with."""

    secret: SecretStr | None = Field(
        None, min_length=32, description="what cookies are signed with, 32 characters or more, if not var/secret"
    )


def signing_secret(project: Path = PROJECT) -> str:
    """Return SECRET, or the secret in var/, which the first call makes."""
    setting = SecretSettings().secret
    if setting:
        return setting.get_secret_value()
    file = project / "var" / "secret"
    try:
        if not file.exists():
            make(file)
        return file.read_text(encoding="ascii")
    except OSError as error:
        reason = f"{file} cannot be used: {error.strerror}"
        raise OwnerFault(f"{reason}; let the app write to its folder, or set SECRET") from None


def make(file: Path) -> None:
    """Write a new secret, whole and readable by its owner alone, unless another process was faster."""
    file.parent.mkdir(mode=0o700, exist_ok=True)
    with NamedTemporaryFile("w", dir=file.parent, prefix=".secret-") as new:  # of mode 0600
        new.write(secrets.token_hex(32))
        new.flush()
        with suppress(FileExistsError):
            os.link(new.name, file)
