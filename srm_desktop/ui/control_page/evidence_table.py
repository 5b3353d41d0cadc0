"""The pieces of evidence linked to a control, as rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent

from srm_desktop.domain.assessment import Evidence, LinkedEvidence
from srm_desktop.domain.sizes import size_text
from srm_desktop.domain.vocabulary import Acceptance
from srm_desktop.ui.evidence_words import (
    checked_text,
    checked_tone,
    collected_text,
    collected_tone,
    dates_tip,
    fresh_text,
    known_tip,
    title_tone,
)
from srm_desktop.ui.pages.dates import period_text
from srm_desktop.ui.piece_actions import asked_by
from srm_desktop.ui.tables import Column, RowsModel, RowsView
from srm_desktop.ui.widgets import named
from srm_desktop.ui.words import sign

MOST_ROWS = 12
"""How many rows are shown before the table scrolls."""


def key_of(linked: LinkedEvidence) -> str:
    """The key of a row: the piece and the part it is linked to."""
    return f"{linked.piece.uid}|{linked.link.part}"


def _covers(piece: Evidence) -> tuple[date, date]:
    return piece.covers.start or piece.collected, piece.covers.end or piece.collected


def _title(linked: LinkedEvidence) -> str:
    title = linked.piece.title or linked.piece.name
    if linked.piece.acceptance is Acceptance.REJECTED:  # also where there is no room for the column that says so
        title = f"{sign(Acceptance.REJECTED).symbol} {title}"
    return f"{title}  (superseded by {linked.newer_id})" if linked.newer_id else title


COLUMNS = (
    Column("Id", lambda r: r.piece.id, sort=lambda r: r.piece.number, width=6),
    Column("Title", _title, tip=lambda r: known_tip(r.piece, _title(r)), tone=lambda r: title_tone(r.piece, r.newer)),
    Column(
        "Collected",
        lambda r: collected_text(r.piece),
        sort=lambda r: r.piece.collected,
        tip=lambda r: dates_tip(r.piece),
        tone=lambda r: collected_tone(r.piece),
        width=14,
    ),
    Column("Covers", lambda r: period_text(r.piece.covers), sort=lambda r: _covers(r.piece), width=26),
    Column(
        "Freshness",
        lambda r: fresh_text(r.freshness),
        sort=lambda r: r.freshness.rank,
        tone=lambda r: sign(r.freshness).tone,
        tip=lambda r: sign(r.freshness).word,
        width=11,
    ),
    Column(
        "Accepted",
        lambda r: "" if r.piece.acceptance is Acceptance.NOT_CHECKED else checked_text(r.piece),
        sort=lambda r: r.piece.acceptance.rank,
        tone=lambda r: checked_tone(r.piece),
        tip=lambda r: checked_text(r.piece),
        width=10,
    ),
    Column("Part", lambda r: r.link.part, width=4),
    Column("Place", lambda r: r.link.place, width=10),
    Column("Size", lambda r: size_text(r.piece.size), sort=lambda r: r.piece.size, width=9, right=True),
)
_TITLE, _COVERS, _CHECKED, _PART, _PLACE, _SIZE = 1, 3, 5, 6, 7, 8

LESSER = (_COVERS, _SIZE, _PLACE, _CHECKED, _PART)
"""Columns that give way, in this order, where there is not enough room for the title."""
LEAST_TITLE, LITTLE_TITLE = 24, 14
"""Characters of the title for which columns give way: the first two of these, and the others."""


MOST_SELECTED = 50
"""New pieces are selected together up to this many."""


class EvidenceTable(RowsView):
    """As high as its rows up to a limit; columns without anything in them are left out."""

    opened = Signal()
    detach_asked = Signal()
    asked = Signal(str)
    """One of `piece_actions.KEYS` was pressed, by its name."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__(RowsModel(COLUMNS, key_of))
        named(self, "evidence_table", "Evidence of this control")
        self._widths = {n: self.columnWidth(n) for n in range(len(COLUMNS))}
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    def show_links(self, links: Sequence[LinkedEvidence]) -> None:
        """Show links; what is selected stays selected."""
        self.show_rows(links)
        self._choose_columns()
        rows = min(len(links), MOST_ROWS) * self.verticalHeader().defaultSectionSize()
        self.setFixedHeight(rows + self.horizontalHeader().sizeHint().height() + 4)

    def _choose_columns(self) -> None:
        rows: Sequence[LinkedEvidence] = self.rows_model.rows
        self.setColumnHidden(_PART, not any(r.link.part for r in rows))
        self.setColumnHidden(_PLACE, not any(r.link.place for r in rows))
        self.setColumnHidden(_CHECKED, all(r.piece.acceptance is Acceptance.NOT_CHECKED for r in rows))
        self.setColumnHidden(_COVERS, not any(r.piece.covers for r in rows))
        self.setColumnHidden(_SIZE, False)
        unit, room = self.fontMetrics().averageCharWidth(), self.width() - self.verticalScrollBar().sizeHint().width()
        for lesser in LESSER:
            taken = sum(self._widths[n] for n in range(len(COLUMNS)) if n != _TITLE and not self.isColumnHidden(n))
            least = LEAST_TITLE if lesser in (_COVERS, _SIZE) else LITTLE_TITLE
            if room - taken < unit * least:
                self.setColumnHidden(lesser, True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose_columns()

    def selected(self) -> list[LinkedEvidence]:
        """The selected links, in the order shown."""
        model = self.rows_model
        return [model.rows[model.row_of(key)] for key in self.selected_keys()]

    def select_pieces(self, uids: Sequence[str]) -> None:
        """Select the links to these pieces; of a whole folder only the first, which the preview shows anyway."""
        wanted = set(uids)
        keys = [key_of(r) for r in self.rows_model.rows if r.piece.uid in wanted]
        if keys:
            self.select_keys(keys if len(keys) <= MOST_SELECTED else keys[:1], keys[0])
            self.scrollTo(self.rows_model.index(self.rows_model.row_of(keys[0]), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if wanted := asked_by(event):
            self.asked.emit(wanted)
        elif event.key() == Qt.Key.Key_Delete:
            self.detach_asked.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif event.text().isprintable() and event.text():  # digits and letters are the page's, not a search in the list
            event.ignore()
        else:
            super().keyPressEvent(event)
