"""The pieces of evidence linked to a control, as rows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent

from srm_desktop.domain.assessment import LinkedEvidence
from srm_desktop.domain.sizes import size_text
from srm_desktop.ui.piece_actions import asked_by
from srm_desktop.ui.tables import Column, RowsModel, RowsView
from srm_desktop.ui.widgets import named
from srm_desktop.ui.words import sign

MOST_ROWS = 12
"""How many rows are shown before the table scrolls."""


def key_of(linked: LinkedEvidence) -> str:
    """The key of a row: the piece and the part it is linked to."""
    return f"{linked.piece.uid}|{linked.link.part}"


def _collected(linked: LinkedEvidence) -> str:
    day = linked.piece.collected
    text = f"{day.day} {day:%b %Y}"
    return f"{text} (?)" if linked.piece.collected_guessed else text


def _collected_tip(linked: LinkedEvidence) -> str:
    if linked.piece.collected_guessed:
        return "The day is a guess, taken from the file. Set the day it was collected in its details."
    return "The day it was collected"


def _title(linked: LinkedEvidence) -> str:
    title = linked.piece.title or linked.piece.name
    return f"{title}  (superseded by {linked.newer_id})" if linked.newer_id else title


COLUMNS = (
    Column("Id", lambda r: r.piece.id, sort=lambda r: r.piece.number, width=6),
    Column("Title", _title, tip=lambda r: f"{_title(r)}\n{r.piece.name}", tone=lambda r: "quiet" if r.newer else None),
    Column("Collected", _collected, sort=lambda r: r.piece.collected, tip=_collected_tip, width=15),
    Column(
        "Freshness",
        lambda r: sign(r.freshness).text,
        sort=lambda r: r.freshness.rank,
        tone=lambda r: sign(r.freshness).tone,
        width=12,
    ),
    Column("Part", lambda r: r.link.part, width=5),
    Column("Place", lambda r: r.link.place, width=12),
    Column("Size", lambda r: size_text(r.piece.size), sort=lambda r: r.piece.size, width=9, right=True),
)
_PART, _PLACE, _SIZE = 4, 5, 6


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
        self.setColumnHidden(_SIZE, self.width() < 560)

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
