"""A small product with labels, whose right answers the tests know."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

PRODUCT = """
instructions = "You sort the mail of a bike shop."
choose = "{choose}"

[product]
name = "Spoke & Chain"
language = "{language}"
app = "classifier"
"""
LABELS = {
    "billing": "Invoices, payments and refunds",
    "repair": "Something on a bike is broken and must be repaired",
    "opening": "When the shop is open",
}
EXAMPLES = {
    "billing": [
        "You took the money twice from my card.",
        "Please send me the invoice for last month.",
        "I want a refund for the helmet.",
        "The receipt shows the wrong amount.",
        "My payment was declined, what now?",
        "Can I pay in three instalments?",
        "I was charged for a bell that I never bought.",
    ],
    "repair": [
        "My brakes squeal and hardly stop me.",
        "The chain jumps off on every hill.",
        "A spoke is broken in my rear wheel.",
        "The gears do not shift into the third.",
        "My tyre loses air overnight.",
        "The front light does not work any more.",
        "The saddle is loose and turns by itself.",
    ],
    "opening": [
        "When do you open on Saturday?",
        "Are you open over Christmas?",
        "Until what time can I come by tonight?",
        "Is the shop closed on public holidays?",
        "What are your hours in August?",
        "Do you close at lunch time?",
        "From when on is somebody there in the morning?",
    ],
}
UNSEEN = {
    "billing": "The bill is too high, I want some of my money back.",
    "repair": "The pedal fell off while riding.",
    "opening": "What time does the shop open on Mondays?",
}
# One word tells the label, but for the grey things, of which nobody knows.
COLOURS = {
    "p": [*(f"a red thing, number {n}" for n in range(60)), *(f"a grey thing, number {n}" for n in range(0, 24, 2))],
    "q": [*(f"a blue thing, number {n}" for n in range(60)), *(f"a grey thing, number {n}" for n in range(1, 24, 2))],
}


def write(
    project: Path,
    examples: Mapping[str, Sequence[str]] = EXAMPLES,
    labels: Mapping[str, str] = LABELS,
    choose: str = "one",
    language: str = "en",
    cases: str = "",
) -> Path:
    """Write the project folder."""
    tables = [f'[[labels]]\nname = "{name}"\ndescription = "{told}"\n' for name, told in labels.items()]
    product = PRODUCT.replace("{choose}", choose).replace("{language}", language)
    (project / "product.toml").write_text(product + "\n".join(tables), encoding="utf-8")
    (project / "data").mkdir(exist_ok=True)
    (project / "data" / "examples.csv").write_text(table(examples), encoding="utf-8")
    (project / "evals").mkdir(exist_ok=True)
    (project / "evals" / "cases.jsonl").write_text(cases, encoding="utf-8")
    return project


def table(examples: Mapping[str, Sequence[str]]) -> str:
    file = io.StringIO()
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(["text", "label"])
    rows.writerows((text, label) for label, texts in examples.items() for text in texts)
    return file.getvalue()
