"""Watches data/pitch.toml, so that an edit needs no restart and its owner is told what is wrong with it."""

from fastapi import FastAPI

from app.pitch.additions import Additions, load
from app.watched import Watched


async def start(app: FastAPI) -> None:
    app.state.pitch = Watched(app.state.project / "data" / "pitch.toml", load, blank=Additions())
    app.state.files.append(app.state.pitch)
