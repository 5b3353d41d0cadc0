"""Tables: workbooks with their sheets, CSV; the cell that is chosen is shown whole below."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTabBar, QTableView

from srm_desktop.domain.look import Sheet, TableLook
from srm_desktop.ui.preview.reading import Reading
from srm_desktop.ui.preview.table_model import SheetModel, column_name
from srm_desktop.ui.preview.texts import MOST_FOUND
from srm_desktop.ui.preview.viewer import LINES, Viewer
from srm_desktop.ui.widgets import label, named

_NARROW, _WIDE = 48, 320
"""Pixels that a column has at least and at most, at first."""
_SAMPLE = 100
"""Rows that decide how wide a column is."""
_SHOWN = 1_000
"""Characters of a cell that are shown below."""


class TableViewer(Viewer):
    """A grid, a tab for each sheet, and a line for the chosen cell."""

    can_find = True

    def __init__(self) -> None:
        """Nothing is shown yet."""
        super().__init__()
        self._sheets: tuple[Sheet, ...] = ()
        self.model = SheetModel()
        self.grid = _grid(self.model)
        self.tabs = named(QTabBar(), "preview_sheets", "Sheets")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self.cell = named(label(wrap=True, size="small"), "preview_cell", "The chosen cell")
        self.cut = named(label(quiet=True, size="small"), "preview_rows", "How many rows are shown")
        for made in (self.grid, self.tabs, self.cell, self.cut):
            self.column.addWidget(made, made is self.grid)
        self._hits: list[tuple[int, int, int]] = []
        self._at = -1
        self.setFocusProxy(self.grid)
        self.tabs.currentChanged.connect(self._show_sheet)
        self.grid.selectionModel().currentChanged.connect(lambda now, _before: self._show_cell(now))

    def show_look(self, look: TableLook, reading: Reading | None = None) -> None:
        self._hits, self._at = [], -1
        self._sheets = look.sheets
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(self.tabs.count() - 1)
        for sheet in look.sheets:
            shown = sheet.name.replace("&", "&&")
            self.tabs.addTab(f"{shown} (hidden)" if sheet.hidden else shown)
            self.tabs.setTabToolTip(self.tabs.count() - 1, f"{sheet.total:,} rows")
        first = next((n for n, sheet in enumerate(look.sheets) if not sheet.hidden), 0)
        self.tabs.setCurrentIndex(first)
        self.tabs.blockSignals(False)
        self.tabs.setVisible(len(look.sheets) > 1 or any(sheet.hidden for sheet in look.sheets))
        self._show_sheet(first)

    def clear(self) -> None:
        self.show_look(TableLook(()))

    def wanted_height(self, width: int) -> int:
        rows = len(self.model.sheet.rows) * self.grid.verticalHeader().defaultSectionSize()
        around = self.grid.horizontalHeader().sizeHint().height() + LINES + self.cell.sizeHint().height()
        return rows + around + (0 if self.tabs.isHidden() else self.tabs.sizeHint().height())

    def place(self) -> Any:
        index = self.grid.currentIndex()
        bars = self.grid.verticalScrollBar().value(), self.grid.horizontalScrollBar().value()
        return self.tabs.currentIndex(), index.row(), index.column(), bars

    def go_to(self, place: Any) -> None:
        sheet, row, column, (down, across) = place
        self.tabs.setCurrentIndex(sheet)
        self.grid.setCurrentIndex(self.model.index(row, column))
        self.grid.verticalScrollBar().setValue(down)
        self.grid.horizontalScrollBar().setValue(across)

    def seek(self, text: str) -> None:
        sought, self._hits = text.casefold(), []
        for n, sheet in enumerate(self._sheets if sought else ()):
            for row, cells in enumerate(sheet.rows):
                self._hits += [(n, row, column) for column, cell in enumerate(cells) if sought in cell.casefold()]
            if len(self._hits) >= MOST_FOUND:
                break
        shown = self.tabs.currentIndex()
        self._at = next((n for n, hit in enumerate(self._hits) if hit[0] >= shown), 0) if self._hits else -1
        self._show_hit()

    def seek_next(self, by: int) -> None:
        if self._hits:
            self._at = (self._at + by) % len(self._hits)
            self._show_hit()

    def _show_hit(self) -> None:
        if self._hits:
            sheet, row, column = self._hits[self._at]
            self.tabs.setCurrentIndex(sheet)
            index = self.model.index(row, column)
            self.grid.setCurrentIndex(index)
            self.grid.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        self.found.emit(self._at + 1, len(self._hits))

    def _show_sheet(self, number: int) -> None:
        sheet = self._sheets[number] if 0 <= number < len(self._sheets) else Sheet("", (), 0)
        self.model.show_sheet(sheet)
        self._fit_columns()
        shown = len(sheet.rows)
        self.cut.setText(f"The first {shown:,} of {sheet.total:,} rows are shown." if shown < sheet.total else "")
        self.cut.setVisible(shown < sheet.total)
        self.grid.setCurrentIndex(self.model.index(0, 0))
        self._show_cell(self.grid.currentIndex())
        self.resized.emit()

    def _fit_columns(self) -> None:
        measure = self.grid.fontMetrics()
        for n in range(self.model.columnCount()):
            longest = max((row[n][:80] for row in self.model.sheet.rows[:_SAMPLE] if n < len(row)), key=len, default="")
            self.grid.setColumnWidth(n, max(_NARROW, min(_WIDE, measure.horizontalAdvance(longest) + 20)))

    def _show_cell(self, index: QModelIndex) -> None:
        if not index.isValid():
            self.cell.setText("No cell of this sheet has anything in it." if self._sheets else "")
            return
        text = self.model.cell(index.row(), index.column())
        text = text if len(text) <= _SHOWN else f"{text[:_SHOWN]} …"
        self.cell.setText(f"{column_name(index.column())}{index.row() + 1}   {text}")


def _grid(model: SheetModel) -> QTableView:
    made = named(QTableView(), "preview_grid", "Cells")
    made.setModel(model)
    made.setProperty("kind", "framed")
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setTabKeyNavigation(False)
    made.setWordWrap(False)
    made.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    made.setCornerButtonEnabled(False)
    made.verticalHeader().setDefaultSectionSize(made.fontMetrics().height() + 8)
    made.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    made.horizontalHeader().setDefaultSectionSize(_NARROW)
    return made
