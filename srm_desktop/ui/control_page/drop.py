"""What can be dropped or pasted as evidence, and the sign that it can be dropped here."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from srm_desktop.domain.filenames import safe_name
from srm_desktop.services.attach import Pasted
from srm_desktop.ui.theme import font, theme


def paths_in(mime: QMimeData) -> list[Path]:
    """The files and folders of this computer that are named in it."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()] if mime.hasUrls() else []


def brings_evidence(mime: QMimeData) -> bool:
    """Whether it is more than text: files, or a picture alone (a spreadsheet offers its cells as both)."""
    return bool(paths_in(mime)) or (mime.hasImage() and not mime.hasText())


def pasted_in(mime: QMimeData, control_id: str, *, text: bool = True) -> Pasted | None:
    """A picture as PNG or a text as `.txt`, named after the control (its own id: this goes into the file) and
    the local time; None where it is neither."""
    stamp = datetime.now().strftime("%Y-%m-%d %H.%M.%S")
    stem = safe_name(f"{control_id} {stamp}")
    if mime.hasImage() and not mime.hasText():
        image = mime.imageData()
        if isinstance(image, QImage) and not image.isNull():
            return Pasted(f"{stem}.png", _png(image))
    if text and mime.hasText() and mime.text().strip():
        return Pasted(f"{stem}.txt", mime.text().encode("utf-8", "replace"))
    return None


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


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
        """Cover the page."""
        self._text = f"Drop to attach to {control_id}"
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
