"""A list of short lines under headings, with boxes to tick or a cross to take a line away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from srm_desktop.ui.tables import Index
from srm_desktop.ui.theme import font, theme

ENTRY_ROLE = int(Qt.ItemDataRole.UserRole)
"""The entry itself."""

ROOT = QModelIndex()
_CROSS = 24


@dataclass(frozen=True, slots=True)
class Entry:
    """A line: `lead` in front in a column of its own, `aside` at the far side in quiet text. A heading has no key."""

    key: str
    text: str
    lead: str = ""
    aside: str = ""
    tip: str = ""

    @property
    def heading(self) -> bool:
        """Whether it heads the lines after it."""
        return not self.key


class EntriesModel(QAbstractListModel):
    """Entries; with `ticked` (a set of keys) each has a box. A click on a box changes nothing here: it is emitted."""

    toggled = Signal(str)

    def __init__(self, *, boxes: bool = False) -> None:
        """Empty."""
        super().__init__()
        self.entries: tuple[Entry, ...] = ()
        self.boxes = boxes
        self.ticked: frozenset[str] = frozenset()

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show these."""
        if tuple(entries) != self.entries:
            self.beginResetModel()
            self.entries = tuple(entries)
            self.endResetModel()

    def set_ticked(self, keys: frozenset[str]) -> None:
        """Tick these."""
        changed, self.ticked = self.ticked ^ keys, keys
        for n, entry in enumerate(self.entries):
            if entry.key in changed:
                self.dataChanged.emit(self.index(n), self.index(n))

    def row_of(self, key: str) -> int:
        """Where the entry with this key is; -1 where it is not."""
        return next((n for n, entry in enumerate(self.entries) if entry.key == key), -1)

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.entries[index.row()].heading:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return flags | Qt.ItemFlag.ItemIsUserCheckable if self.boxes else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.text
        if role == ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.ToolTipRole:
            return entry.tip or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return " ".join(filter(None, (entry.lead, entry.text, entry.aside)))
        if role == Qt.ItemDataRole.CheckStateRole and self.boxes and not entry.heading:
            return Qt.CheckState.Checked if entry.key in self.ticked else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, _value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        self.toggled.emit(self.entries[index.row()].key)
        return True


class EntryDelegate(QStyledItemDelegate):
    """Paints an entry on one line; `crosses` puts a cross at its end that takes it away."""

    removed = Signal(str)

    def __init__(self, parent: QAbstractItemView, *, lead: int = 0, crosses: bool = False) -> None:
        """`lead` is the width of the leading column in characters."""
        super().__init__(parent)
        self._lead = parent.fontMetrics().averageCharWidth() * lead
        self._crosses = crosses
        self._height = parent.fontMetrics().height() + 10

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, self._height + (4 if index.data(ENTRY_ROLE).heading and index.row() else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(ENTRY_ROLE)
        area: QRect = option.rect.adjusted(8, 0, -8, 0)
        painter.save()
        if entry.heading:
            self._text(painter, area, entry.aside, quiet=True, right=True)
            painter.setFont(font("small", bold=True))
            self._text(painter, area, entry.text, quiet=True)
        else:
            area = self._background(painter, option, index, area)
            taken = painter.fontMetrics().horizontalAdvance(entry.aside) + 16 if entry.aside else 0
            self._text(painter, area, entry.aside, quiet=True, right=True)
            area.setRight(area.right() - taken)
            if self._lead:
                self._text(painter, area, entry.lead, quiet=True)
                area.setLeft(area.left() + self._lead)
            self._text(painter, area, entry.text)
        painter.restore()

    def _background(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, area: QRect) -> QRect:
        """Paint what is behind the text, the box and the cross; what is left of the area is for text."""
        self.initStyleOption(option, index)
        option.text = ""
        option.features &= ~QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
        view: Any = self.parent()
        style = view.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, view)
        ticked = index.data(Qt.ItemDataRole.CheckStateRole)
        if ticked is not None:
            _box(painter, QRect(area.left(), area.center().y() - 7, 14, 14), ticked=ticked == Qt.CheckState.Checked)
            area.setLeft(area.left() + 22)
        if self._crosses:
            state = option.state
            over = bool(state & (QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_Selected))
            self._text(painter, area, "✕" if over else "", quiet=True, right=True)
            area.setRight(area.right() - _CROSS)
        return area

    def _text(self, painter: QPainter, area: QRect, text: str, *, quiet: bool = False, right: bool = False) -> None:
        if not text:
            return
        painter.setPen(QColor(theme.palette.quiet if quiet else theme.palette.text))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, shown)

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        if self._crosses and isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease:
            area: QRect = option.rect
            if event.position().x() >= area.right() - _CROSS - 8:
                self.removed.emit(index.data(ENTRY_ROLE).key)
                return True
        whole_line = isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease
        if whole_line and index.data(Qt.ItemDataRole.CheckStateRole) is not None:
            return model.setData(index, None, Qt.ItemDataRole.CheckStateRole)
        if event.type() == QEvent.Type.MouseButtonDblClick:
            return True
        return super().editorEvent(event, model, option, index)


def _box(painter: QPainter, area: QRect, *, ticked: bool) -> None:
    """A box to tick, in the colours of the theme: Fusion's own can hardly be seen on dark."""
    palette = theme.palette
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(palette.accent if ticked else palette.quiet))
    painter.setBrush(QColor(palette.accent if ticked else palette.page))
    painter.drawRoundedRect(QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    if ticked:
        painter.setPen(QPen(QColor(palette.on_accent), 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        x, y = area.x(), area.y()
        painter.drawPolyline([QPointF(x + 3.5, y + 7.5), QPointF(x + 6, y + 10), QPointF(x + 10.5, y + 4.5)])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


class EntriesView(QListView):
    """Shows entries. `typed` carries what is typed into it, for the search field; `left` says that Up left the top."""

    typed = Signal(str)
    left = Signal()
    removed = Signal(str)

    def __init__(self, model: EntriesModel, *, lead: int = 0, crosses: bool = False, searches: bool = False) -> None:
        """One line current at a time; Tab leaves, Space ticks, Delete takes away."""
        super().__init__()
        self.entries = model
        self._searches = searches
        self._crosses = crosses
        self.setModel(model)
        delegate = EntryDelegate(self, lead=lead, crosses=crosses)
        delegate.removed.connect(self.removed)
        self.setItemDelegate(delegate)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("kind", "framed")

    def go_to_first(self) -> None:
        """Make the first line that is no heading the current one, and take the focus."""
        self._go_to(next((n for n, entry in enumerate(self.entries.entries) if not entry.heading), -1))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_to(self, row: int) -> None:
        if row >= 0:
            self.setCurrentIndex(self.entries.index(row))

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show other entries; the current line stays, or the one in its place, and so does the scroll position."""
        row, top = self.currentIndex().row(), self.verticalScrollBar().value()
        key = self.entries.entries[row].key if row >= 0 else ""
        self.entries.set_entries(entries)
        if row >= 0:
            there = self.entries.row_of(key) if key else -1
            last = len(self.entries.entries) - 1
            self._go_to(there if there >= 0 else min(row, last))
        self.verticalScrollBar().setValue(top)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        text = event.text()
        first = next((n for n, entry in enumerate(self.entries.entries) if not entry.heading), -1)
        if event.key() == Qt.Key.Key_Up and index.row() <= first and self._searches:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and index.isValid() and self._crosses:
            self.removed.emit(index.data(ENTRY_ROLE).key)
        elif self._searches and text and text.isprintable() and not text.isspace():
            self.typed.emit(text)
        else:
            super().keyPressEvent(event)
