"""A menu of things to check, several at once: Space and clicks leave it open, Enter checks and closes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu


class CheckMenu(QMenu):
    """Stays open while items are checked. `escaped` says whether it was left without an answer."""

    escaped = False

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.actionAt(event.position().toPoint())
        if action in self.actions() and action.isCheckable():
            action.trigger()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.activeAction()
        is_on_one = action in self.actions() and action.isCheckable()
        if event.key() == Qt.Key.Key_Space and is_on_one:
            action.trigger()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (is_on_one or action not in self.actions()):
            if is_on_one:
                action.setChecked(True)
            self.finish()
        else:
            self.escaped = event.key() == Qt.Key.Key_Escape
            super().keyPressEvent(event)

    def finish(self) -> None:
        """Close with what is checked."""
        self.close()
