"""The examples of data/examples.csv: texts with the label that is right for each."""

import csv
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from app.evaluation.comparing import comparable
from app.faults import OwnerFault
from app.labels import Labels
from app.words import in_language

FEW = 5  # examples of a label: with fewer, none is held out; beside others that have more, it is called rare
ONE_IN = 5  # of the examples are held out
NONE = ""  # stands for no label, with `choose = "many"`

Line = tuple[int, str, str]  # its number, text and label
Lines = tuple[Line, ...]

SENTENCES = {
    "en": {
        "no_text": "The text is empty, so the line is passed over",
        "no_label": "The label is empty, so the line is passed over",
        "unknown": "product.toml has no label “{label}”{near}",
        "duplicate": "The same example stands further up and counts once",
        "overlapping": "This text has another label further up; nothing is learned from either",
        "rare": "The label “{label}” has {count} examples where others have more; it takes {few} to be tested at all.",
        "near": "; did you mean “{label}”?",
        "where": "data/examples.csv, line {line}: {told} ({count} such lines).",
    },
    "vi": {
        "no_text": "Không có văn bản nên dòng này bị bỏ qua",
        "no_label": "Không có nhãn nên dòng này bị bỏ qua",
        "unknown": "product.toml không có nhãn “{label}”{near}",
        "duplicate": "Ví dụ này đã có ở trên nên chỉ tính một lần",
        "overlapping": "Văn bản này đã mang nhãn khác ở trên nên cả hai đều không được dùng để học",
        "rare": "Nhãn “{label}” chỉ có {count} ví dụ, ít hơn các nhãn khác; cần {few} ví dụ mới kiểm tra được.",
        "near": "; có phải ý bạn là “{label}”?",
        "where": "data/examples.csv, dòng {line}: {told} ({count} dòng như vậy).",
    },
}


@dataclass(frozen=True)
class Example:
    """A text and the labels that are right for it: exactly one, or with `choose = "many"` any number."""

    text: str
    labels: frozenset[str]

    @property
    def key(self) -> str:
        """Return what makes two texts the same, in the same order whatever the file's."""
        return key_of(self.text)


@dataclass(frozen=True)
class Examples:
    """The examples to learn from, those held out to test on, and what is wrong with the file.

    `distilled` are a model's, to learn from but never to measure by: it may be wrong.
    """

    learned: tuple[Example, ...] = ()
    held_out: tuple[Example, ...] = ()
    faults: tuple[str, ...] = ()
    distilled: tuple[Example, ...] = ()

    def taught(self, lines: Iterable[Line], labels: Labels) -> "Examples":
        """Add what a model said of texts that nobody else said anything of."""
        known = {example.key for example in (*self.learned, *self.held_out)}
        found: dict[str, set[str]] = {}
        texts: dict[str, str] = {}
        for _, text, label in lines:
            if label in labels.names or (not label and labels.choose == "many"):
                key = key_of(text)
                texts.setdefault(key, text)
                found.setdefault(key, set()).update({label} - {NONE})
        told = (Example(texts[key], frozenset(found[key])) for key in sorted(found) if key not in known)
        return replace(self, distilled=tuple(told))


def key_of(text: str) -> str:
    """Return the hash of a text, the same for texts that differ in case, spaces or quotes alone."""
    return hashlib.sha256(comparable(text).encode()).hexdigest()


def is_test(key: str) -> bool:
    """Tell whether a text is held out to test on, once its label has enough examples."""
    return int(key[:8], 16) % ONE_IN == 0


class Complaints:
    """Counts faults by kind, so that a file of a million wrong lines gets one sentence for each kind."""

    def __init__(self, language: str) -> None:
        self._sentences = in_language(SENTENCES, language)
        self._counts: Counter[str] = Counter()
        self._first: dict[str, dict[str, object]] = {}

    def add(self, code: str, **values: object) -> None:
        self._counts[code] += 1
        self._first.setdefault(code, values)

    def near(self, label: str, labels: Labels) -> str:
        found = get_close_matches(label, labels.names, n=1)
        return self._sentences["near"].format(label=found[0]) if found else ""

    def sentences(self) -> Iterator[str]:
        """Yield one for each kind, with the first line that has it."""
        for code, count in self._counts.items():
            first = self._first[code]
            told = self._sentences[code].format(**first)
            yield (
                self._sentences["where"].format(line=first["line"], told=told, count=count) if "line" in first else told
            )


def of(found: Iterable[Line], labels: Labels, language: str) -> Examples:
    """Check the lines of the file and split them; what is wrong with some becomes a sentence, the others serve."""
    complaints = Complaints(language)
    rows: dict[str, list[Example]] = {}
    for example in checked(found, labels, complaints):
        rows.setdefault(example.key, []).append(example)
    merged = [Example(found[0].text, frozenset().union(*(row.labels for row in found))) for found in rows.values()]
    sound = [example for example in merged if labels.choose == "many" or len(example.labels) == 1]
    counts = Counter(name for example in sound for name in example.labels or {NONE})
    if counts and max(counts.values()) >= FEW:
        for name in labels.names:
            if counts[name] < FEW:
                complaints.add("rare", label=name, count=counts[name], few=FEW)
    return split(sound, counts, tuple(complaints.sentences()))


def read(path: Path) -> Lines:
    """Read the file, if there is one; raise OwnerFault where it is no file of examples."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if not {"text", "label"} <= {*(reader.fieldnames or ())}:
                raise OwnerFault("data/examples.csv needs a first line that names the columns text and label")
            return tuple((reader.line_num, (row["text"] or "").strip(), (row["label"] or "").strip()) for row in reader)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise OwnerFault(f"data/{path.name} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise OwnerFault(f"data/{path.name} is not UTF-8 text") from None
    except csv.Error as error:
        raise OwnerFault(f"data/{path.name} is not CSV: {error}") from None


def checked(rows: Iterable[Line], labels: Labels, complaints: Complaints) -> Iterator[Example]:
    """Yield the lines that can be learned from; with `choose = "many"` an empty label says that none fits."""
    known = {comparable(name): name for name in labels.names}
    seen: dict[str, set[str]] = {}
    for line, text, label in rows:
        name = known.get(comparable(label), "")
        if not text:
            complaints.add("no_text", line=line)
        elif not label and labels.choose == "one":
            complaints.add("no_label", line=line)
        elif label and not name:
            complaints.add("unknown", line=line, label=label, near=complaints.near(label, labels))
        else:
            example = Example(text, frozenset({name} if name else ()))
            before = seen.setdefault(example.key, set())
            if name in before:
                complaints.add("duplicate", line=line)
            elif before and labels.choose == "one":
                complaints.add("overlapping", line=line)
            before.add(name)
            yield example


def split(examples: Iterable[Example], counts: Counter[str], faults: tuple[str, ...]) -> Examples:
    """Hold one in five out by the hash of its text, so that a text never changes sides while its label has enough."""
    learned: list[Example] = []
    held_out: list[Example] = []
    for example in sorted(examples, key=lambda example: example.key):
        enough = all(counts[name] >= FEW for name in example.labels or {NONE})
        (held_out if enough and is_test(example.key) else learned).append(example)
    return Examples(tuple(learned), tuple(held_out), faults)
