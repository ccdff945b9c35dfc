"""Writes what .env holds as a Secret of Kubernetes: `python -m app k8s-secret | kubectl apply -f -`."""

import json
import sys

import click

NOT_HERE = {"HOST", "PORT"}  # the pods' own, in k8s/base/settings.env
NEEDED = ("ACCESS_CODE", "SECRET")


@click.command("k8s-secret")
def command() -> None:
    """Print the Secret that the pods read, made of .env, for `kubectl apply`; it is kept nowhere else.

    It holds keys and codes, so it goes into a pipe and is refused on a terminal.
    """
    from app import product
    from app.settings import PROJECT

    if sys.stdout.isatty():
        raise click.ClickException("This prints keys and codes: pipe it into `kubectl apply -f -`.")
    values = secrets()
    if missing := [name for name in NEEDED if not values.get(name)]:
        raise click.ClickException(f"{' and '.join(missing)} must be set in {PROJECT.name}/.env first.")
    slug = product.load().product.slug
    click.echo(json.dumps(secret(slug, values)))


def secrets() -> dict[str, str]:
    """Read .env as the app reads it, quotes and all."""
    from dotenv import dotenv_values

    from app.settings import PROJECT

    found = dotenv_values(PROJECT / ".env", interpolate=False)
    return {name: value for name, value in found.items() if value and name not in NOT_HERE}


def secret(slug: str, values: dict[str, str]) -> dict[str, object]:
    """Return the document; JSON is YAML, too."""
    metadata = {"name": "secrets", "namespace": slug}
    return {"apiVersion": "v1", "kind": "Secret", "type": "Opaque", "metadata": metadata, "stringData": values}
