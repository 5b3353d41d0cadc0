"""Rows that are painted cell by cell, line up with each other, and lead somewhere when they are clicked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from srm_desktop.ui.theme import font, theme

_GAP = 12


class Cell(NamedTuple):
    """One cell: a text, or bars one above the other (`bars`: share from 0 to 1, and tone).

    `width` is in characters; 0 shares what is left, by `stretch`. `ink` is text, quiet, accent or the name of a tone.
    """

    text: str = ""
    width: int = 0
    stretch: int = 1
    right: bool = False
    bold: bool = False
    ink: str = "text"
    bars: tuple[tuple[float, str], ...] = ()
    key: tuple[tuple[str, str], ...] = ()
    """What the colours of bars mean: words, each after a dash in its tone."""


Shown = tuple[Sequence[Cell], object, str, str]
"""A row: its cells, where it leads (None: nowhere), what is read out, its tool tip."""


def character() -> int:
    """The width in pixels that a cell reckons for a character."""
    return QFontMetrics(font()).horizontalAdvance("0")


def fill_of(tone: str) -> QColor:
    """The colour of an area in a tone: its ink, a little softened by its tint."""
    found = theme.tone(tone)
    ink, tint = QColor(found.ink), QColor(found.tint)
    mixed = [round(a * 0.78 + b * 0.22) for a, b in zip(ink.getRgb()[:3], tint.getRgb()[:3], strict=True)]  # type: ignore[index]
    return QColor(*mixed)


def ink_of(name: str) -> QColor:
    """A colour by its name in a cell."""
    own = {"text": theme.palette.text, "quiet": theme.palette.quiet, "accent": theme.palette.accent}
    return QColor(own.get(name) or theme.tone(name).ink)


class Row(QAbstractButton):
    """A row of cells. Where it leads somewhere it is a button, by mouse, Space or Enter; else it is only read."""

    asked = Signal(object)
    """Where the row leads, as it was given."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self.cells: tuple[Cell, ...] = ()
        self._leads: object = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self._clicked)
        theme.changed.connect(self.update)

    def show_cells(self, cells: Sequence[Cell], leads: object, says: str, tip: str = "") -> None:
        """Show these cells; `leads` is asked for by a click (None: nothing), `says` is what a screen reader reads.

        What a row leads to is a value and never a method of the page: a row must not keep its page alive.
        """
        self._leads = leads
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if leads is None else Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor if leads is None else Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(says)
        self.setText(says)
        self.setToolTip(tip)
        if self.cells != tuple(cells):
            self.cells = tuple(cells)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, QFontMetrics(font()).height() + 12)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._leads is not None:
            self.click()
            return
        super().keyPressEvent(event)

    def _clicked(self) -> None:
        if self._leads is not None:
            self.asked.emit(self._leads)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._leads is not None and (self.underMouse() or self.hasFocus()):
            painter.setPen(QColor(theme.palette.accent) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.palette.hover) if self.underMouse() else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        for cell, place in zip(self.cells, self.places(), strict=True):
            if cell.bars:
                paint_bars(painter, place, cell.bars)
            elif cell.key:
                _paint_key(painter, place, cell.key)
            else:
                _paint_text(painter, place, cell)

    def places(self) -> list[QRect]:
        """Where each cell is."""
        unit = character()
        inside = self.rect().adjusted(8, 0, -8, 0)
        fixed = sum(cell.width * unit for cell in self.cells) + _GAP * (len(self.cells) - 1)
        shares = sum(cell.stretch for cell in self.cells if not cell.width) or 1
        left, found = inside.left(), []
        for cell in self.cells:
            width = cell.width * unit or max(inside.width() - fixed, 0) * cell.stretch // shares
            found.append(QRect(left, inside.top(), width, inside.height()))
            left += width + _GAP
        return found


def _paint_text(painter: QPainter, place: QRect, cell: Cell) -> None:
    painter.setFont(font(bold=cell.bold))
    painter.setPen(ink_of(cell.ink))
    side = Qt.AlignmentFlag.AlignRight if cell.right else Qt.AlignmentFlag.AlignLeft
    shown = painter.fontMetrics().elidedText(cell.text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | side, shown)


def paint_bars(painter: QPainter, place: QRect, bars: Sequence[tuple[float, str]]) -> None:
    """Bars one above the other, on a track each, in the middle of `place`."""
    height = 8 if len(bars) == 1 else 6
    top = place.center().y() + 1 - (len(bars) * height + (len(bars) - 1) * 2) / 2
    for share, tone in bars:
        track = QRectF(place.left(), top, place.width(), height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.palette.raised))
        painter.drawRoundedRect(track, height / 2, height / 2)
        if share > 0:
            track.setWidth(max(track.width() * min(share, 1.0), height))
            painter.setBrush(fill_of(tone))
            painter.drawRoundedRect(track, height / 2, height / 2)
        top += height + 2


def _paint_key(painter: QPainter, place: QRect, key: Sequence[tuple[str, str]]) -> None:
    painter.setFont(font("small"))
    left, middle = place.left(), place.center().y() + 1
    for word, tone in key:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill_of(tone))
        painter.drawRoundedRect(QRectF(left, middle - 3, 12, 6), 3, 3)
        width = painter.fontMetrics().horizontalAdvance(word)
        painter.setPen(QColor(theme.palette.quiet))
        painter.drawText(QRect(left + 16, place.top(), width + 4, place.height()), Qt.AlignmentFlag.AlignVCenter, word)
        left += 16 + width + 16


class RowList(QWidget):
    """Rows below each other. Showing others keeps the widgets, so that focus stays where it is."""

    asked = Signal(object)
    """Where the row that was clicked leads."""

    def __init__(self, name: str) -> None:
        """Empty; `name` is the object name, and the rows are numbered after it."""
        super().__init__()
        self.setObjectName(name)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.rows: list[Row] = []

    def show_rows(self, rows: Sequence[Shown]) -> None:
        """Show these rows."""
        while len(self.rows) < len(rows):
            made = Row()
            made.setObjectName(f"{self.objectName()}_{len(self.rows)}")
            made.asked.connect(self.asked)
            self.rows.append(made)
            self._layout.addWidget(made)
        for row, shown in zip(self.rows, rows, strict=False):
            row.show_cells(*shown)
        for n, row in enumerate(self.rows):
            row.setVisible(n < len(rows))

    def shown(self) -> list[Row]:
        """The rows that are in use."""
        return [row for row in self.rows if not row.isHidden()]
