"""Which columns of the evidence table there is room for."""

from __future__ import annotations

from collections.abc import Iterable

from srm_desktop.domain.assessment import EvidenceRow
from srm_desktop.ui.pages.evidence_columns import COLUMNS, LESSER
from srm_desktop.ui.tables import RowsView

TITLE = 32
"""Letters of the title that can be read at the least."""


class ColumnFit:
    """Shows as many columns as leave the title readable; one that says nothing goes first."""

    def __init__(self, view: RowsView) -> None:
        """For the table with `COLUMNS`."""
        self._view = view
        self._widths: dict[int, int] = {}

    def fit(self, rows: Iterable[EvidenceRow]) -> None:
        """Make the columns suit the width of the table and what `rows` (all there are) have to say."""
        view, titles, rows = self._view, [column.title for column in COLUMNS], tuple(rows)
        widths = {n: view.columnWidth(n) or self._widths.get(n, 0) for n in range(len(COLUMNS))}
        self._widths |= {n: width for n, width in widths.items() if width}
        bar = view.verticalScrollBar().sizeHint().width()
        room = view.width() - bar - view.fontMetrics().averageCharWidth() * TITLE
        hidden = set() if any(row.piece.covers for row in rows) else {titles.index("Covers")}
        hidden |= set() if any(row.piece.source for row in rows) else {titles.index("Source")}
        used = sum(self._widths[n] for n in range(len(COLUMNS)) if COLUMNS[n].width and n not in hidden)
        for n in map(titles.index, LESSER):
            if used > room and n not in hidden:
                hidden.add(n)
                used -= self._widths[n]
        for n in range(len(COLUMNS)):
            if view.isColumnHidden(n) != (n in hidden):
                view.setColumnHidden(n, n in hidden)
