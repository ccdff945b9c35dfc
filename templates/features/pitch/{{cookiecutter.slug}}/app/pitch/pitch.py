"""All that the deck and the brief show, gathered once."""

import logging
from dataclasses import dataclass
from pathlib import Path

from app.faults import OwnerFault
from app.guard import CapSettings
from app.pitch import costs, kinds, measured
from app.pitch.additions import Additions
from app.pitch.costs import Estimate
from app.pitch.measured import Measured
from app.pitch.picture import Flow
from app.pitch.words import WORDS, Words
from app.product import About, Product
from app.words import in_language

STEPS = 4  # of the demo

log = logging.getLogger("app")


@dataclass(frozen=True)
class Pitch:
    """What is said, in the product's language, and the numbers."""

    about: About
    starters: tuple[str, ...]
    words: Words
    additions: Additions
    flow: Flow
    estimate: Estimate
    cap_usd: float
    measured: Measured | None
    is_unreadable: bool  # the newest report

    @property
    def problem(self) -> str:
        return self.additions.problem or self.words["usual_problem"]

    @property
    def audience(self) -> str:
        return self.words["for"].format(audience=self.about.audience) if self.about.audience else self.words["for_all"]


def gathered(product: Product, added: Additions, project: Path) -> Pitch:
    """Gather the pitch of a project; a wrong setting is raised as OwnerFault."""
    about = product.product
    app = about.app if about.app in kinds.KINDS else "chatbot"
    words = in_language(WORDS, about.language) | in_language(kinds.KINDS[app], about.language)
    estimate = costs.estimate(product, project)
    run, is_unreadable = newest(project)
    return Pitch(
        about=about,
        starters=product.starters[:STEPS],
        words=words,
        additions=added,
        flow=kinds.flow(app, about.name, about.audience, estimate.price.model if estimate.price else None, words),
        estimate=estimate,
        cap_usd=float(CapSettings().cap_app_usd),
        measured=run,
        is_unreadable=is_unreadable,
    )


def newest(project: Path) -> tuple[Measured | None, bool]:
    """Return the newest run, and whether there is one that cannot be read; the log says which."""
    try:
        return measured.newest(project / "evals"), False
    except OwnerFault as fault:
        log.error("%s", fault)
        return None, True
