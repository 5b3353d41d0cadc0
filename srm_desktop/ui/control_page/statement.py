"""Fields for running text that grow with it, and the two sections made of one: statement and internal note."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from srm_desktop.domain.assessment import ControlView
from srm_desktop.ui.attaching import brings_evidence
from srm_desktop.ui.control_page.saver import Saver
from srm_desktop.ui.control_page.section import Section
from srm_desktop.ui.session import Session
from srm_desktop.ui.widgets import measure, named

STATEMENT_HINT = (
    "Write how you meet this control: who does what, with which AWS service and setting, how often, "
    "and where an assessor can see it."
)
NOTE_HINT = "For your own team: open questions, who to ask, what to come back to."


class Editor(QPlainTextEdit):
    """Plain text that grows as it is written; files and pictures pasted or dropped into it are evidence, not text."""

    evidence_pasted = Signal()
    cursor_moved = Signal()

    def __init__(self, session: Session, field: str, name: str, says: str, hint: str, *, lines: int = 4) -> None:
        """`lines` is the least number of lines it shows."""
        super().__init__()
        named(self, name, says)
        self._session, self._lines = session, lines
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)  # undo is the window's: one list of steps for everything
        self.setMaximumWidth(measure() + 16)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(self.verticalScrollBarPolicy().ScrollBarAlwaysOff)
        self.saver = Saver(session, field, self.toPlainText, self._set, self)
        self._setting = False
        self.textChanged.connect(self._typed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())
        self._grow()

    def _set(self, text: str, elsewhere: bool) -> None:
        place = 0 if elsewhere else self.textCursor().position()
        self._setting = True
        self.setPlainText(text)
        self._setting = False
        cursor = self.textCursor()
        cursor.setPosition(min(place, len(self.document().toRawText()) - 1 if text else 0))
        self.setTextCursor(cursor)

    def _typed(self) -> None:
        if not self._setting:
            self.saver.touched()
            self.cursor_moved.emit()

    def _grow(self) -> None:
        lines = max(self._lines, int(self.document().size().height()))
        height = lines * self.fontMetrics().lineSpacing() + int(2 * self.document().documentMargin()) + 10
        if height != self.height():
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def insert_at_end(self, text: str) -> None:
        """Take the focus and go on writing at the end."""
        self.setFocus()
        self.moveCursor(QTextCursor.MoveOperation.End)
        self.insertPlainText(text)
        self.cursor_moved.emit()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return not brings_evidence(source) and super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        if brings_evidence(source):
            self.evidence_pasted.emit()
        else:
            super().insertFromMimeData(source)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.saver.flush()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_undo(event):
            self.saver.flush()
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_undo(event):
            event.ignore()
            return
        super().keyPressEvent(event)

    @staticmethod
    def _is_undo(event: QKeyEvent) -> bool:
        return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)


class TextSection(Section):
    """A heading and a field for running text that belongs to the control as a whole."""

    def __init__(
        self, session: Session, field: str, title: str, beside: str, hint: str, text: Callable[[ControlView], str]
    ) -> None:
        """`field` as in `Session.type_text`; `text` is where a control keeps it."""
        super().__init__(f"{field}_section", title, beside)
        self._text = text
        lines = 4 if field == "statement" else 2
        self.editor = Editor(session, field, f"control_{field}", title, hint, lines=lines)
        self.body.addWidget(self.editor)

    def fill(self, view: ControlView, writable: bool) -> None:
        self.editor.setReadOnly(not writable)
        self.editor.saver.show_text(view.row.key, self._text(view))

    show_view = fill  # every time: the editor itself knows whether its text differs


def statement_section(session: Session) -> TextSection:
    """What the assessor reads about how the control is met."""
    return TextSection(
        session, "statement", "Your statement", "the assessor reads it", STATEMENT_HINT, lambda v: v.work.statement
    )


def note_section(session: Session) -> TextSection:
    """What stays inside the team."""
    return TextSection(
        session, "note", "Internal note", "not exported unless you say so", NOTE_HINT, lambda v: v.work.note
    )
