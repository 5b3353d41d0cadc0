"""Dropping on a row of a list: the row under the pointer is marked, and what is dropped goes to its control."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDragMoveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from srm_desktop.services.assessments import ENDING
from srm_desktop.ui.attaching import brings_evidence, paths_in
from srm_desktop.ui.tables import RowsView
from srm_desktop.ui.theme import font, theme

_EDGE = 20
"""So near to the edge, in pixels, the list scrolls while something is dragged over it."""


class RowSign(QWidget):
    """Lies over a row and says where it would go."""

    def __init__(self, over: QWidget) -> None:
        """Hidden until it is shown for a row."""
        super().__init__(over)
        self.setObjectName("row_drop_sign")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.text = ""
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = QColor(theme.palette.accent)
        wash = QColor(accent)
        wash.setAlpha(32)
        painter.setPen(QPen(accent, 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(wash)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 1, -2, -1), 4, 4)
        painter.setFont(font("small", bold=True))
        width = painter.fontMetrics().horizontalAdvance(self.text) + 16
        box = QRectF(max(4, self.width() - width - 6), 3, min(width, self.width() - 8), self.height() - 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor(theme.palette.on_accent))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.text)


class RowDrops(QObject):
    """Takes drops on the rows of a list."""

    dropped = Signal(str, object)
    """The key of the row and the `QMimeData`; without a key it was dropped beside the rows."""

    def __init__(self, view: RowsView, sign_of: Callable[[str], str]) -> None:
        """`sign_of` says for the key of a row where a drop goes; an empty text: this row takes none."""
        super().__init__(view)
        self._view, self._sign_of = view, sign_of
        self.sign = RowSign(view.viewport())
        self.enabled = True
        view.viewport().setAcceptDrops(True)
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            self._drop(event)
            return True
        if isinstance(event, QDragEnterEvent):
            return self._enter(event)
        if isinstance(event, QDragMoveEvent):
            self._move(event)
            return True
        if event.type() in (QEvent.Type.DragLeave, QEvent.Type.Hide):
            self.sign.hide()
        return super().eventFilter(watched, event)

    def _enter(self, event: QDragEnterEvent) -> bool:
        """Whether it may be evidence; an assessment is opened by the window."""
        paths = paths_in(event.mimeData())
        opens = len(paths) == 1 and paths[0].suffix.lower() == ENDING
        if not self.enabled or opens or not brings_evidence(event.mimeData()):
            event.ignore()
            return True
        self._mark(event)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        return True

    def _move(self, event: QDragMoveEvent) -> None:
        self._scroll(event.position().toPoint())
        if self._mark(event) or self._key_at(event) == "":
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()

    def _drop(self, event: QDropEvent) -> None:
        self.sign.hide()
        key = self._key_at(event)
        if key and not self._sign_of(key):
            event.ignore()
            return
        mime: QMimeData = event.mimeData()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.dropped.emit(key, mime)

    def _key_at(self, event: QDropEvent) -> str:
        index = self._view.indexAt(event.position().toPoint())
        return self._view.rows_model.keys()[index.row()] if index.isValid() else ""

    def _mark(self, event: QDropEvent) -> bool:
        """Mark the row under the pointer, if it takes what is dragged."""
        key = self._key_at(event)
        text = self._sign_of(key) if key else ""
        if not text:
            self.sign.hide()
            return False
        index = self._view.indexAt(event.position().toPoint())
        row = self._view.visualRect(index)
        self.sign.text = text
        self.sign.setAccessibleName(text)
        self.sign.setGeometry(0, row.top(), self._view.viewport().width(), row.height())
        self.sign.show()
        self.sign.raise_()
        self.sign.update()
        return True

    def _scroll(self, at: QPoint) -> None:
        bar, height = self._view.verticalScrollBar(), self._view.viewport().height()
        step = (
            self._view.verticalHeader().defaultSectionSize() if bar.maximum() > self._view.rows_model.rowCount() else 1
        )
        if at.y() < _EDGE:
            bar.setValue(bar.value() - step)
        elif at.y() > height - _EDGE:
            bar.setValue(bar.value() + step)
