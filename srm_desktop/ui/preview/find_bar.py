"""The line in which a text to look for is typed, with how often it was found and the way to the next place."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from srm_desktop.ui.widgets import button, label, named

_PAUSE = 150
"""Milliseconds after the last key until it is looked for."""


class _Field(QLineEdit):
    """Enter goes to the next place, Shift+Enter to the one before, Esc leaves."""

    moved = Signal(int)
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.moved.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and not event.modifiers():
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class FindBar(QWidget):
    """Says what is sought and shows what `found` tells it."""

    sought = Signal(str)
    moved = Signal(int)
    left = Signal()

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        named(self, "find_bar", "Find")
        self.field = named(_Field(), "find_text", "Find in this evidence")
        self.field.setPlaceholderText("Find in this evidence")
        self.field.setClearButtonEnabled(True)
        self.field.setMaxLength(200)
        self.count = named(label(quiet=True), "find_count", "How often it was found")
        self.before = named(button("↑", lambda: self.go(-1), kind="flat", tip="Shift+F3"), "find_before", "The one before")
        self.next = named(button("↓", lambda: self.go(1), kind="flat", tip="F3"), "find_next", "The next one")
        self.close_button = named(button("×", self.left.emit, kind="flat", tip="Esc"), "find_close", "Stop looking")
        for small in (self.before, self.next, self.close_button):
            small.setFixedWidth(28)
            small.setStyleSheet("padding: 3px 0;")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(lambda: self.sought.emit(self.field.text()))
        self.field.textChanged.connect(lambda _text: self._pause.start())
        self.field.moved.connect(self.go)
        self.field.left.connect(self.left)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        row.addWidget(self.count)
        for small in (self.before, self.next, self.close_button):
            row.addWidget(small)

    def go(self, by: int) -> None:
        """To the next place, or to the one before; what was just typed is looked for first."""
        if self._pause.isActive():
            self._pause.stop()
            self.sought.emit(self.field.text())
        elif self.field.text():
            self.moved.emit(by)

    def begin(self) -> None:
        """Take the keys."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def tell(self, at: int, count: int) -> None:
        """Show which place is looked at, and how many there are; -1: it is still being looked for."""
        text = "…" if count < 0 else f"{at:,} of {count:,}" if count else "not found"
        self.count.setText(text if self.field.text() else "")
