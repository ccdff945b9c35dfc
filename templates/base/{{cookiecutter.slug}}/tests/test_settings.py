"""The settings that .env.example and README.md show are the settings that the app reads."""

import importlib
import pkgutil
import re
from collections.abc import Iterator

from pydantic import AliasChoices, SecretStr
from pydantic.fields import FieldInfo

import app
from app.settings import PROJECT, EnvSettings


def classes(parent: type[EnvSettings] = EnvSettings) -> Iterator[type[EnvSettings]]:
    """Yield every settings class of the app, once all its modules are loaded."""
    for module in pkgutil.walk_packages(app.__path__, "app."):
        importlib.import_module(module.name)
    for child in parent.__subclasses__():
        if child.__module__.startswith("app."):
            yield child
        yield from classes(child)


def variables(settings: type[EnvSettings], name: str, field: FieldInfo) -> list[str]:
    """Return the environment variables a field is read from."""
    alias = field.validation_alias
    if isinstance(alias, AliasChoices):
        return [str(choice).upper() for choice in alias.choices]
    return [str(alias or settings.model_config.get("env_prefix", "") + name).upper()]


def shown(default: object) -> str:
    """Return a default as a person would write it in .env."""
    if isinstance(default, SecretStr):
        return default.get_secret_value()
    if default is None:
        return ""
    if isinstance(default, tuple):
        return " ".join(default)
    return str(default).lower() if isinstance(default, bool) else str(default)


def read_by_the_app() -> dict[str, str]:
    return {
        variable: shown(field.get_default(call_default_factory=True, validated_data={}))
        for settings in classes()
        for name, field in settings.model_fields.items()
        for variable in variables(settings, name, field)
    }


def test_env_example_shows_every_setting_with_its_default() -> None:
    text = (PROJECT / ".env.example").read_text(encoding="utf-8")
    assert dict(re.findall(r"^# ([A-Z][A-Z0-9_]*)=(.*)$", text, re.MULTILINE)) == read_by_the_app()


def test_the_readme_shows_every_setting_with_its_default() -> None:
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([A-Z][A-Z0-9_]*)` \| (?:`(.*?)`|[^`|]*) \|", text, re.MULTILINE)
    assert dict(rows) == read_by_the_app()


def test_every_setting_has_a_help_text() -> None:
    bare = [name for settings in classes() for name, field in settings.model_fields.items() if not field.description]
    assert not bare
