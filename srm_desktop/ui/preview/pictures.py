"""Pictures: fitted, in their own size, or anything between; with what they say about themselves."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from srm_desktop.domain.look import PictureLook
from srm_desktop.ui.preview.canvas import Canvas, next_step
from srm_desktop.ui.preview.quick_picture import as_image
from srm_desktop.ui.preview.reading import Reading
from srm_desktop.ui.preview.viewer import Viewer
from srm_desktop.ui.preview.zoom_tools import ZoomTools
from srm_desktop.ui.widgets import button, label, named

_EXIF_HEIGHT = 140


class PictureViewer(Viewer):
    """The picture above what EXIF says about it. Fitted or not, unfolded or not: that stays for the next picture."""

    can_zoom = True

    def __init__(self) -> None:
        """Nothing is shown yet."""
        super().__init__()
        self.canvas = Canvas()
        self.size_label = named(label(quiet=True), "preview_pixels", "Size of the picture")
        self.zooming = ZoomTools(self.zoom)
        self.exif_link = named(button("", self._toggle, kind="link"), "preview_exif_link", "What EXIF says")
        self._wants_exif = False
        self._pairs: tuple[tuple[str, str], ...] = ()
        self.exif = named(QScrollArea(), "preview_exif", "What the picture says about itself")
        self.exif.setWidgetResizable(True)
        self.exif.hide()
        self.column.addWidget(self.canvas, 1)
        self.column.addWidget(self.exif)
        self.canvas.zoomed.connect(self._tell)
        self.setFocusProxy(self.canvas)

    def show_look(self, look: PictureLook, reading: Reading | None = None) -> None:
        self.canvas.show_image(as_image(look.picture))
        self.size_label.setText(f"{look.width:,} × {look.height:,} pixels")
        self._pairs = look.exif
        self._fill_exif()
        self._tell()

    def clear(self) -> None:
        self.canvas.show_image(QImage())
        self.size_label.setText("")

    def wanted_height(self, width: int) -> int:
        size = self.canvas.size_of_picture
        scale = self.canvas.zoom or min(1.0, width / max(1, size.width()))
        return round(size.height() * scale) + (self.exif.height() + 4 if self._wants_exif and self._pairs else 0)

    @property
    def tools(self) -> tuple[QWidget, ...]:
        return (self.zooming, self.size_label, self.exif_link)

    def place(self) -> Any:
        return self.canvas.horizontalScrollBar().value(), self.canvas.verticalScrollBar().value()

    def go_to(self, place: Any) -> None:
        across, down = place
        self.canvas.horizontalScrollBar().setValue(across)
        self.canvas.verticalScrollBar().setValue(down)

    def zoom(self, by: int) -> None:
        if by:
            self.canvas.set_zoom(next_step(self.canvas.scale, by))
        else:  # between fitted and its own size
            self.canvas.set_zoom(1.0 if self.canvas.zoom is None and self.canvas.scale < 1 else None)
        self.resized.emit()

    def _tell(self) -> None:
        self.zooming.tell(self.canvas.scale, fitted=self.canvas.zoom is None)

    def _toggle(self) -> None:
        self._wants_exif = not self._wants_exif
        self._fill_exif()

    def _fill_exif(self) -> None:
        shown = bool(self._pairs) and self._wants_exif
        self.exif_link.setVisible(bool(self._pairs))
        self.exif_link.setText(f"{'▾' if shown else '▸'} EXIF ({len(self._pairs)})")
        if shown:
            table = QWidget()
            grid = QGridLayout(table)
            grid.setContentsMargins(0, 4, 8, 4)
            grid.setHorizontalSpacing(16)
            grid.setVerticalSpacing(2)
            grid.setColumnStretch(1, 1)
            for n, (name, value) in enumerate(self._pairs):
                grid.addWidget(label(name, size="small", quiet=True), n, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(label(value, size="small", wrap=True), n, 1)
            grid.setRowStretch(len(self._pairs), 1)
            self.exif.setWidget(table)
            table.setAutoFillBackground(False)
            self.exif.viewport().setAutoFillBackground(False)
            self.exif.setFixedHeight(min(_EXIF_HEIGHT, table.sizeHint().height() + 4))
        self.exif.setVisible(shown)
        self.resized.emit()
