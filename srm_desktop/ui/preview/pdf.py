"""PDF: its pages, where one is, and the search in its text."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QAbstractSpinBox, QHBoxLayout, QSpinBox, QWidget
from shiboken6 import isValid

from srm_desktop.domain.look import FoundOnPage, PdfLook, Picture
from srm_desktop.domain.problems import Problem
from srm_desktop.ui.preview.pdf_pages import ACTUAL, PdfPages
from srm_desktop.ui.preview.reading import Reading
from srm_desktop.ui.preview.viewer import Viewer
from srm_desktop.ui.preview.zoom_tools import ZoomTools
from srm_desktop.ui.widgets import label, named


class PdfViewer(Viewer):
    """Pages under one another. The size stays from one document to the next."""

    can_find = True
    can_zoom = True

    def __init__(self) -> None:
        """No document yet."""
        super().__init__()
        self._reading: Reading | None = None
        self.pages = PdfPages()
        self.zooming = ZoomTools(self.zoom, "Full width")
        self.number = named(QSpinBox(), "preview_page", "Page")
        self.number.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.number.setKeyboardTracking(False)
        self.number.setToolTip("The page in front; type another to go there")
        self.of = named(label(quiet=True), "preview_page_count", "How many pages there are")
        self._paging = QWidget()
        row = QHBoxLayout(self._paging)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for made in (label("Page", quiet=True), self.number, self.of):
            row.addWidget(made)
        self._sought = ""
        self._hits: tuple[FoundOnPage, ...] = ()
        self._at = -1
        self.column.addWidget(self.pages, 1)
        self.setFocusProxy(self.pages)
        self.pages.page_wanted.connect(self._fetch)
        self.pages.moved.connect(self._tell)
        self.number.valueChanged.connect(lambda page: self.pages.go_to_page(page - 1))

    def show_look(self, look: PdfLook, reading: Reading | None = None) -> None:
        self._reading = reading
        self._sought, self._hits, self._at = "", (), -1
        self.number.blockSignals(True)
        self.number.setRange(1, max(1, len(look.pages)))
        self.number.blockSignals(False)
        self.number.setFixedWidth(self.number.fontMetrics().averageCharWidth() * (len(str(len(look.pages))) + 1) + 20)
        self.of.setText(f"of {len(look.pages):,}")
        self.pages.show_pages(look.pages)

    def clear(self) -> None:
        self._reading = None
        self.pages.show_pages(())

    def wanted_height(self, width: int) -> int:
        return self.pages.height_of_first(width)

    @property
    def tools(self) -> tuple[QWidget, ...]:
        return (self.zooming, self._paging)

    def place(self) -> Any:
        bar = self.pages.verticalScrollBar()
        return bar.value() / self.pages.scale

    def go_to(self, place: Any) -> None:
        self.pages.verticalScrollBar().setValue(round(place * self.pages.scale))

    def zoom(self, by: int) -> None:
        self.pages.step_zoom(by)

    def seek(self, text: str) -> None:
        reading, self._sought = self._reading, text
        self._hits, self._at = (), -1
        self.pages.show_hits((), -1)
        if reading is None or not text.strip():
            self.found.emit(0, 0)
            return
        self.found.emit(0, -1)

        def arrived(hits: tuple[FoundOnPage, ...]) -> None:
            if isValid(self) and reading is self._reading and text == self._sought:
                self._take_hits(hits)

        reading.find(text, arrived, lambda _problem: arrived(()))

    def _take_hits(self, hits: tuple[FoundOnPage, ...]) -> None:
        self._hits = hits
        front = self.pages.page
        self._at = next((n for n, hit in enumerate(hits) if hit.page >= front), 0) if hits else -1
        self._show_hit()

    def seek_next(self, by: int) -> None:
        if self._hits:
            self._at = (self._at + by) % len(self._hits)
            self._show_hit()

    def _show_hit(self) -> None:
        self.pages.show_hits(self._hits, self._at)
        self.found.emit(self._at + 1, len(self._hits))

    def _fetch(self, number: int, scale: float) -> None:
        reading = self._reading
        if reading is None:
            return

        def mine() -> bool:
            return isValid(self) and reading is self._reading

        def arrived(picture: Picture) -> None:
            if mine():
                self.pages.take(number, scale, picture)

        def failed(problem: Problem) -> None:
            if mine():
                self.pages.refuse(number, problem.sentence)

        reading.page(number, scale, arrived, failed)

    def _tell(self) -> None:
        self.zooming.tell(self.pages.scale / ACTUAL, fitted=self.pages.zoom is None)
        if not self.number.hasFocus():
            self.number.blockSignals(True)
            self.number.setValue(self.pages.page + 1)
            self.number.blockSignals(False)
