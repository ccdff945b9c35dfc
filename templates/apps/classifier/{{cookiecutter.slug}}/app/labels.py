"""The labels of product.toml: what each is called, and what it means."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from app.evaluation.comparing import comparable
from app.faults import OwnerFault
from app.product import Product
from app.words import in_language

SENTENCES = {
    "en": {
        "no_labels": "product.toml names fewer than two labels; write each as [[labels]] with name and description.",
        "not_tables": "The labels in product.toml are not tables; write each as [[labels]] with name and description.",
        "no_name": "Label {number} in product.toml has no name; give it one, or take it out.",
        "duplicate": "The label “{name}” stands in product.toml twice; the second one is passed over.",
        "same_meaning": "The labels “{name}” and “{other}” have the same description; say in it how they differ.",
        "scale": "The labels look like a scale, which is not supported: each is a label of its own, without order.",
        "choose": "`choose` in product.toml is “{name}”; it can be “one” or “many”, since scores are not supported.",
    },
    "vi": {
        "no_labels": "product.toml có chưa đến hai nhãn; hãy viết mỗi nhãn thành [[labels]] với name và description.",
        "not_tables": "Nhãn trong product.toml viết chưa đúng; mỗi nhãn là một [[labels]] với name và description.",
        "no_name": "Nhãn thứ {number} trong product.toml chưa có tên; hãy đặt tên hoặc bỏ nhãn đó đi.",
        "duplicate": "Nhãn “{name}” có hai lần trong product.toml; lần thứ hai bị bỏ qua.",
        "same_meaning": "Nhãn “{name}” và “{other}” có cùng mô tả; hãy viết rõ chúng khác nhau ở đâu.",
        "scale": "Các nhãn giống một thang điểm, điều chưa được hỗ trợ: mỗi mức là một nhãn riêng, không có thứ tự.",
        "choose": "`choose` trong product.toml là “{name}”, chỉ có thể là “one” hoặc “many”. Chưa hỗ trợ chấm điểm.",
    },
}


class NoLabels(OwnerFault):
    """There is nothing to choose between yet; the text says what to write where."""


@dataclass(frozen=True)
class Label:
    """One label; what it means is how a text is known to carry it."""

    name: str
    description: str = ""

    @property
    def meaning(self) -> str:
        """Return the label as a text, which stands for it where there are no examples."""
        name = re.sub("[_-]+", " ", self.name)
        return f"{name}: {self.description}" if self.description else name


@dataclass(frozen=True)
class Labels:
    """All labels, by name, and whether a text carries one of them or any number."""

    all: tuple[Label, ...]
    choose: Literal["one", "many"] = "one"
    faults: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        return [label.name for label in self.all]

    @property
    def enough(self) -> bool:
        """Tell whether there is anything to choose between."""
        return len(self.all) >= (2 if self.choose == "one" else 1)

    def refuse_too_few(self) -> None:
        """Raise NoLabels where there is not enough to choose between."""
        if not self.enough:
            raise NoLabels(self.faults[-1])


def of(product: Product) -> Labels:
    """Read the labels; what is wrong with one of them becomes a sentence, and the others still serve."""
    faults: list[str] = []

    def complain(code: str, **values: object) -> None:
        faults.append(in_language(SENTENCES, product.product.language)[code].format(**values))

    found = named(product.labels or (), complain)
    means = {comparable(label.description): label for label in reversed(found) if label.description}
    for label in found:
        first = means.get(comparable(label.description), label)
        if first is not label:
            complain("same_meaning", name=first.name, other=label.name)
    if found and all(re.fullmatch(r"[+-]?\d+([.,]\d+)?", label.name) for label in found):
        complain("scale")
    if product.choose not in {"one", "many"}:
        complain("choose", name=product.choose)
    labels = Labels(tuple(sorted(found, key=lambda label: label.name)), "many" if product.choose == "many" else "one")
    if not labels.enough:
        complain("no_labels")
    return Labels(labels.all, labels.choose, tuple(faults))


def named(rows: Any, complain: Any) -> Sequence[Label]:
    """Return the labels that have a name of their own."""
    if not isinstance(rows, list | tuple) or not all(isinstance(row, dict) for row in rows):
        complain("not_tables")
        return []
    found: dict[str, Label] = {}
    for number, row in enumerate(rows, 1):
        name, description = (str(row.get(key) or "").strip() for key in ("name", "description"))
        if not name:
            complain("no_name", number=number)
        elif comparable(name) in found:
            complain("duplicate", name=name)
        else:
            found[comparable(name)] = Label(name, description)
    return list(found.values())
