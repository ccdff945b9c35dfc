"""Checks labels and examples: `python -m app check`."""

import click


@click.command("check")
def command() -> None:
    """Say what is wrong with the labels of product.toml and with data/examples.csv; exit 1 if anything is."""
    from app.classifier import open_classifier
    from app.settings import PROJECT

    classifier = open_classifier(PROJECT)
    faults = classifier.faults
    for fault in faults:
        click.echo(fault)
    if faults:
        raise SystemExit(1)
    task = classifier.task
    known, held = len(task.examples.learned), len(task.examples.held_out)
    click.echo(f"{len(task.labels.all)} labels, {known} examples to learn from, {held} held out to test on")
