"""A field of one line that suggests words, and takes any other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QToolButton, QWidget

from srm_desktop.ui.dialogs.frame import text_field
from srm_desktop.ui.widgets import named


def suggest(field: QLineEdit, words: Sequence[str]) -> None:
    """Let a field offer these words while one types."""
    completer = QCompleter(list(words), field)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    field.setCompleter(completer)


class SuggestField(QWidget):
    """The field with a button that shows all suggestions; so does Alt+Down."""

    def __init__(self, name: str, text: str, words: Sequence[str], *, hint: str = "", says: str = "") -> None:
        """`says` is what it is about, in words."""
        super().__init__()
        named(self, f"{name}_row", says)
        self.field = text_field(name, text, hint=hint, says=says)
        suggest(self.field, words)
        self.field.installEventFilter(self)
        self._button = named(QToolButton(), f"{name}_words", f"{says}: suggestions")
        self._button.setText("▾")
        self._button.setToolTip("Suggestions (Alt+Down)")
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.clicked.connect(self.show_all)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        row.addWidget(self._button)
        self.setFocusProxy(self.field)

    def show_all(self) -> None:
        """Show every suggestion, whatever is typed already."""
        completer = self.field.completer()
        self.field.setFocus()
        completer.setCompletionPrefix("")
        completer.complete()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Down
            and event.modifiers() == Qt.KeyboardModifier.AltModifier
        ):
            self.show_all()
            return True
        return super().eventFilter(watched, event)
