"""What happened to the control, read from the journal only when it is unfolded."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent

from srm_desktop.domain.assessment import ControlView
from srm_desktop.services import history
from srm_desktop.services.history import Event
from srm_desktop.ui.control_page.section import Fold, Section
from srm_desktop.ui.flow import set_shown
from srm_desktop.ui.session import Session
from srm_desktop.ui.tables import Column, RowsModel, RowsView
from srm_desktop.ui.widgets import label, named
from srm_desktop.ui.words import id_text

MOST_ENTRIES = 500
_LONG = 200
_YES_NO = {"": "no", "0": "no", "1": "yes"}


def _when(event: Event) -> str:
    return event.at.astimezone().strftime("%d %b %Y %H:%M")


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONG else f"{line[:_LONG]}…"


def _what(event: Event) -> str:
    """Where on the control, whose id goes without saying here, and which field."""
    where = f"part {event.part}" if event.part else event.objective_in(id_text)
    text = ", ".join(text for text in (where, event.about, event.field) if text)
    return text[:1].upper() + text[1:]


def _change(event: Event) -> str:
    old, new = (_YES_NO.get(text, text) if event.field == "flag" else text for text in (event.old, event.new))
    return f"{_cut(old) or 'nothing'} → {_cut(new) or 'nothing'}"


COLUMNS = (
    Column("When", _when, sort=lambda e: e.seq, width=18),
    Column("Who", lambda e: e.who, width=12),
    Column("What", _what, width=34),
    Column("Change", _change, tip=lambda e: f"{e.step_name}\n{_change(e)}"),
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
            HistoryTable(RowsModel(COLUMNS, lambda e: f"{e.seq}|{e.field}")), "control_history", "History"
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
        told = self._session.all_told(event.step_name for event in events)
        self.table.show_rows([event._replace(step_name=name) for event, name in zip(events, told, strict=True)])
        self.table.fit()
        set_shown(self.empty, not self.table.rows_model.rows)
