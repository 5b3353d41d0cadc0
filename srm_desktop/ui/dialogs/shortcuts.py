"""The sheet of shortcuts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from srm_desktop.ui.dialogs.frame import Frame, ask
from srm_desktop.ui.theme import font, theme
from srm_desktop.ui.widgets import label, named

Groups = Sequence[tuple[str, Sequence[tuple[str, str]]]]
"""Groups of shortcuts: title, and pairs of keys ("Ctrl+K", "J / Down") and what they do."""

_COLUMNS = 3
_PAD, _GAP = 6, 4


class KeyCaps(QWidget):
    """Keys painted as caps: `Ctrl+K` as two of them, what stands for "or" (` / `) between them as text."""

    def __init__(self, keys: str) -> None:
        """`keys` as in menus."""
        super().__init__()
        self._pieces = pieces(keys)
        self.setFont(font("small"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def _width(self, text: str, *, cap: bool) -> int:
        wide = self.fontMetrics().horizontalAdvance(text)
        return max(wide + 2 * _PAD, self.sizeHint().height()) if cap else wide

    def sizeHint(self) -> QSize:
        height = self.fontMetrics().height() + 6
        widths = [
            max(self.fontMetrics().horizontalAdvance(t) + 2 * _PAD, height)
            if cap
            else self.fontMetrics().horizontalAdvance(t)
            for t, cap in self._pieces
        ]
        return QSize(sum(widths) + _GAP * max(len(widths) - 1, 0) + 1, height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x, palette = 0.5, theme.palette
        for text, cap in self._pieces:
            area = QRectF(x, 0.5, self._width(text, cap=cap) - 1, self.height() - 1)
            if cap:
                painter.setPen(QColor(palette.line))
                painter.setBrush(QColor(palette.page))
                painter.drawRoundedRect(area, 4, 4)
            painter.setPen(QColor(palette.text if cap else palette.quiet))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
            x += area.width() + 1 + _GAP


def pieces(keys: str) -> list[tuple[str, bool]]:
    """The keys of a shortcut, each with whether it is a cap: `J / Ctrl++` is J, "or", Ctrl, +."""
    found: list[tuple[str, bool]] = []
    for n, choice in enumerate(re.split(r"\s+/\s+|,\s+", keys.strip())):
        if n:
            found.append(("or", False))
        found += [(key, True) for key in re.split(r"(?<=[^+])\+", choice)]
    return found


class ShortcutsDialog(Frame):
    """Groups in columns of about the same height."""

    def __init__(self, parent: QWidget | None, groups: Groups) -> None:
        """Shows `groups` in their order."""
        super().__init__(parent, "shortcuts_dialog", "Keys", heading="Keys")
        sheet = named(QWidget(), "shortcuts_sheet", "shortcuts")
        row = QHBoxLayout(sheet)
        row.setContentsMargins(0, 0, 12, 0)
        row.setSpacing(40)
        for column in balanced(groups, _COLUMNS):
            stack = QVBoxLayout()
            stack.setSpacing(20)
            for title, shortcuts in column:
                stack.addLayout(self._group(title, shortcuts))
            stack.addStretch(1)
            row.addLayout(stack)
        area = named(QScrollArea(), "shortcuts_area", "shortcuts")
        area.setWidget(sheet)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        sheet.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        area.setMinimumWidth(sheet.sizeHint().width())
        area.setMinimumHeight(min(sheet.sizeHint().height(), 600))
        self.body.addWidget(area, 1)
        QShortcut(QKeySequence(Qt.Key.Key_F1), self, self.reject)

    def _group(self, title: str, shortcuts: Sequence[tuple[str, str]]) -> QVBoxLayout:
        stack = QVBoxLayout()
        stack.setSpacing(8)
        stack.addWidget(label(title, bold=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for n, (keys, does) in enumerate(shortcuts):
            name = re.sub(r"\W+", "_", does).strip("_").lower()
            grid.addWidget(named(KeyCaps(keys), f"keys_{name}", f"{keys}: {does}"), n, 0)
            grid.addWidget(label(does), n, 1)
        stack.addLayout(grid)
        return stack


def balanced(groups: Groups, columns: int) -> list[list[tuple[str, Sequence[tuple[str, str]]]]]:
    """Groups in at most `columns` columns, in order, the tallest column as low as can be."""
    heights = [len(shortcuts) + 2 for _, shortcuts in groups]
    limit = max(heights, default=0)
    while True:
        made: list[list[tuple[str, Sequence[tuple[str, str]]]]] = [[]]
        tall = 0
        for group, height in zip(groups, heights, strict=True):
            if made[-1] and tall + height > limit:
                made.append([])
                tall = 0
            made[-1].append(group)
            tall += height
        if len(made) <= columns:
            return made
        limit += 1


def show_shortcuts(parent: QWidget | None, groups: Groups) -> None:
    """Show the sheet of shortcuts until it is closed."""
    ask(ShortcutsDialog(parent, groups))
