"""What happened to the control, read from the journal only when it is unfolded."""

from __future__ import annotations

import re
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent

from srm_desktop.domain.assessment import ControlView
from srm_desktop.domain.ids import id_of
from srm_desktop.services import history
from srm_desktop.services.history import Event
from srm_desktop.ui.control_page.section import Fold, Section
from srm_desktop.ui.flow import set_shown
from srm_desktop.ui.session import Session
from srm_desktop.ui.tables import Column, RowsModel, RowsView
from srm_desktop.ui.widgets import label, named

MOST_ENTRIES = 500
_LONG = 200
_PART = re.compile(r"\(([^)]*)\)")
_YES_NO = {"": "no", "0": "no", "1": "yes"}


def _when(event: Event) -> str:
    return event.at.astimezone().strftime("%d %b %Y %H:%M")


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONG else f"{line[:_LONG]}…"


class Told(NamedTuple):
    """An event of the control with this id, which goes without saying here."""

    event: Event
    control: str


def _what(told: Told) -> str:
    """Where on the control, and which field. What follows its id is a part in brackets, or something of its own."""
    place = told.event.place.removeprefix(told.control)
    part = _PART.match(place)
    where = f"part {part[1]}" if part else ""
    rest = place[part.end() :] if part else place
    text = ", ".join(text for text in (where, rest.strip(", "), told.event.field) if text)
    return text[:1].upper() + text[1:]


def _change(event: Event) -> str:
    old, new = (_YES_NO.get(text, text) if event.field == "flag" else text for text in (event.old, event.new))
    return f"{_cut(old) or 'nothing'} → {_cut(new) or 'nothing'}"


COLUMNS = (
    Column("When", lambda t: _when(t.event), sort=lambda t: t.event.seq, width=18),
    Column("Who", lambda t: t.event.who, width=12),
    Column("What", _what, width=34),
    Column("Change", lambda t: _change(t.event), tip=lambda t: f"{t.event.step_name}\n{_change(t.event)}"),
)


class HistoryTable(RowsView):
    """As high as its rows, up to a limit."""

    def __init__(self, model: RowsModel) -> None:
        """For a model with `COLUMNS`."""
        super().__init__(model)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setColumnHidden(1, event.size().width() < 640)

    def fit(self) -> None:
        """Fit the height to the rows."""
        rows = min(self.rows_model.rowCount(), 14) * self.verticalHeader().defaultSectionSize()
        self.setFixedHeight(rows + self.horizontalHeader().sizeHint().height() + 4)


class HistorySection(Section):
    """Folded; loaded when it is unfolded, and again when the control changes while it is."""

    def __init__(self, session: Session) -> None:
        """Nothing is read yet."""
        super().__init__("history_section")
        self.setAccessibleName("History")
        self._session = session
        self._key: str | None = None
        self.table = named(
            HistoryTable(RowsModel(COLUMNS, lambda t: f"{t.event.seq}|{t.event.field}")), "control_history", "History"
        )
        self.empty = label("Nothing has happened to this control yet.", quiet=True)
        self.fold = Fold("history_fold", "History", self.table)
        self.fold.link.clicked.connect(self._load)
        self.empty.hide()
        self.body.addWidget(self.fold)
        self.body.addWidget(self.empty)
        self.body.addWidget(self.table)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._load)

    def fill(self, view: ControlView, writable: bool) -> None:
        if view.row.key != self._key:
            self._key = view.row.key
            self.table.show_rows([])
        if self.fold.open:
            self._soon.start()

    show_view = fill  # every time: more may have happened to a control that looks the same

    def _load(self) -> None:
        self.empty.hide()
        if not self.fold.open or self._session.file is None or self._key is None:
            return
        events = history.history(self._session.file, self._key, most=MOST_ENTRIES)
        self.table.show_rows([Told(event, id_of(self._key)) for event in events])
        self.table.fit()
        set_shown(self.empty, not self.table.rows_model.rows)
