"""Where the window and its panes were: kept among the preferences from one run to the next."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QMainWindow, QSplitter

from srm_desktop import settings


def restore(window: QMainWindow, splitters: dict[str, QSplitter]) -> None:
    """Put the window and its splitters, by the names they are kept under, where they were the last time."""
    places = settings.load().places
    ways = {"window": window.restoreGeometry} | {name: each.restoreState for name, each in splitters.items()}
    for name, put in ways.items():
        if place := places.get(name):
            put(QByteArray.fromBase64(place.encode("ascii", "ignore")))


def keep(window: QMainWindow, splitters: dict[str, QSplitter]) -> None:
    """Remember where they are."""
    states = {"window": window.saveGeometry()} | {name: each.saveState() for name, each in splitters.items()}
    places = {name: bytes(place.toBase64().data()).decode() for name, place in states.items()}
    settings.save(replace(settings.load(), places=places))
