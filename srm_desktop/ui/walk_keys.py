"""The keys of the walk: digits mark, letters go into the statement, Space goes to the next control still open."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QToolButton,
    QWidget,
)
from shiboken6 import isValid

from srm_desktop.domain.vocabulary import Status

DIGITS: dict[str, Status] = {str(n): word for n, word in enumerate(Status)}
"""Which digit marks which implementation status: 0 not started ... 5 not applicable."""

_TYPING = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox)
_PRESSED_BY_SPACE = (QPushButton, QToolButton, QComboBox)


class Acts(NamedTuple):
    """What the keys do."""

    mark: Callable[[Status, bool], object]
    """Mark the selected controls; the flag adds the status to those that stand already."""
    next_open: Callable[[], object]
    type_text: Callable[[str], object]


class WalkKeys(QObject):
    """Listens to the keys pressed inside the walk, wherever the focus is, except in fields that take text.

    It follows the focus: a filter on the whole application would be asked about every event of every widget.
    """

    def __init__(self, walk: QWidget, acts: Acts) -> None:
        """Watch the widgets below `walk`."""
        super().__init__(walk)
        self._walk = walk
        self._acts = acts
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None and isValid(before):
            before.removeEventFilter(self)
        if now is None or isinstance(now, _TYPING) or now.property("own_keys"):
            return
        if self._walk.isAncestorOf(now):
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        return isinstance(watched, QWidget) and self._act(event, watched)

    def _act(self, event: QKeyEvent, focus: QWidget) -> bool:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        text = event.text()
        adding = modifiers == Qt.KeyboardModifier.AltModifier
        digit = chr(event.key()) if Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9 else text
        if digit in DIGITS and (adding or modifiers == Qt.KeyboardModifier.NoModifier):
            self._acts.mark(DIGITS[digit], adding)
            return True
        if modifiers not in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            return False
        if event.key() == Qt.Key.Key_Space:
            if isinstance(focus, _PRESSED_BY_SPACE):
                return False
            self._acts.next_open()
            return True
        if text and text.isprintable() and not text.isdigit():
            self._acts.type_text(text)
            return True
        return False
