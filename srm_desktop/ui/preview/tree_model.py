"""Nested values as a model of names and values; branches are made when somebody looks into them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from srm_desktop.ui.theme import theme

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_TONES = {str: "good", bool: "shared", int: "info", float: "info", type(None): "quiet"}


class Node:
    """A value with its name, and where it stands."""

    __slots__ = ("_branches", "above", "name", "row", "value")

    def __init__(self, name: str, value: Any, above: Node | None, row: int) -> None:
        """`name` is the key, or the number in a list."""
        self.name, self.value, self.above, self.row = name, value, above, row
        self._branches: list[Node] | None = None

    @property
    def branches(self) -> list[Node]:
        """What is in it, in order."""
        if self._branches is None:
            self._branches = [Node(name, value, self, n) for n, (name, value) in enumerate(_inside(self.value))]
        return self._branches

    @property
    def text(self) -> str:
        """The value in a line: of what holds others, how many."""
        value = self.value
        if isinstance(value, dict):
            return f"{{{len(value):,}}}"
        if isinstance(value, list):
            return f"[{len(value):,}]"
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return "true" if value else "false"
        return "null" if value is None else str(value)

    def walk(self) -> Iterator[Node]:
        """All nodes below, in the order they are read."""
        waiting = [iter(self.branches)]
        while waiting:
            node = next(waiting[-1], None)
            if node is None:
                waiting.pop()
            else:
                yield node
                waiting.append(iter(node.branches))


def _inside(value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, dict):
        return [(str(name), inner) for name, inner in value.items()]
    if isinstance(value, list):
        return [(f"[{n}]", inner) for n, inner in enumerate(value)]
    return []


class TreeModel(QAbstractItemModel):
    """One value. Where it holds others they are the outermost rows, else it is the only one."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self.root = Node("", {}, None, 0)

    def show_value(self, value: Any) -> None:
        """Show another value."""
        self.beginResetModel()
        self.root = Node("", value if isinstance(value, dict | list) else [value], None, 0)
        self.endResetModel()

    def node(self, index: Index) -> Node:
        """The node of a row."""
        return index.internalPointer() if index.isValid() else self.root  # type: ignore[no-any-return]

    def index_of(self, node: Node) -> QModelIndex:
        """Where a node is."""
        return self.createIndex(node.row, 0, node) if node.above is not None else QModelIndex()

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        if column not in (0, 1) or row < 0 or parent.column() > 0:
            return QModelIndex()
        branches = self.node(parent).branches
        return self.createIndex(row, column, branches[row]) if row < len(branches) else QModelIndex()

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        above = self.node(index).above
        return self.index_of(above) if above is not None else QModelIndex()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.column() > 0 else len(self.node(parent).branches)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 2

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return ("Name", "Value")[section] if section in (0, 1) else None
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        node = self.node(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return node.name if index.column() == 0 else node.text.replace("\n", " ⏎ ")[:1000]
        if role == Qt.ItemDataRole.ToolTipRole:
            return node.text[:2000] if index.column() else node.name
        if role == Qt.ItemDataRole.ForegroundRole:
            if index.column() == 0:
                return QColor(theme.palette.quiet) if node.name.startswith("[") else None
            return QColor(theme.tone(_TONES.get(type(node.value), "quiet")).ink)
        return None
