"""Learns from the examples before anyone asks."""

import asyncio

from fastapi import FastAPI

from app.classifier import open_classifier


async def start(app: FastAPI) -> None:
    classifier = open_classifier(app.state.project)
    app.state.files.append(classifier)
    await asyncio.to_thread(classifier.learned)
