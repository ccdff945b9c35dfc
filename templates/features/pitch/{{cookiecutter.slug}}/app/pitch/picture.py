"""How it works, drawn: four steps, the app's frame around the middle two, and what they draw on. Wide or tall."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from app.pitch.lines import broken

TITLE, DETAIL = 25, 20  # sizes of letters, in the drawing's units
PAD = 16


@dataclass(frozen=True)
class Step:
    """A box's words."""

    title: str
    detail: str


@dataclass(frozen=True)
class Flow:
    """What happens from left to right, or from top to bottom."""

    frame: str  # the app's name, around the second and the third step
    steps: tuple[Step, Step, Step, Step]
    source: Step
    feeds: int  # the number of the step that draws on the source
    returns: bool  # whether the last step adds to the source


@dataclass(frozen=True)
class Box:
    """A box with its words in lines; `kind` is what the stylesheet calls it."""

    x: float
    y: float
    width: float
    height: float
    title: list[str]
    detail: list[str]
    kind: str = "step"

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2


def wide(flow: Flow) -> str:
    """Draw it beside each other, for a screen and for paper."""
    texts = [set_in(step, 264) for step in (*flow.steps, flow.source)]
    name, height = broken(flow.frame, 580 / TITLE, 2), max(map(tall_of, texts[:4]))
    top = 27 + 31 * len(name)
    boxes = [Box(number * 312, top, 264, height, *texts[number]) for number in range(4)]
    fed = boxes[flow.feeds]
    source = Box(fed.x, fed.bottom + 44, 264, tall_of(texts[4]), *texts[4], "source")
    lines = [path((left.right, left.centre[1]), (right.x - 4, right.centre[1])) for left, right in pairwise(boxes)]
    lines.append(path((source.centre[0], source.y), (source.centre[0], fed.bottom + 4)))
    if flow.returns:
        end = boxes[3].centre[0]
        lines.append(path((end, boxes[3].bottom), (end, source.centre[1]), (source.right + 4, source.centre[1])))
    frame = Box(boxes[1].x - 22, 1, 620, source.bottom + 18, name, [], "frame")
    return drawn("wide", 1201, frame.height + 2, [frame, *boxes, source], lines, flow)


def tall(flow: Flow) -> str:
    """Draw it below each other, for a phone; the source stands at the left."""
    texts = [set_in(step, 216) for step in flow.steps]
    name = broken(flow.frame, 412 / TITLE, 2)
    boxes: list[Box] = []
    for number, text in enumerate(texts):
        gap = (0, 52 + 31 * len(name), 40, 58)[number]
        boxes.append(Box(222, (boxes[-1].bottom if boxes else 2) + gap, 216, tall_of(text), *text))
    fed, words = boxes[flow.feeds], set_in(flow.source, 184)
    top = max(boxes[1].y, fed.centre[1] - tall_of(words) / 2)
    source = Box(14, top, 184, tall_of(words), *words, "source")
    start = boxes[1].y - 14 - 31 * len(name)
    ends = (start, boxes[2].y, boxes[3].y)  # the first arrow stops at the frame, below which its name stands
    lines = [path((330, box.bottom), (330, end - 4)) for box, end in zip(boxes, ends, strict=False)]
    level = min(max(fed.centre[1], source.y + 12), source.bottom - 12)
    lines.append(path((source.right, level), (fed.x - 4, level)))
    if flow.returns:
        below = boxes[3].centre[1]
        lines.append(path((boxes[3].x, below), (source.centre[0], below), (source.centre[0], source.bottom + 4)))
    end = max(boxes[2].bottom, source.bottom) + 18
    frame = Box(1, start, 448, end - start, name, [], "frame")
    return drawn("tall", 450, max(boxes[3].bottom, end) + 2, [frame, *boxes, source], lines, flow)


def set_in(step: Step, wide: float) -> tuple[list[str], list[str]]:
    """Break a step's words for a box of that width."""
    room = wide - 2 * PAD
    return broken(step.title, room / TITLE, 3), broken(step.detail, room / DETAIL, 7)


def tall_of(words: tuple[list[str], list[str]]) -> float:
    title, detail = words
    return 2 * PAD + len(title) * TITLE * 1.25 + len(detail) * DETAIL * 1.35 + 4


def path(*points: tuple[float, float]) -> str:
    return "M" + " L".join(f"{x:.0f} {y:.0f}" for x, y in points)


def drawn(kind: str, width: float, height: float, boxes: Sequence[Box], lines: Sequence[str], flow: Flow) -> str:
    """Write the SVG; a screen reader is told the steps in one sentence."""
    said = "; ".join(f"{step.title}: {step.detail}" for step in (*flow.steps, flow.source))
    head = (
        f'<svg class="picture {kind}" viewBox="0 0 {width:.0f} {height:.0f}" role="img"><title>{escape(said)}</title>'
    )
    arrow = (
        f'<marker id="{kind}-arrow" viewBox="0 0 10 10" refX="8" refY="5" markerWidth="7" markerHeight="7" '
        'orient="auto"><path class="head" d="M0 0 L10 5 L0 10 z"/></marker>'
    )
    strokes = "".join(f'<path class="line" d="{line}" marker-end="url(#{kind}-arrow)"/>' for line in lines)
    frame, *others = (boxed(box) for box in boxes)
    return f"{head}<defs>{arrow}</defs>{frame}{strokes}{''.join(others)}</svg>"


def boxed(box: Box) -> str:
    size = f'width="{box.width:.0f}" height="{box.height:.0f}" rx="16"'
    shape = f'<rect x="{box.x:.0f}" y="{box.y:.0f}" {size}/>'
    return f'<g class="{box.kind}">{shape}{"".join(written(box))}</g>'


def written(box: Box) -> Iterator[str]:
    """Yield a box's lines, each at its place."""
    y = box.y + PAD - (5 if box.kind == "frame" else 0)
    for name, size, leading, lines in (("title", TITLE, 1.25, box.title), ("detail", DETAIL, 1.35, box.detail)):
        for line in lines:
            y += size * leading
            base = y - size * 0.3
            yield f'<text class="{name}" x="{box.x + PAD:.0f}" y="{base:.0f}">{escape(line)}</text>'
        y += 4
