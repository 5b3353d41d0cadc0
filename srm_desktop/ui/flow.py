"""Layouts that follow the width: widgets in lines like words, and rows that are made once and filled again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QLayout, QLayoutItem, QWidget

W = TypeVar("W", bound=QWidget)


class Flow(QLayout):
    """Widgets beside each other, going on in the next line where the width ends; each line is centred on its height."""

    def __init__(self, across: int = 8, down: int = 8, parent: QWidget | None = None) -> None:
        """`across` and `down` are the distances between widgets, in pixels."""
        super().__init__(*((parent,) if parent is not None else ()))
        self._items: list[QLayoutItem] = []
        self._known: dict[int, list[tuple[list[QLayoutItem], int]]] = {}
        self._across, self._down = across, down
        self.setContentsMargins(QMargins(0, 0, 0, 0))

    def add(self, *widgets: QWidget) -> None:
        """Add widgets at the end."""
        for widget in widgets:
            self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        lines = self._lines(width)
        return sum(height for _, height in lines) + self._down * max(0, len(lines) - 1)

    def sizeHint(self) -> QSize:
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(s.width() for s in shown) + self._across * max(0, len(shown) - 1)
        return QSize(width, max((s.height() for s in shown), default=0))

    def minimumSize(self) -> QSize:
        shown = [item.minimumSize() for item in self._items if not item.isEmpty()]
        return QSize(max((s.width() for s in shown), default=0), max((s.height() for s in shown), default=0))

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        y = rect.y()
        for items, height in self._lines(rect.width()):
            x = rect.x()
            for item in items:
                size = item.sizeHint()
                width = min(size.width(), rect.width())
                item.setGeometry(QRect(QPoint(x, y + (height - size.height()) // 2), QSize(width, size.height())))
                x += width + self._across
            y += height + self._down

    def invalidate(self) -> None:
        self._known.clear()
        super().invalidate()

    def _lines(self, width: int) -> list[tuple[list[QLayoutItem], int]]:
        if width not in self._known:
            self._known[width] = self._break(width)
        return self._known[width]

    def _break(self, width: int) -> list[tuple[list[QLayoutItem], int]]:
        lines: list[tuple[list[QLayoutItem], int]] = []
        x = 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            if not lines or x + size.width() > width:
                lines.append(([], 0))
                x = 0
            items, height = lines[-1]
            items.append(item)
            lines[-1] = (items, max(height, size.height()))
            x += size.width() + self._across
        return lines


class Pool(Generic[W]):
    """Rows of one kind in a box: one for each item is filled and shown, the rest wait."""

    def __init__(self, box: QBoxLayout, make: Callable[[int], W], fill: Callable[[W, Any], object]) -> None:
        """`make` gives a new row with its number; `fill` lets a row show an item."""
        self._box, self._make, self._fill = box, make, fill
        self.rows: list[W] = []
        self.shown = 0

    def show(self, items: Sequence[Any], *, kept: int = 0) -> None:
        """Show one row for each item; the first `kept` rows show theirs already."""
        while len(self.rows) < len(items):
            row = self._make(len(self.rows))
            self.rows.append(row)
            self._box.addWidget(row)
        for row, item in zip(self.rows[kept:], items[kept:], strict=False):
            self._fill(row, item)
        for n, row in enumerate(self.rows):
            set_shown(row, n < len(items))
        self.shown = len(items)


def set_shown(widget: QWidget, shown: bool) -> None:
    """Show or hide a widget, if it is not so already: even that would lay out everything around it again."""
    if widget.isHidden() == shown:
        widget.setVisible(shown)
