"""The line that says what just happened, with Undo: it floats above the status bar and moves nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from srm_desktop.ui.theme import theme
from srm_desktop.ui.widgets import button, label, named

SHOWN_MS = 6000


class Notice(QFrame):
    """One line at the bottom of its parent, gone after a while."""

    def __init__(self, parent: QWidget, undo: Callable[[], object]) -> None:
        """Hidden until there is something to say."""
        super().__init__(parent)
        named(self, "notice")
        self._around = parent
        self._text = named(label(), "notice_text")
        self._offer = named(button("", self._take_offer, kind="link"), "notice_offer", "What could be done")
        self._offered: Callable[[], object] = lambda: None
        self._undo = named(button("Undo", undo, kind="link"), "notice_undo")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 8, 6)
        layout.addWidget(self._text)
        layout.addWidget(self._offer)
        layout.addWidget(self._undo)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self._undo.clicked.connect(self.hide)
        theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def _restyle(self) -> None:
        colours = theme.palette
        self.setStyleSheet(
            f"#notice {{ background: {colours.raised}; border: 1px solid {colours.line}; border-radius: 6px; }}"
        )

    def _take_offer(self) -> None:
        self.hide()
        self._offered()

    def offer(self, text: str, what: str, does: Callable[[], object]) -> None:
        """Show a line about what can be undone, and offer what could be done about it instead."""
        self._offered = does
        self.say(text, True, what)

    def say(self, text: str, undoable: bool, offered: str = "") -> None:
        """Show a line, with Undo where it can be undone."""
        self._offer.setText(offered)
        self._offer.setVisible(bool(offered))
        room = max(200, self._around.width() - 160 - (self._offer.sizeHint().width() if offered else 0))
        self._text.setText(self._text.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, room))
        self._undo.setVisible(undoable)
        self.adjustSize()
        self._place()
        self._around.installEventFilter(self)
        self.show()
        self.raise_()
        self._timer.start(SHOWN_MS * 2 if offered else SHOWN_MS)

    def _place(self) -> None:
        around = self._around
        self.move((around.width() - self.width()) // 2, around.height() - self.height() - 12)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False
