"""The fields that say what an assessment is about; the new-assessment assistant and the details dialog share them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from srm_desktop.domain.assessment import Details
from srm_desktop.domain.freshness import Rule
from srm_desktop.ui.dialogs.dates import PeriodField
from srm_desktop.ui.dialogs.frame import Wrong, add_row, form, text_field
from srm_desktop.ui.widgets import label, named

MOST_DAYS = 3650
"""The most that evidence may be allowed to age, in days."""


class AboutForm(QWidget):
    """Title, organisation, system, audit period, allowed age of evidence; and who is working where that is asked."""

    edited = Signal()

    def __init__(self, details: Details, *, who: str | None = None) -> None:
        """Filled with `details`; `who` (None: not asked) with the name that changes are written down under."""
        super().__init__()
        named(self, "about_form", "about the assessment")
        self.title = text_field("about_title", details.title, hint="Acme Payments on AWS, SOC 2 2026", says="title")
        self.organisation = text_field(
            "about_organisation", details.organisation, hint="Acme GmbH", says="organisation"
        )
        self.system = text_field("about_system", details.system, hint="Payments platform", says="system")
        self.period = PeriodField("about_period", "audit period", details.period)
        self.days = text_field("about_days", str(details.fresh.days or ""), says="days that evidence stays fresh")
        self.days.setFixedWidth(self.days.fontMetrics().horizontalAdvance("00000") + 32)
        self.who = text_field("about_who", who or "", hint="Your name", says="who is working")
        self._asks_who = who is not None
        self._lay_out()
        for field in (self.title, self.organisation, self.system, self.who):
            field.textChanged.connect(lambda _text: self.edited.emit())
        self.setFocusProxy(self.title)

    def _lay_out(self) -> None:
        rows = form()
        add_row(rows, "&Title", self.title)
        add_row(rows, "&Organisation", self.organisation)
        add_row(rows, "&System", self.system)
        period = _explained(self.period, "Leave it empty where the audit looks at a day, not at a period.")
        add_row(rows, "Audit &period", period, self.period.start.field)
        fresh = _explained(
            _beside(self.days, "days"), "Counts where the catalog does not say how old evidence of a control may be."
        )
        add_row(rows, "&Evidence stays fresh", fresh, self.days)
        if self._asks_who:
            who = _explained(self.who, "Every change is written down with this name.")
            add_row(rows, "&Who is working", who, self.who)
        else:
            self.who.setParent(self)
            self.who.hide()
        self.setLayout(rows)

    def details(self) -> Details:
        """What is filled in. Raises Wrong."""
        title = self.title.text().strip()
        if not title:
            raise Wrong("The assessment needs a title.", self.title)
        period = self.period.value()
        if self._asks_who and not self.who.text().strip():
            raise Wrong("Say who is working; every change is written down with a name.", self.who)
        days = self.days.text().strip()
        if not days.isdecimal() or not 1 <= int(days) <= MOST_DAYS:
            raise Wrong(f"Evidence stays fresh for a number of days from 1 to {MOST_DAYS}.", self.days)
        organisation, system = self.organisation.text().strip(), self.system.text().strip()
        return Details(title, organisation, system, period, Rule(int(days)))


def _explained(field: QWidget, text: str) -> QWidget:
    """A field with a line of quiet text under it."""
    made = QWidget()
    made.setObjectName(f"{field.objectName()}_row")
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 4)
    column.setSpacing(4)
    column.addWidget(field)
    column.addWidget(label(text, size="small", quiet=True, wrap=True))
    return made


def _beside(field: QWidget, unit: str) -> QWidget:
    """A field that keeps its own width, and its unit."""
    made = QWidget()
    made.setObjectName(f"{field.objectName()}_line")
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(field)
    row.addWidget(label(unit, quiet=True))
    row.addStretch(1)
    return made
