"""One side of a comparison: text to read and to copy, with numbers, signs and tints."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QTextBlock, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from srm_desktop.domain.comparison import Pair, Sign, Span
from srm_desktop.ui.dialogs.frame import fixed_font
from srm_desktop.ui.theme import theme
from srm_desktop.ui.widgets import named

TONES = {Sign.CHANGED: "progress", Sign.REMOVED: "bad", Sign.ADDED: "good"}
"""The tone of each sign: colour beside the sign, never instead of it."""

LONGEST = 4_000
"""Characters of a line that are shown: one endless line takes seconds to lay out."""


class Gutter(QWidget):
    """Numbers of lines and signs beside the text."""

    def __init__(self, side: Side) -> None:
        """As wide as `side` says."""
        super().__init__(side)
        self._side = side
        self.setObjectName("compare_gutter")

    def sizeHint(self) -> QSize:
        return QSize(self._side.gutter_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._side.paint_gutter(QPainter(self), event.rect())


class Side(QPlainTextEdit):
    """The lines of one side; where the other side has one more, an empty one keeps them level."""

    def __init__(self, name: str, says: str, *, left: bool) -> None:
        """Empty."""
        super().__init__()
        named(self, name, says)
        self._left = left
        self._pairs: tuple[Pair, ...] = ()
        self.place = -1
        """The line of the difference that the user is at; -1 for none."""
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFont(fixed_font())
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setWordWrapMode(QTextOption.WrapMode.NoWrap)
        self.setTabChangesFocus(True)
        self._gutter = Gutter(self)
        self.updateRequest.connect(self._scrolled)
        theme.changed.connect(self.viewport().update)

    def show_pairs(self, pairs: Sequence[Pair]) -> None:
        """Show this side of a comparison."""
        self._pairs = tuple(pairs)
        self.setPlainText("\n".join((self._text(pair) or "")[:LONGEST].replace("\t", "    ") for pair in pairs))
        self.setViewportMargins(self.gutter_width(), 0, 0, 0)

    def _text(self, pair: Pair) -> str | None:
        return pair.left if self._left else pair.right

    def _number(self, pair: Pair) -> int:
        return pair.left_number if self._left else pair.right_number

    def _spans(self, pair: Pair) -> tuple[Span, ...]:
        return pair.left_spans if self._left else pair.right_spans

    def gutter_width(self) -> int:
        """Room for the longest number and a sign, in pixels."""
        highest = max((self._number(pair) for pair in self._pairs), default=0)
        digits = len(str(highest)) if highest else 0
        return self.fontMetrics().horizontalAdvance("0" * (digits + 3)) + 8

    def _scrolled(self, rect: QRect, down: int) -> None:
        if down:
            self._gutter.scroll(0, down)
        else:
            self._gutter.update(0, rect.y(), self._gutter.width(), rect.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        inside = self.contentsRect()
        self._gutter.setGeometry(inside.left(), inside.top(), self.gutter_width(), inside.height())

    def _visible(self) -> list[tuple[QTextBlock, Pair, QRectF]]:
        """The lines on the screen, with where they are."""
        found = []
        block, bottom = self.firstVisibleBlock(), self.viewport().height()
        while block.isValid() and block.blockNumber() < len(self._pairs):
            where = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if where.top() > bottom:
                break
            found.append((block, self._pairs[block.blockNumber()], where))
            block = block.next()
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        for block, pair, where in self._visible():
            if pair.sign is Sign.SAME:
                continue
            where.setHeight(self.fontMetrics().lineSpacing())  # the last block is higher than its line
            row = QRectF(0, where.top(), self.viewport().width(), where.height())
            tint = QColor(theme.tone(TONES[pair.sign]).tint)
            if self._text(pair) is None:
                painter.fillRect(row, QColor(theme.palette.pane))
                continue
            painter.fillRect(row, tint)
            self._mark_words(painter, block, pair, where)
        painter.end()
        super().paintEvent(event)

    def _mark_words(self, painter: QPainter, block: QTextBlock, pair: Pair, where: QRectF) -> None:
        """A stronger ground and a line under the words that changed."""
        ink = QColor(theme.tone(TONES[pair.sign]).ink)
        wash = QColor(ink)
        wash.setAlpha(48)
        text, drawn = self._text(pair) or "", block.layout().lineAt(0)
        if not drawn.isValid():
            return
        for start, end in self._spans(pair):
            x1, x2 = (self._x(drawn, text, at) + where.left() for at in (start, end))
            painter.fillRect(QRectF(x1, where.top(), max(x2 - x1, 2), where.height()), wash)
            painter.fillRect(QRectF(x1, where.bottom() - 2, max(x2 - x1, 2), 2), ink)

    def _x(self, drawn: object, text: str, at: int) -> float:
        """Where a character stands; tabs are four blanks, and Qt counts in UTF-16."""
        before = text[:at].replace("\t", "    ")[:LONGEST]
        found = drawn.cursorToX(len(before.encode("utf-16-le")) // 2)  # type: ignore[attr-defined]
        return float(found[0] if isinstance(found, tuple) else found)

    def paint_gutter(self, painter: QPainter, area: QRect) -> None:
        """Numbers in quiet ink, signs in the ink of their tone, and a bar at the difference that the user is at."""
        painter.fillRect(area, QColor(theme.palette.pane))
        painter.setFont(self.font())
        width, sign_width = self.gutter_width(), self.fontMetrics().horizontalAdvance("00")
        for block, pair, where in self._visible():
            top, height = int(where.top()), self.fontMetrics().lineSpacing()  # the last block is higher than its line
            if block.blockNumber() == self.place:
                painter.fillRect(QRect(0, top, 3, height), QColor(theme.palette.accent))
            if self._text(pair) is None:
                continue
            if number := self._number(pair):
                painter.setPen(QColor(theme.palette.quiet))
                box = QRect(4, top, width - sign_width - 8, height)
                painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(number))
            if pair.sign is not Sign.SAME:
                painter.setPen(QColor(theme.tone(TONES[pair.sign]).ink))
                box = QRect(width - sign_width, top, sign_width, height)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, pair.sign.value)

    def go_to(self, place: int) -> None:
        """Bring a line into the middle of the view."""
        self.place = place
        visible = max(1, self.viewport().height() // max(1, self.fontMetrics().lineSpacing()))
        self.verticalScrollBar().setValue(max(0, place - visible // 3))
        self._gutter.update()
