"""Tables and lists: a model over a tuple of frozen rows, columns as data. Sorting is Python's; there is no proxy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from srm_desktop.ui import words
from srm_desktop.ui.theme import theme

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
KEY_ROLE = int(Qt.ItemDataRole.UserRole)
"""The key of the row."""


class Column(NamedTuple):
    """One column: its title, how a row reads in it, sorts in it, and looks in it.

    `width` is in characters; 0 takes what is left. `tone` gives the name of a tone, or None for plain text.
    """

    title: str
    text: Callable[[Any], str]
    sort: Callable[[Any], Any] | None = None
    tone: Callable[[Any], str | None] | None = None
    tip: Callable[[Any], str] | None = None
    width: int = 0
    right: bool = False
    bold: Callable[[Any], bool] | None = None


class RowsModel(QAbstractTableModel):
    """Rows under keys. The same keys in the same order change in place; anything else is a reset.

    All rows have changed where ids are written in another style now.
    """

    def __init__(self, columns: Sequence[Column], key: Callable[[Any], str], parent: QObject | None = None) -> None:
        """Empty; `key` gives the key of a row, unique among them."""
        super().__init__(parent)
        self.columns = tuple(columns)
        self._key = key
        self._given: tuple[Any, ...] = ()
        self.rows: tuple[Any, ...] = ()
        self._at: dict[str, int] = {}
        self._sorted: tuple[int, bool] | None = None
        self._id_style = words.id_style()

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows, in this order or in that of the column the user sorted by."""
        self._given = tuple(rows)
        ordered = self._ordered()
        keys = {self._key(row): n for n, row in enumerate(ordered)}
        restyled, self._id_style = self._id_style != words.id_style(), words.id_style()
        if list(keys) == list(self._at):
            before, self.rows = self.rows, ordered
            changed = [n for n, (old, new) in enumerate(zip(before, ordered, strict=True)) if restyled or old != new]
            for n in changed if len(changed) < 200 else ():
                self.dataChanged.emit(self.index(n, 0), self.index(n, len(self.columns) - 1))
            if len(changed) >= 200:
                self.dataChanged.emit(self.index(0, 0), self.index(len(ordered) - 1, len(self.columns) - 1))
            return
        self.beginResetModel()
        self.rows, self._at = ordered, keys
        self.endResetModel()

    def row_of(self, key: str) -> int:
        """Where the row with this key is; -1 where it is not."""
        return self._at.get(key, -1)

    def keys(self) -> list[str]:
        """All keys, in the order shown."""
        return list(self._at)

    def _ordered(self) -> tuple[Any, ...]:
        if self._sorted is None:
            return self._given
        number, descending = self._sorted
        column = self.columns[number]
        return tuple(sorted(self._given, key=column.sort or column.text, reverse=descending))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted = None if column < 0 else (column, order == Qt.SortOrder.DescendingOrder)
        self.set_rows(self._given)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self.columns):
            if role == Qt.ItemDataRole.DisplayRole:
                return self.columns[section].title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                right = self.columns[section].right
                return Qt.AlignmentFlag.AlignVCenter | (
                    Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
                )
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == KEY_ROLE:
            return self._key(row)
        if role == Qt.ItemDataRole.ForegroundRole and column.tone:
            tone = column.tone(row)
            return QColor(theme.tone(tone).ink) if tone else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return (column.tip or column.text)(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return Qt.AlignmentFlag.AlignVCenter | side
        if role == Qt.ItemDataRole.FontRole and column.bold and column.bold(row):
            made = QFont()
            made.setWeight(QFont.Weight.DemiBold)
            return made
        return None


class RowsView(QTableView):
    """A table that keeps selection, current row and scroll position by key when its rows are set again."""

    drag_wanted = Signal()
    """The selected rows are being dragged; only where dragging is enabled."""

    def startDrag(self, _actions: Qt.DropAction) -> None:
        self.drag_wanted.emit()

    def key_at(self, place: QPoint) -> str | None:
        """The key of the row at a place on the screen."""
        index = self.indexAt(self.viewport().mapFromGlobal(place))
        return self.rows_model.data(index, KEY_ROLE) if index.isValid() else None

    def __init__(self, model: RowsModel, parent: Any = None) -> None:
        """Show `model`, whole rows selected, several at once allowed."""
        super().__init__(parent)
        self.rows_model = model
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        height = self.fontMetrics().height() + 10
        self.verticalHeader().setDefaultSectionSize(height)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        model.sort(-1)
        self._fit_columns()

    def _fit_columns(self) -> None:
        header = self.horizontalHeader()
        character = self.fontMetrics().averageCharWidth()
        for n, column in enumerate(self.rows_model.columns):
            if column.width:
                header.setSectionResizeMode(n, QHeaderView.ResizeMode.Interactive)
                self.setColumnWidth(n, column.width * character + 16)
            else:
                header.setSectionResizeMode(n, QHeaderView.ResizeMode.Stretch)

    def fit_column(self, n: int, texts: Iterable[str]) -> None:
        """Make a column as wide as it was made for, or as the longest of these texts needs."""
        usual = self.rows_model.columns[n].width * self.fontMetrics().averageCharWidth()
        longest = max(texts, key=len, default="")
        self.setColumnWidth(n, max(usual, self.fontMetrics().horizontalAdvance(longest)) + 16)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Set the rows; what was selected, current and at the top stays so as far as it is still there."""
        selected, current = self.selected_keys(), self.current_key()
        top = self.verticalScrollBar().value()
        self.rows_model.set_rows(rows)
        if self.selected_keys() != selected or self.current_key() != current:
            self.select_keys(selected, current)
            self.verticalScrollBar().setValue(top)

    def current_key(self) -> str | None:
        """The key of the current row."""
        index = self.currentIndex()
        return self.rows_model.data(index, KEY_ROLE) if index.isValid() else None

    def selected_keys(self) -> list[str]:
        """The keys of the selected rows, in the order shown."""
        spans: Iterable[QItemSelectionRange] = self.selectionModel().selection()  # type: ignore[assignment]
        rows = sorted({n for span in spans for n in range(span.top(), span.bottom() + 1)})
        keys = self.rows_model.keys()
        return [keys[n] for n in rows]

    def select_keys(self, keys: Sequence[str], current: str | None = None) -> None:
        """Select rows by key and make one of them the current one."""
        selection = QItemSelection()
        last = len(self.rows_model.columns) - 1
        for n in (self.rows_model.row_of(key) for key in keys):
            if n >= 0:
                selection.select(self.rows_model.index(n, 0), self.rows_model.index(n, last))
        flags = QItemSelectionModel.SelectionFlag
        model = self.selectionModel()
        n = self.rows_model.row_of(current) if current else -1
        if n >= 0:
            model.setCurrentIndex(self.rows_model.index(n, 0), flags.NoUpdate)
        model.select(selection, flags.ClearAndSelect)

    def stand_at(self, key: str | None) -> None:
        """Let the keys go on from a row without selecting it; None: from before the first."""
        n = self.rows_model.row_of(key) if key else -1
        self.selectionModel().setCurrentIndex(self.rows_model.index(n, 0), QItemSelectionModel.SelectionFlag.NoUpdate)

    def go_to(self, key: str) -> None:
        """Make the row with this key the only selected and the current one, and scroll to it."""
        n = self.rows_model.row_of(key)
        if n >= 0:  # not selectRow: with Ctrl held down, as in Ctrl+Down, that would keep the other rows selected
            flags = QItemSelectionModel.SelectionFlag
            index = self.rows_model.index(n, 0)
            self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.scrollTo(index)
