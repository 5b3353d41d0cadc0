"""One-colour icons from a package, tinted to the theme, put on after the window has been painted once.

Loading the icon fonts takes longer than painting the window, so buttons get their icons a moment later.
"""

from __future__ import annotations

import weakref
from typing import Protocol

from PySide6.QtCore import QTimer
from PySide6.QtGui import QIcon

from srm_desktop.ui.theme import theme


class TakesIcon(Protocol):
    """A button or an action."""

    def setIcon(self, icon: QIcon, /) -> None:
        """Take an icon."""


_dressed: list[tuple[weakref.ref[object], str]] = []
_ready = False


def dress(target: TakesIcon, name: str) -> None:
    """Give `target` the icon `name` (a Phosphor name such as `paperclip`) now, or when icons are ready."""
    _dressed.append((weakref.ref(target), name))
    if _ready:
        target.setIcon(_icon(name))


def load_soon() -> None:
    """Load the icons once the event loop is idle; from then on they follow the theme."""
    QTimer.singleShot(50, _load)


def _load() -> None:
    global _ready
    if not _ready:
        _ready = True
        theme.changed.connect(_dress_all)
    _dress_all()


def _dress_all() -> None:
    _dressed[:] = [(ref, name) for ref, name in _dressed if ref() is not None]
    for ref, name in _dressed:
        target = ref()
        try:
            target.setIcon(_icon(name))  # type: ignore[attr-defined]
        except RuntimeError:  # the C++ side of the widget is gone already
            continue


def _icon(name: str) -> QIcon:
    import qtawesome

    palette = theme.palette
    made: QIcon = qtawesome.icon(
        f"ph.{name}", color=palette.quiet, color_active=palette.text, color_disabled=palette.line
    )
    return made
