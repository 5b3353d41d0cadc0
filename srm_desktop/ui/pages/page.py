"""What the pages have in common: they follow the open assessment, and read it again only while somebody looks."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from srm_desktop.domain.assessment import Changes
from srm_desktop.services.assessments import Assessment
from srm_desktop.ui.session import Session
from srm_desktop.ui.widgets import EmptyState, ShortLabel, named


class Page(QWidget):
    """A page over the open assessment. `body` is shown while one is open, a line that says so while none is.

    Subclasses fill `body` and override `reload`; `cares` narrows down which changes they read again for.
    """

    def __init__(self, session: Session, name: str, says: str) -> None:
        """Follow `session`; nothing is read before the page is shown."""
        super().__init__()
        self._session = session
        self._stale = True
        self._read_on: date | None = None
        self._first: QWidget | None = None
        named(self, name, says)
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.body = QWidget()
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.body)
        self._stack.addWidget(EmptyState("No assessment is open", "Open one, or begin a new one."))
        self._stack.setCurrentIndex(1)
        session.opened.connect(self._opened)
        session.changed.connect(self._changed)
        session.restyled.connect(self.refresh)

    def begin_at(self, widget: QWidget) -> None:
        """Let the keys begin at this widget when the page gets them.

        Not as its focus proxy: Tab, coming to the page, would go on behind the proxy and never reach what is before it.
        """
        self._first = widget

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._first is not None:
            self._first.setFocus(event.reason())

    def reload(self, file: Assessment) -> None:
        """Read everything that the page shows."""
        raise NotImplementedError

    def forget(self) -> None:
        """Another assessment is open: drop what belongs to the one before (selection, filters)."""

    def cares(self, changes: Changes) -> bool:
        """Whether these changes can alter what the page shows."""
        return bool(changes)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale or self._read_on != date.today():
            self.refresh()

    def refresh(self) -> None:
        """Read again now if the page is seen, else when it is shown."""
        self._stale = True
        if not self.isVisible():
            return
        self._stale, self._read_on = False, date.today()
        file = self._session.file
        self._stack.setCurrentIndex(0 if file is not None else 1)
        if file is not None:
            self.reload(file)

    def _opened(self) -> None:
        self.forget()
        self.refresh()

    def _changed(self, changes: Changes) -> None:
        if self.cares(changes):
            self.refresh()


def head(title: str, about: str = "") -> tuple[QHBoxLayout, ShortLabel, ShortLabel]:
    """The top of a page: its title, a quiet line beside it, and room on the right; with the two labels."""
    name, line = ShortLabel(title, size="title", bold=True, least=320), ShortLabel(about, quiet=True)
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addWidget(name)
    row.addWidget(line)
    row.addStretch(1)
    return row, name, line


def column(parent: QWidget | None = None, *, spacing: int = 8, margin: int = 0) -> QVBoxLayout:
    """A vertical layout on the grid."""
    made = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    made.setSpacing(spacing)
    made.setContentsMargins(margin, margin, margin, margin)
    return made
