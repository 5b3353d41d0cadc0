"""A page with two sides: a list, and beside it what is current in it looks like."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QSplitter, QWidget

from srm_desktop.ui.pages.page import column
from srm_desktop.ui.widgets import named


def two_sides(name: str, says: str) -> QSplitter:
    """A splitter with a thin line, of which neither side can be pushed together."""
    made = named(QSplitter(Qt.Orientation.Horizontal), name, says)
    made.setHandleWidth(1)
    made.setChildrenCollapsible(False)
    return made


def put_beside(split: QSplitter, widgets: tuple[QWidget, ...], *, least: int) -> QWidget:
    """Put widgets, one below the other, on the right, on two fifths of the width; `least` is theirs in pixels."""
    made = QWidget()
    content = column(made)
    content.setContentsMargins(16, 12, 16, 12)
    for widget in widgets:
        content.addWidget(widget)
    made.setMinimumWidth(least)
    split.addWidget(made)
    split.setStretchFactor(0, 1)
    _share(split)
    QTimer.singleShot(0, split, lambda: _share(split))  # a page that is being shown has its real width only then
    return made


def _share(split: QSplitter) -> None:
    split.setSizes([split.width() * 3 // 5, split.width() * 2 // 5])
