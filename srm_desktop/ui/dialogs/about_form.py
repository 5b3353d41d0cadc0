"""The fields that say what an assessment is about; the new-assessment assistant and the details dialog share them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from srm_desktop.domain.assessment import Details
from srm_desktop.ui.dialogs.dates import PeriodField
from srm_desktop.ui.dialogs.frame import Wrong, add_row, form, text_field
from srm_desktop.ui.dialogs.rule_field import RuleField
from srm_desktop.ui.widgets import label, named


class AboutForm(QWidget):
    """Title, organisation, system, audit period, how fresh evidence must be; and who is working where that is asked."""

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
        self.fresh = RuleField("about_days", "how fresh evidence must be", details.fresh)
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
            self.fresh, "Counts where neither the catalog nor you say something else for a control or a piece."
        )
        add_row(rows, "&Evidence must be", fresh, self.fresh.choice)
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
        rule = self.fresh.value() or Details("").fresh
        if rule.within and not period:
            raise Wrong("Evidence can only lie within the audit period where there is one.", self.period.start.field)
        organisation, system = self.organisation.text().strip(), self.system.text().strip()
        return Details(title, organisation, system, period, rule)


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
