"""Learns from the examples before anyone asks."""

import asyncio

from fastapi import FastAPI


async def start(app: FastAPI) -> None:
    from app.classifier import open_classifier

    classifier = open_classifier(app.state.project)
    app.state.files.append(classifier)
    await asyncio.to_thread(classifier.learned)
