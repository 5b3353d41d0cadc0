"""One sheet as a model: cells as text, columns under letters, rows under numbers."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from srm_desktop.domain.look import Sheet

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_NONE = Sheet("", (), 0)
LONGEST = 300
"""Characters of a cell that the table shows; all of it is in the line below."""


def column_name(number: int) -> str:
    """The letters over a column, from 0: A ... Z, AA ..."""
    name = ""
    number += 1
    while number:
        number, letter = divmod(number - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


class SheetModel(QAbstractTableModel):
    """The rows of a sheet, each as long as its last filled cell."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self.sheet = _NONE
        self._columns = 0

    def show_sheet(self, sheet: Sheet) -> None:
        """Show another sheet."""
        self.beginResetModel()
        self.sheet = sheet
        self._columns = max(map(len, sheet.rows), default=0)
        self.endResetModel()

    def cell(self, row: int, column: int) -> str:
        """The text of a cell; empty where there is none."""
        if not 0 <= row < len(self.sheet.rows):
            return ""
        cells = self.sheet.rows[row]
        return cells[column] if 0 <= column < len(cells) else ""

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.sheet.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._columns

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return column_name(section) if orientation == Qt.Orientation.Horizontal else str(section + 1)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            across = orientation == Qt.Orientation.Horizontal
            side = Qt.AlignmentFlag.AlignLeft if across else Qt.AlignmentFlag.AlignRight
            return Qt.AlignmentFlag.AlignVCenter | side
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(index.row(), index.column())[:LONGEST].replace("\n", " ⏎ ")
        if role == Qt.ItemDataRole.TextAlignmentRole and _is_number(self.cell(index.row(), index.column())):
            return Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        return None


def _is_number(text: str) -> bool:
    return len(text) < 24 and text.replace(",", "").replace(".", "", 1).removeprefix("-").isdecimal()
