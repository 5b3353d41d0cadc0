"""A picture on a surface that scrolls: fitted or in a size of its own, moved by dragging."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from srm_desktop.ui.widgets import named

STEPS = (0.1, 0.15, 0.25, 0.33, 0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0)
"""The sizes that larger and smaller go through."""
_SQUARE = 8
_LIGHT, _DARK = QColor("#ffffff"), QColor("#e6e8eb")
"""Behind what can be seen through, in both themes: pictures are mostly made for white."""


def next_step(zoom: float, by: int) -> float:
    """The next size up or down from any."""
    if by > 0:
        return next((step for step in STEPS if step > zoom * 1.01), STEPS[-1])
    return next((step for step in reversed(STEPS) if step < zoom * 0.99), STEPS[0])


class Canvas(QAbstractScrollArea):
    """Shows an image; `zoom` is None while it is fitted (never larger than it is)."""

    zoomed = Signal()

    def __init__(self) -> None:
        """Nothing is shown yet."""
        super().__init__()
        named(self, "preview_picture", "Picture")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.zoom: float | None = None
        self._image = QImage()
        self._drawn = QPixmap()
        self._grip: QPointF | None = None

    @property
    def size_of_picture(self) -> QSize:
        """In pixels, as it is."""
        return self._image.size()

    @property
    def scale(self) -> float:
        """How large it is shown; 1 is its own size."""
        return self.zoom if self.zoom is not None else self._fitted()

    def show_image(self, image: QImage) -> None:
        """Show another image; fitted if the one before was."""
        self._image = image
        self._draw()

    def set_zoom(self, zoom: float | None, around: QPointF | None = None) -> None:
        """Another size, None to fit; what is at `around` (of the surface) stays there, else what is in the middle."""
        around = around or QRectF(self.viewport().rect()).center()
        before, at = self.scale, around - self._corner()
        self.zoom = None if zoom is None else min(max(zoom, STEPS[0]), STEPS[-1])
        self._draw()
        moved = at * (self.scale / before) if before else at
        self.horizontalScrollBar().setValue(round(moved.x() - around.x()))
        self.verticalScrollBar().setValue(round(moved.y() - around.y()))
        self.zoomed.emit()

    def _fitted(self) -> float:
        room, size = self.maximumViewportSize(), self._image.size()
        if size.isEmpty() or room.isEmpty():
            return 1.0
        return min(1.0, room.width() / size.width(), room.height() / size.height())

    def _shown(self) -> QSize:
        return QSize(
            max(1, round(self._image.width() * self.scale)), max(1, round(self._image.height() * self.scale))
        )

    def _draw(self) -> None:
        size = self._shown()
        if self._image.isNull():
            self._drawn = QPixmap()
        elif self.scale < 1:  # made smaller once and well; painting a small part of a large one would be coarse
            smooth = Qt.TransformationMode.SmoothTransformation
            ratio = self.devicePixelRatioF()
            small = self._image.scaled(size * ratio, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
            self._drawn = QPixmap.fromImage(small)
        else:
            self._drawn = QPixmap.fromImage(self._image)
        room = self.maximumViewportSize()
        fits = self.zoom is None
        for bar, whole, part in (
            (self.horizontalScrollBar(), size.width(), room.width()),
            (self.verticalScrollBar(), size.height(), room.height()),
        ):
            bar.setRange(0, 0 if fits else max(0, whole - part))
            bar.setPageStep(part)
            bar.setSingleStep(32)
        self._set_cursor()
        self.viewport().update()

    @property
    def _can_move(self) -> bool:
        return bool(self.horizontalScrollBar().maximum() or self.verticalScrollBar().maximum())

    def _set_cursor(self) -> None:
        held = Qt.CursorShape.ClosedHandCursor if self._grip is not None else Qt.CursorShape.OpenHandCursor
        self.viewport().setCursor(held if self._can_move else Qt.CursorShape.ArrowCursor)

    def _corner(self) -> QPointF:
        """Where the picture's corner is on the surface: at the left where there is room, moved where there is not."""
        return QPointF(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._drawn.isNull():
            return
        painter = QPainter(self.viewport())
        area = QRectF(self._corner(), QRectF(0, 0, self._shown().width(), self._shown().height()).size())
        if self._image.hasAlphaChannel():
            _squares(painter, area.intersected(QRectF(self.viewport().rect())))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.scale < 3)
        painter.drawPixmap(area, self._drawn, QRectF(self._drawn.rect()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw()
        self.zoomed.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(next_step(self.scale, 1 if event.angleDelta().y() > 0 else -1), event.position())
            event.accept()
        elif self._can_move:
            super().wheelEvent(event)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._can_move:
            self._grip = event.position()
            self._set_cursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            moved = event.position() - self._grip
            self._grip = event.position()
            for bar, by in ((self.horizontalScrollBar(), moved.x()), (self.verticalScrollBar(), moved.y())):
                bar.setValue(bar.value() - round(by))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._grip = None
        self._set_cursor()


def _squares(painter: QPainter, area: QRectF) -> None:
    painter.fillRect(area, _LIGHT)
    left, top = int(area.left()), int(area.top())
    for y in range(top - top % _SQUARE, int(area.bottom()) + 1, _SQUARE):
        for x in range(left - left % _SQUARE, int(area.right()) + 1, _SQUARE):
            if (x // _SQUARE + y // _SQUARE) % 2:
                painter.fillRect(QRectF(x, y, _SQUARE, _SQUARE).intersected(area), _DARK)
