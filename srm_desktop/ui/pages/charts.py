"""Small pictures of numbers: a ring and a time line. What they show is also said in words beside them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from srm_desktop.ui.pages.rows import fill_of
from srm_desktop.ui.theme import font, theme

_TURN = 360 * 16


class Ring(QWidget):
    """Shares of a whole as a ring, with a number and a word in the middle. What is left over stays empty track."""

    def __init__(self, size: int = 124) -> None:
        """A ring of `size` pixels across, empty."""
        super().__init__()
        self.setFixedSize(size, size)
        self._shares: tuple[tuple[float, str], ...] = ()
        self._number, self._word = "", ""
        theme.changed.connect(self.update)

    def show_shares(self, shares: Sequence[tuple[float, str]], number: str, word: str, says: str) -> None:
        """Show shares (from 0 to 1, and tone), clockwise from the top."""
        self._shares, self._number, self._word = tuple(shares), number, word
        self.setAccessibleName(says)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thick = self.width() / 9
        round_ = QRectF(self.rect()).adjusted(thick / 2 + 1, thick / 2 + 1, -thick / 2 - 1, -thick / 2 - 1)
        painter.setPen(QPen(QColor(theme.palette.raised), thick))
        painter.drawEllipse(round_)
        self._paint_shares(painter, round_, thick)
        self._paint_middle(painter)

    def _paint_shares(self, painter: QPainter, round_: QRectF, thick: float) -> None:
        several = sum(1 for share, _ in self._shares if share > 0) > 1
        gap = 24 if several else 0
        at = 90 * 16.0
        for share, tone in self._shares:
            if share <= 0:
                continue
            span = _TURN * share
            pen = QPen(fill_of(tone), thick)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawArc(round_, round(at - gap), -round(max(span - gap, 16)))
            at -= span

    def _paint_middle(self, painter: QPainter) -> None:
        big = font("title", bold=True)
        big.setPointSizeF(big.pointSizeF() * 1.15)
        small = font("small")
        high, low = QFontMetrics(big).height(), QFontMetrics(small).height()
        top = (self.height() - high - low) / 2
        painter.setFont(big)
        painter.setPen(QColor(theme.palette.text))
        painter.drawText(QRectF(0, top, self.width(), high), Qt.AlignmentFlag.AlignCenter, self._number)
        painter.setFont(small)
        painter.setPen(QColor(theme.palette.quiet))
        painter.drawText(QRectF(0, top + high, self.width(), low), Qt.AlignmentFlag.AlignCenter, self._word)


class TimeLine(QWidget):
    """A span of time with a mark where today is."""

    def __init__(self) -> None:
        """Nothing known yet."""
        super().__init__()
        self._elapsed = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_elapsed(self, elapsed: float, says: str) -> None:
        """Show how much is over, from 0 to 1."""
        self._elapsed = elapsed
        self.setAccessibleName(says)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, 12)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        track = QRectF(0, 4, self.width(), 4)
        painter.setBrush(QColor(theme.palette.raised))
        painter.drawRoundedRect(track, 2, 2)
        over = self._elapsed * (self.width() - 12)
        painter.setBrush(QColor(theme.palette.accent))
        painter.drawRoundedRect(QRectF(0, 4, over + 6, 4), 2, 2)
        painter.drawEllipse(QPointF(over + 6, 6), 5, 5)
