"""The left pane: pages, what is to be done, and groups, each with a live count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from srm_desktop.services import todo
from srm_desktop.services.listing import Filter
from srm_desktop.ui.session import Session
from srm_desktop.ui.tables import Column, Index, RowsModel, RowsView
from srm_desktop.ui.theme import font, theme
from srm_desktop.ui.widgets import named

PAGES = (
    ("overview", "Overview"),
    ("controls", "Controls"),
    ("map", "Map"),
    ("evidence", "Evidence"),
    ("history", "History"),
    ("inbox", "Inbox"),
)
"""The pages of the window: key and title."""


@dataclass(frozen=True, slots=True)
class Way:
    """One row of the navigation; a heading leads nowhere."""

    key: str
    title: str
    count: str = ""
    filter: Filter | None = None
    heading: bool = False
    indent: bool = False


class _Model(RowsModel):
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.rows[index.row()].heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Delegate(QStyledItemDelegate):
    """Paints a row: title at the left, count at the right, headings small and quiet."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | Any) -> None:
        way: Way = index.model().rows[index.row()]  # type: ignore[union-attr]
        colours = theme.palette
        rect: QRect = option.rect
        state = option.state
        painter.save()
        if way.heading:
            painter.setFont(font("small", bold=True))
            painter.setPen(QColor(colours.quiet))
            painter.drawText(rect.adjusted(16, 0, -8, -4), Qt.AlignmentFlag.AlignBottom, way.title)
        else:
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            if chosen or state & QStyle.StateFlag.State_MouseOver:
                painter.fillRect(rect, QColor(colours.selection if chosen else colours.hover))
            if chosen:
                painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), QColor(colours.accent))
            painter.setPen(QColor(colours.quiet))
            painter.setFont(font())
            inner = rect.adjusted(28 if way.indent else 16, 0, -12, 0)
            painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, way.count)
            painter.setPen(QColor(colours.text))
            room = inner.width() - painter.fontMetrics().horizontalAdvance(way.count) - 12
            title = painter.fontMetrics().elidedText(way.title, Qt.TextElideMode.ElideRight, room)
            painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
        painter.restore()


class Navigation(QWidget):
    """Shows the ways into the open assessment."""

    page_chosen = Signal(str)
    filter_chosen = Signal(object, str)
    """A `Filter` and the title of what it shows."""

    def __init__(self, session: Session) -> None:
        """Follow `session`."""
        super().__init__()
        self._session = session
        self._quiet = False
        self._waiting = 0
        named(self, "navigation")
        self.setProperty("kind", "pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._model = _Model([Column("Way", _spoken, tip=lambda way: way.title)], lambda way: way.key)
        self._view = named(RowsView(self._model), "ways", "Ways into the assessment")
        self._set_up_view()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._view)
        self._view.selectionModel().currentChanged.connect(self._chosen)
        self._view.clicked.connect(self._chosen)

    def _set_up_view(self) -> None:
        view = self._view
        view.horizontalHeader().hide()
        view.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setSortingEnabled(False)
        view.setItemDelegate(_Delegate(view))
        view.setMouseTracking(True)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setStyleSheet("QTableView { background: transparent; }")

    def reload(self) -> None:
        """Count again."""
        file = self._session.file
        ways: list[Way] = []
        if file is not None:
            counts = {"inbox": f"{self._waiting:,}" if self._waiting else ""}
            ways = [Way(key, title, counts.get(key, "")) for key, title in PAGES]
            ways += [Way("h:todo", "TO DO", heading=True), *map(_way, todo.to_do(file))]
            catalogs = todo.groups(file)
            for catalog, title, groups in catalogs:
                heading = title if len(catalogs) > 1 else "GROUPS"
                ways += [Way(f"h:groups:{catalog}", heading, heading=True), *map(_way, groups)]
        self._quietly(lambda: self._view.show_rows(ways))

    def show_waiting(self, number: int) -> None:
        """Say how many wait in the inbox."""
        if number != self._waiting:
            self._waiting = number
            self.reload()

    def show_chosen(self, key: str) -> None:
        """Mark a way as the one that is shown, without following it."""
        self._quietly(lambda: self._view.go_to(key))

    def filter_of(self, key: str) -> tuple[Filter, str] | None:
        """The filter and title of a way."""
        n = self._model.row_of(key)
        way: Way | None = self._model.rows[n] if n >= 0 else None
        return (way.filter, way.title) if way and way.filter is not None else None

    def _quietly(self, act: Callable[[], object]) -> None:
        self._quiet = True
        act()
        self._quiet = False

    def _chosen(self, index: QModelIndex, _before: QModelIndex | None = None) -> None:
        if self._quiet or not index.isValid():
            return
        way: Way = self._model.rows[index.row()]
        if way.filter is not None:
            self.filter_chosen.emit(way.filter, way.title)
        elif not way.heading:
            self.page_chosen.emit(way.key)


def _way(entry: todo.Entry) -> Way:
    return Way(entry.key, entry.title, entry.count, entry.filter, indent=entry.indent)


def _spoken(way: Way) -> str:
    return f"{way.title} {way.count}".strip()
