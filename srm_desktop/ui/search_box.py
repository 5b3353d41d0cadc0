"""Search everything: controls, evidence, texts and commands, in one field with a list below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from srm_desktop.services import search
from srm_desktop.ui.inside_search import InsideSearch
from srm_desktop.ui.session import Session
from srm_desktop.ui.tables import Column, RowsModel, RowsView
from srm_desktop.ui.theme import theme
from srm_desktop.ui.widgets import named
from srm_desktop.ui.words import id_text

_WIDEST = 1120
"""Pixels that the list takes where there is room: the words that were found are seen in what stands around them."""

_TEXTS = 8
"""How many texts of controls are listed: more would hide what was found inside evidence; another word narrows them."""

_KINDS = {"control": "Control", "evidence": "Evidence", "text": "Text", "inside": "Inside", "command": "Command"}


class _Found(NamedTuple):
    """One line of the list."""

    n: int
    kind: str
    target: str
    title: str
    detail: str


def _titled(hit: search.Hit) -> str:
    if hit.kind == "command":
        return hit.title
    name = hit.id if hit.kind in ("evidence", "inside") else id_text(hit.target)
    return f"{name}  {hit.title}"


def _line(n: int, hit: search.Hit) -> _Found:
    where = f"{hit.place} · {hit.detail}" if hit.place else hit.detail
    return _Found(n, hit.kind, hit.target, _titled(hit), where)


class _Cover(QFrame):
    """What the list lies on; its edge is a line. It covers the page wholly, or that would be painted at each key."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.palette.line))
        painter.fillRect(self.rect().adjusted(1, 1, -1, -1), QColor(theme.palette.page))


class SearchBox(QLineEdit):
    """The field in the menu bar. What is chosen is announced; the list closes by itself."""

    control_asked = Signal(str)
    evidence_asked = Signal(str)

    def __init__(self, session: Session, window: QWidget, commands: Callable[[], Sequence[QAction]]) -> None:
        """Search the open assessment and the commands that the window offers."""
        super().__init__()
        self._session = session
        self._window = window
        self._commands = commands
        self._offered: list[QAction] = []
        self._inside = InsideSearch(session, search.inside, self._add_inside)
        named(self, "search_everything", "Search everything")
        self.setPlaceholderText("Search everything   Ctrl+K")
        columns = (
            Column("Kind", lambda f: _KINDS[f.kind], tone=lambda f: "quiet", width=9),
            Column("Found", lambda f: f.title, tip=lambda f: f.title, width=52),
            Column("Where", lambda f: f.detail, tone=lambda f: "quiet", tip=lambda f: f.detail),
        )
        self._model = RowsModel(columns, lambda f: str(f.n), self)
        self._list = _Cover(window)
        named(self._list, "search_list", "What was found")
        self._view = named(RowsView(self._model), "search_results", "What was found")
        self._view.horizontalHeader().hide()
        self._view.setSortingEnabled(False)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.clicked.connect(lambda _index: self._choose())
        layout = QVBoxLayout(self._list)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self._view)
        self._list.hide()
        self._before: QWidget | None = None
        """What had the focus before: it gets it back."""
        self.textChanged.connect(self._search)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_moved)
        theme.changed.connect(self._list.update)

    def begin(self) -> None:
        """Take the focus with everything selected."""
        search.make_ready()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        self._search(self.text())

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(320, 0))

    def _search(self, text: str) -> None:
        lines: list[search.Hit] = []
        if text.strip():
            hits = search.search(self._session.file, text) if self._session.file else []
            named = [h for h in hits if h.kind != "text"]  # a command is named so, too: before what only says so
            texts = [h for h in hits if h.kind == "text"]
            lines = [*named, *self._matching_commands(text), *texts[:_TEXTS]]
        self._inside.ask(text)
        self._model.set_rows([_line(n, hit) for n, hit in enumerate(lines)])
        if not lines:
            self._list.hide()
            return
        self._view.selectRow(0)
        self._place(len(lines))

    def _add_inside(self, text: str, hits: Sequence[search.Hit]) -> None:
        """Show what was found inside evidence below the rest; the line that is chosen stays so."""
        before: Sequence[_Found] = self._model.rows
        there = {line.target for line in before if line.kind == "evidence"}
        more = [hit for hit in hits if hit.target not in there]
        if not more or text != self.text() or not self.hasFocus():
            return
        self._view.show_rows([*before, *(_line(len(before) + n, hit) for n, hit in enumerate(more))])
        if not before:
            self._view.selectRow(0)
        self._place(len(self._model.rows))

    def _matching_commands(self, text: str) -> list[search.Hit]:
        words = text.casefold().split()
        usable = [a for a in self._commands() if a.isEnabled() and a.text()]
        self._offered = [a for a in usable if all(w in a.text().replace("&", "").casefold() for w in words)][:12]
        return [
            search.Hit("command", str(n), "", a.text().replace("&", ""), a.shortcut().toString())
            for n, a in enumerate(self._offered)
        ]

    def _place(self, lines: int) -> None:
        width = min(_WIDEST, self._window.width() - 24)
        corner = self.mapTo(self._window, QPoint(self.width() - width, self.height() + 4))
        height = min(lines, 14) * self._view.verticalHeader().defaultSectionSize() + 4
        self._list.setGeometry(max(12, corner.x()), corner.y(), width, height)
        self._list.show()
        self._list.raise_()

    def _choose(self) -> None:
        index = self._view.currentIndex()
        if not index.isValid():
            return
        found: _Found = self._model.rows[index.row()]
        self._leave()
        if found.kind == "command":
            self._offered[int(found.target)].trigger()
        elif found.kind in ("evidence", "inside"):
            self.evidence_asked.emit(found.target)
        else:
            self.control_asked.emit(found.target)

    def _leave(self) -> None:
        self._list.hide()
        self.clear()
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus()
        else:
            self.clearFocus()

    def _focus_moved(self, before: QWidget | None, now: QWidget | None) -> None:
        if now is self and before is not self:
            self._before = before

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._key(event):
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._list.hide()

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}
        if key in steps and self._model.rows:
            row = self._view.currentIndex().row() + steps[Qt.Key(key)]
            self._view.selectRow(max(0, min(len(self._model.rows) - 1, row)))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
            return True
        if key == Qt.Key.Key_Escape:
            self._leave()
            return True
        return False
