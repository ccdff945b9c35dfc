"""Checks labels and examples and learns from them before anyone asks."""

import asyncio
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI

if TYPE_CHECKING:
    from app.classifier import Classifier

log = logging.getLogger("app")


async def start(app: FastAPI) -> None:
    classifier = await asyncio.to_thread(opened, app.state.project)
    app.state.files.append(classifier)
    for fault in classifier.faults:
        log.warning("%s", fault)
    try:
        await asyncio.to_thread(classifier.learned)
    except asyncio.CancelledError:
        classifier.local.stop()  # the thread would go on
        raise


def opened(project: Path) -> "Classifier":
    """Load what computes, which takes a second, and open the classifier."""
    from app.classifier import open_classifier

    return open_classifier(project)
