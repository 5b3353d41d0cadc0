"""The controls of other catalogs that ask for the same, as rows that lead there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent

from srm_desktop.domain.assessment import Counterpart
from srm_desktop.domain.ids import order
from srm_desktop.ui.tables import Column, RowsModel, RowsView
from srm_desktop.ui.widgets import named
from srm_desktop.ui.words import id_text, status_sign

MOST_ROWS = 20
"""How many rows are shown before the table scrolls."""

_NARROW = 480
"""Below this width, in pixels, the title needs the room of the other columns."""


def _pieces(found: Counterpart) -> str:
    return {0: "", 1: "1 piece"}.get(found.row.evidence, f"{found.row.evidence} pieces")


COLUMNS = (
    Column(
        "", lambda c: status_sign(c.row.status).symbol, tone=lambda c: status_sign(c.row.status).tone,
        tip=lambda c: status_sign(c.row.status).word, width=1,
    ),
    Column("Id", lambda c: id_text(c.row.key), lambda c: order(c.row.id), tone=lambda c: "info", width=12),
    Column("Title", lambda c: c.row.title, tip=lambda c: f"{c.row.title}\n{c.catalog}"),
    Column("Evidence", _pieces, lambda c: c.row.evidence, tone=lambda c: "quiet", width=9, right=True),
    Column("Catalog", lambda c: c.catalog, tone=lambda c: "quiet", width=22),
)  # fmt: skip
_ID, _EVIDENCE, _CATALOG = 1, 3, 4


class CounterpartTable(RowsView):
    """As high as its rows up to a limit. A click or Enter leads to the control."""

    control_asked = Signal(str)

    def __init__(self) -> None:
        """Empty."""
        super().__init__(RowsModel(COLUMNS, lambda found: found.row.key))
        named(self, "counterparts", "The same in other catalogs of this assessment")
        self.horizontalHeader().hide()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(RowsView.SelectionMode.SingleSelection)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda index: self.control_asked.emit(self.rows_model.rows[index.row()].row.key))

    def show_counterparts(self, found: Sequence[Counterpart]) -> None:
        """Show counterparts."""
        self.show_rows(found)
        self.fit_column(_ID, (id_text(one.row.key) for one in found))
        self._choose_columns()
        self.setFixedHeight(min(len(found), MOST_ROWS) * self.verticalHeader().defaultSectionSize() + 2)

    def _choose_columns(self) -> None:
        catalogs = {found.row.catalog for found in self.rows_model.rows}
        narrow = self.width() < _NARROW
        self.setColumnHidden(_EVIDENCE, narrow)
        self.setColumnHidden(_CATALOG, len(catalogs) < 2)
        self.setColumnWidth(_CATALOG, self.fontMetrics().averageCharWidth() * (13 if narrow else 22) + 16)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose_columns()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if key := self.current_key() or next(iter(self.rows_model.keys()), None):
                self.control_asked.emit(key)
        elif event.text().isprintable() and event.text():  # digits and letters are the page's, not a search in the list
            event.ignore()
        else:
            super().keyPressEvent(event)
