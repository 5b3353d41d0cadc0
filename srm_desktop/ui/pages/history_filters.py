"""What the history is narrowed to: text, person, kind of thing, days, one piece of evidence."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from srm_desktop.domain.freshness import Period
from srm_desktop.services.history import Wanted
from srm_desktop.ui.dialogs.dates import PeriodField
from srm_desktop.ui.dialogs.frame import Wrong
from srm_desktop.ui.flow import Flow
from srm_desktop.ui.widgets import Dropdown, button, named

EVERYBODY = "Everybody"
_KINDS = (
    ("Everything", ""),
    ("Work on controls", "work"),
    ("Evidence", "evidence"),
    ("Services, catalogs", "scope"),
    ("Assessment", "assessment"),
)


class HistoryFilters(QWidget):
    """The filters of the history page; they add up."""

    changed = Signal()

    def __init__(self) -> None:
        """Nothing is narrowed."""
        super().__init__()
        named(self, "history_filters", "Filters")
        self.piece = ""
        """The uid of the piece that the history is about; empty for all."""
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(150)
        self._later.timeout.connect(self.changed)
        self.text = named(QLineEdit(), "history_text", "Filter by step, control, evidence or value")
        self.text.setPlaceholderText("Filter by step, control, evidence or value")
        self.text.setClearButtonEnabled(True)
        self.text.setMinimumWidth(self.text.fontMetrics().averageCharWidth() * 48)
        self.text.textChanged.connect(self._later.start)
        self.who = named(Dropdown(), "history_who", "Who")
        self.who.addItem(EVERYBODY)
        self.who.setMinimumContentsLength(14)
        self.who.currentIndexChanged.connect(self.changed)
        self.kind = named(Dropdown(), "history_kind", "What it is about")
        for title, kind in _KINDS:
            self.kind.addItem(title, kind)
        self.kind.currentIndexChanged.connect(self.changed)
        self.days = PeriodField("history_days", "time", Period(None, None))
        self.days.edited.connect(self._later.start)
        self._about = named(button("", self._drop_piece), "history_piece", "Show all evidence again")
        self._about.hide()
        row = Flow(parent=self)
        row.add(self.text, self.who, self.kind, self.days, self._about)

    def wanted(self) -> Wanted:
        """What is wanted; days that are no days yet do not count."""
        who = self.who.currentText() if self.who.currentIndex() > 0 else ""
        try:
            days = self.days.value()
        except Wrong:
            days = Period(None, None)
        return Wanted(who, str(self.kind.currentData() or ""), days.start, days.end)

    @property
    def narrowed(self) -> bool:
        """Whether anything is narrowed."""
        return bool(self.text.text().strip() or self.piece) or self.wanted() != Wanted()

    def show_piece(self, uid: str, name: str) -> None:
        """Narrow to one piece of evidence, without a signal; the way back stands beside the filters."""
        self.piece = uid
        self._about.setText(f"About {name}  ✕")
        self._about.show()

    def _drop_piece(self) -> None:
        self.piece = ""
        self._about.hide()
        self.changed.emit()

    def clear(self) -> None:
        """Narrow nothing any more, without a signal."""
        fields = (self.text, self.who, self.kind, self.days)
        blockers = [QSignalBlocker(field) for field in fields]
        self.text.clear()
        self.who.setCurrentIndex(0)
        self.kind.setCurrentIndex(0)
        self.days.start.field.clear()
        self.days.end.field.clear()
        self.piece = ""
        self._about.hide()
        for blocker in blockers:
            blocker.unblock()
        self._later.stop()

    def show_people(self, people: tuple[str, ...]) -> None:
        """Offer these people."""
        if [self.who.itemText(n) for n in range(1, self.who.count())] == list(people):
            return
        chosen = self.who.currentText()
        with QSignalBlocker(self.who):
            self.who.clear()
            self.who.addItems([EVERYBODY, *people])
            self.who.setCurrentIndex(max(self.who.findText(chosen), 0))
