"""Decides whether a change may pass: not where the evaluation is worse than the baseline by more than chance."""

import click

from app.evaluation.comparison import Finding

NO_BASELINE = (
    "There is nothing to compare with; `.venv/bin/python -m app eval --baseline save` makes evals/baseline.json, "
    "to be committed."
)
UNLIKE = "Of this run and the baseline, one asked a model and the other did not, so they are not compared."


def refuse_worse(finding: Finding, told: str) -> None:
    """Exit 1 where the paired test found the run worse; else say what it found, which may be too little to tell."""
    if finding == "worse":
        raise click.ClickException(f"Gate failed. {told}")
    passes(told)


def passes(told: str) -> None:
    click.echo(f"Gate passed. {told}", err=True)
