"""The keys of the preview."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

PREVIEW_KEYS = (
    ("F6", "Enlarge the preview over the page, and back"),
    ("Esc", "Back to where you were"),
    ("Alt+Down, Alt+Up", "The next piece, the piece before"),
    ("Ctrl+F, /", "Find in the piece"),
    ("F3, Shift+F3", "The next place, the place before"),
    ("Ctrl++, +", "Larger"),
    ("Ctrl+-, -", "Smaller"),
    ("Ctrl+0, 0", "As it fits, or in its own size"),
    ("PageDown, PageUp", "On and back in what is shown"),
    ("Right, Left", "Unfold and fold; next page and the one before"),
)
"""Keys inside a preview, for the sheet of keys. Those without Ctrl belong to the walk until it is enlarged."""


class Wanted(Enum):
    """What a key asks for."""

    FIND = auto()
    NEXT = auto()
    BEFORE = auto()
    LARGER = auto()
    SMALLER = auto()
    FITTED = auto()
    PIECE_AFTER = auto()
    PIECE_BEFORE = auto()
    LARGE = auto()
    LEAVE = auto()


_KEY, _CTRL, _ALT, _SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
_NONE = Qt.KeyboardModifier.NoModifier
_KEYS = {
    (_KEY.Key_F, _CTRL): Wanted.FIND,
    (_KEY.Key_F3, _NONE): Wanted.NEXT,
    (_KEY.Key_F3, _SHIFT): Wanted.BEFORE,
    (_KEY.Key_Down, _ALT): Wanted.PIECE_AFTER,
    (_KEY.Key_Up, _ALT): Wanted.PIECE_BEFORE,
    (_KEY.Key_F6, _NONE): Wanted.LARGE,
    (_KEY.Key_Escape, _NONE): Wanted.LEAVE,
    (_KEY.Key_0, _CTRL): Wanted.FITTED,
}
_SIGNS = {"+": Wanted.LARGER, "=": Wanted.LARGER, "-": Wanted.SMALLER, "0": Wanted.FITTED, "/": Wanted.FIND}
_CTRL_KEYS = {_KEY.Key_Plus: Wanted.LARGER, _KEY.Key_Equal: Wanted.LARGER, _KEY.Key_Minus: Wanted.SMALLER}


def wanted(event: QKeyEvent, *, plain: bool) -> Wanted | None:
    """What a key asks for; `plain`: also keys without Ctrl or Alt, which elsewhere belong to the walk."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if found := _KEYS.get((Qt.Key(event.key()), modifiers)):
        return found
    if modifiers & _CTRL and not modifiers & _ALT:
        return _CTRL_KEYS.get(Qt.Key(event.key()))
    return _SIGNS.get(event.text()) if plain and not modifiers & ~_SHIFT else None
