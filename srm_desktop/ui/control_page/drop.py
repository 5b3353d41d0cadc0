"""The sign that something can be dropped here, and the place that says so."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from srm_desktop.ui.theme import font, theme


class DropSign(QWidget):
    """Lies over the page while something is dragged across it, and says where it would go."""

    def __init__(self, over: QWidget) -> None:
        """Hidden until `show_for`."""
        super().__init__(over)
        self._over = over
        self.setObjectName("drop_sign")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._text = ""
        self.hide()

    def show_for(self, control_id: str) -> None:
        """Cover the page, for a control."""
        self.show_text(f"Drop to attach to {control_id}")

    def show_text(self, text: str) -> None:
        """Cover the page and say this."""
        self._text = text
        self.setAccessibleName(self._text)
        self.setGeometry(self._over.rect())
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = QColor(theme.palette.accent)
        wash = QColor(accent)
        wash.setAlpha(24)
        painter.setPen(QPen(accent, 2, Qt.PenStyle.DashLine))
        painter.setBrush(wash)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(7, 7, -7, -7), 8, 8)
        painter.setFont(font(bold=True))
        text = painter.fontMetrics().boundingRect(self._text)
        box = QRectF(0, 0, text.width() + 32, text.height() + 16)
        box.moveCenter(QRectF(self.rect()).center())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(QColor(theme.palette.on_accent))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._text)


class DropHint(QWidget):
    """The place that says how evidence gets here."""

    TEXT = "Drop files or folders here, or paste with Ctrl+V"

    def __init__(self) -> None:
        """A quiet dashed field."""
        super().__init__()
        self.setObjectName("drop_hint")
        self.setAccessibleName(self.TEXT)
        self.setFixedHeight(self.fontMetrics().height() + 28)
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.palette.quiet), 1, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(theme.palette.pane))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setPen(QColor(theme.palette.quiet))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.TEXT)
