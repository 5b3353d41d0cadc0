"""The pages of a PDF under one another; each is drawn once it comes into view, sharp for the size it is shown in."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from itertools import accumulate

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from srm_desktop.domain.look import FoundOnPage, Picture
from srm_desktop.ui.preview.canvas import next_step
from srm_desktop.ui.preview.quick_picture import as_image
from srm_desktop.ui.theme import theme
from srm_desktop.ui.widgets import named

GAP = 12
"""Pixels between two pages, and around them."""
MOST_KEPT = 64_000_000
"""Bytes of drawn pages that are kept."""
ACTUAL = 96 / 72
"""Pixels for a point where a page is shown in its own size."""
_LEAST, _MOST = 0.1 * ACTUAL, 6 * ACTUAL
_FOUND, _CURRENT = QColor(255, 196, 0, 90), QColor(255, 120, 0, 130)
"""On the white of the page, in both themes."""


class PdfPages(QAbstractScrollArea):
    """Asks with `page_wanted` for one page after the other, and takes each with `take`; `zoom` is None to fit the width."""

    page_wanted = Signal(int, float)
    """A page, from 0, and the pixels for each point."""
    moved = Signal()
    """Another page is in front, or it has another size."""

    def __init__(self) -> None:
        """No pages yet."""
        super().__init__()
        named(self, "preview_pages", "Pages of the document")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._look_around())
        self.zoom: float | None = None
        self._sizes: Sequence[tuple[float, float]] = ()
        self._tops: list[float] = [0.0]
        self._drawn: OrderedDict[int, tuple[float, QPixmap]] = OrderedDict()
        self._said: dict[int, str] = {}
        self._asked: tuple[int, float] | None = None
        self._hits: tuple[FoundOnPage, ...] = ()
        self._hit = -1
        theme.changed.connect(self._redraw)

    def show_pages(self, sizes: Sequence[tuple[float, float]]) -> None:
        """Show other pages, given by their sizes in points, from the first one on."""
        self._sizes, self._asked = sizes, None
        self._drawn.clear()
        self._said.clear()
        self.show_hits((), -1)
        self._lay_out()
        self.verticalScrollBar().setValue(0)
        self._look_around()

    @property
    def scale(self) -> float:
        """Pixels for a point, as shown."""
        if self.zoom is not None:
            return self.zoom
        widest = max((width for width, _ in self._sizes), default=0.0)
        room = self.maximumViewportSize().width() - self.verticalScrollBar().sizeHint().width() - 2 * GAP
        return min(max(room / widest, _LEAST), _MOST) if widest > 0 else ACTUAL

    @property
    def page(self) -> int:
        """The page in front, from 0: the one that is a third down the surface."""
        at = self.verticalScrollBar().value() + self.viewport().height() / 3
        return max(0, min(bisect_right(self._tops, at) - 1, len(self._sizes) - 1))

    def height_of_first(self, width: int) -> int:
        """How high the first page is at a width."""
        if not self._sizes or self._sizes[0][0] <= 0:
            return 0
        across, down = self._sizes[0]
        return round((width - 4 * GAP) * down / across) + 2 * GAP

    def go_to_page(self, number: int) -> None:
        """Bring the top of a page, from 0, to the top."""
        if self._sizes:
            self.verticalScrollBar().setValue(round(self._tops[max(0, min(number, len(self._sizes) - 1))]) - GAP)

    def set_zoom(self, zoom: float | None) -> None:
        """Another size, None to fit the width; what is in the middle stays there."""
        middle = self.viewport().height() / 2
        number = self.page
        height = self._height(number)
        part = (self.verticalScrollBar().value() + middle - self._tops[number]) / height if height else 0.0
        self.zoom = None if zoom is None else min(max(zoom, _LEAST), _MOST)
        self._lay_out()
        if self._sizes:
            self.verticalScrollBar().setValue(round(self._tops[number] + part * self._height(number) - middle))
        self._look_around()

    def step_zoom(self, by: int) -> None:
        """Larger or smaller; 0 goes between the width and its own size."""
        if by:
            self.set_zoom(next_step(self.scale / ACTUAL, by) * ACTUAL)
        else:
            self.set_zoom(ACTUAL if self.zoom is None else None)

    def take(self, number: int, scale: float, picture: Picture) -> None:
        """A page that was asked for."""
        self._drawn[number] = (scale, QPixmap.fromImage(as_image(picture)))
        self._drawn.move_to_end(number)
        while len(self._drawn) > 2 and sum(map(_bytes, self._drawn.values())) > MOST_KEPT:
            self._drawn.popitem(last=False)
        self._answered(number)

    def refuse(self, number: int, sentence: str) -> None:
        """A page that was asked for cannot be shown."""
        self._said[number] = sentence
        self._answered(number)

    def _answered(self, number: int) -> None:
        if self._asked is not None and self._asked[0] == number:
            self._asked = None
        self._look_around()

    def show_hits(self, hits: tuple[FoundOnPage, ...], at: int) -> None:
        """Mark what was found; the one at `at` is brought into view."""
        self._hits, self._hit = hits, at
        if 0 <= at < len(hits) and hits[at].page < len(self._sizes):
            number, areas = hits[at].page, hits[at].rectangles
            y = self._tops[number] + (areas[0][1] * self.scale if areas else 0)
            bar = self.verticalScrollBar()
            if not bar.value() + 24 <= y <= bar.value() + self.viewport().height() - 48:
                bar.setValue(round(y - self.viewport().height() / 3))
            if areas and self.horizontalScrollBar().maximum():
                self.horizontalScrollBar().setValue(round(areas[0][0] * self.scale - self.viewport().width() / 3))
        self.viewport().update()

    def _height(self, number: int) -> float:
        return max(self._sizes[number][1] * self.scale, 16.0) if self._sizes else 0.0

    def _lay_out(self) -> None:
        scale, room = self.scale, self.maximumViewportSize()
        heights = (max(height * scale, 16.0) + GAP for _, height in self._sizes)
        self._tops = list(accumulate(heights, initial=float(GAP)))
        widest = max((width for width, _ in self._sizes), default=0.0) * scale + 2 * GAP
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, round(self._tops[-1]) - room.height()))
        bar.setPageStep(room.height())
        bar.setSingleStep(48)
        across = self.horizontalScrollBar()
        across.setRange(0, 0 if self.zoom is None else max(0, round(widest) - room.width()))
        across.setPageStep(room.width())
        across.setSingleStep(48)

    def _area(self, number: int) -> QRectF:
        """Where a page is on the surface."""
        width, height = self._sizes[number][0] * self.scale, self._height(number)
        room = self.viewport().width()
        x = max(float(GAP), (room - width) / 2) - self.horizontalScrollBar().value()
        return QRectF(x, self._tops[number] - self.verticalScrollBar().value(), max(width, 16.0), height)

    def _in_view(self) -> range:
        top = self.verticalScrollBar().value()
        first = max(0, bisect_right(self._tops, top) - 1)
        last = bisect_right(self._tops, top + self.viewport().height())
        return range(min(first, len(self._sizes)), min(last, len(self._sizes)))

    def _look_around(self) -> None:
        """Ask for the page in front, those beside it, and then the next one, as far as they are not drawn yet."""
        self.moved.emit()
        self.viewport().update()
        if self._asked is not None or not self._sizes or not self.isVisible():
            return
        seen, sharp = self._in_view(), self.scale * self.devicePixelRatioF()
        ahead = [seen.stop] if seen.stop < len(self._sizes) else []
        for number in (*sorted(seen, key=lambda n: abs(n - self.page)), *ahead):
            known = self._drawn.get(number)
            if number not in self._said and (known is None or known[0] != sharp):
                self._asked = (number, sharp)
                self.page_wanted.emit(number, sharp)
                return

    def _redraw(self) -> None:
        self.viewport().update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.viewport().rect(), QColor(theme.palette.raised))
        for number in self._in_view():
            area = self._area(number)
            painter.fillRect(area, Qt.GlobalColor.white)
            if known := self._drawn.get(number):
                painter.drawPixmap(area, known[1], QRectF(known[1].rect()))
            elif said := self._said.get(number):
                painter.setPen(QColor("#a3211f"))
                wrapped = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop
                painter.drawText(area.adjusted(16, 16, -16, -16), int(wrapped), said)
            self._paint_hits(painter, number, area)
            painter.setPen(QColor(theme.palette.line))
            painter.drawRect(area.adjusted(-0.5, -0.5, -0.5, -0.5))

    def _paint_hits(self, painter: QPainter, number: int, area: QRectF) -> None:
        for n, hit in enumerate(self._hits):
            if hit.page == number:
                for left, top, right, bottom in hit.rectangles:
                    mark = QRectF(QPointF(left, top) * self.scale, QPointF(right, bottom) * self.scale)
                    painter.fillRect(mark.translated(area.topLeft()).adjusted(-1, -1, 1, 1), _CURRENT if n == self._hit else _FOUND)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.zoom is None:
            self.set_zoom(None)
        else:
            self._lay_out()
            self._look_around()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self._look_around()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, bar = event.key(), self.verticalScrollBar()
        whole = self._height(self.page) + GAP <= self.viewport().height()
        turning = (Qt.Key.Key_Left, Qt.Key.Key_Right) if not self.horizontalScrollBar().maximum() else ()
        if event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ControlModifier):
            super().keyPressEvent(event)
        elif key in turning or (whole and key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)):
            self.go_to_page(self.page + (1 if key in (Qt.Key.Key_Right, Qt.Key.Key_PageDown) else -1))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            bar.setValue(0 if key == Qt.Key.Key_Home else bar.maximum())
        else:
            super().keyPressEvent(event)


def _bytes(drawn: tuple[float, QPixmap]) -> int:
    return drawn[1].width() * drawn[1].height() * 4
