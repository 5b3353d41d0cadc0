"""The head of the page: which control it is, where it stands, and whose it is, with the way to the reasons."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from srm_desktop.domain.assessment import ControlView
from srm_desktop.domain.vocabulary import Owner, Responsibility
from srm_desktop.ui.control_page.mentions import Mentions
from srm_desktop.ui.control_page.section import Section, set_text
from srm_desktop.ui.control_page.why import WhyPanel
from srm_desktop.ui.flow import Flow, set_shown
from srm_desktop.ui.session import Session
from srm_desktop.ui.widgets import Pill, ShortLabel, button, label, named
from srm_desktop.ui.words import WITHDRAWN, Sign, id_text, sign, status_sign

READ_ONLY = "This assessment is open for reading only: nothing can be changed here."
INHERITED = (
    "AWS owns every layer that this touches. Keep AWS's reports on file and cite them; it does not count as open work."
)
_NO_EVIDENCE = Sign("○", "No evidence", "neutral")


class Header(Section):
    """Group, id and title, pills, services, and "why?"."""

    next_asked = Signal()
    control_asked = Signal(str)
    """The key of a control that the user wants to see."""

    def __init__(self, session: Session) -> None:
        """Empty until a control is shown."""
        super().__init__("control_header", above=0)
        self.body.setSpacing(4)
        self.read_only = named(label(bold=True, wrap=True), "read_only_sentence", READ_ONLY)
        self.read_only.setStyleSheet("padding-bottom: 12px")
        self.group = named(ShortLabel(quiet=True, least=80), "control_group", "Group")
        self.next = named(button("Next open control", self.next_asked.emit, kind="link"), "next_open_control")
        self.name = named(label(size="title", bold=True, wrap=True), "control_title", "Control")
        self.base = Mentions("control_base", "The control that it enhances")
        self.withdrawn = Mentions("control_moved_to", "Withdrawn")
        for made in (self.base, self.withdrawn):
            made.control_asked.connect(self.control_asked)
        self.pills = {n: named(Pill(), f"pill_{n}") for n in ("responsibility", "status", "result", "review", "fresh")}
        self.derived = named(label(quiet=True), "control_derived", "Derived responsibility")
        self.services = named(ShortLabel(quiet=True, least=120), "control_services", "Services it touches")
        self.inherited = label(INHERITED, quiet=True, wrap=True)
        self.panel = WhyPanel(session)
        self.why = named(button("", self._toggle_why, kind="link"), "why_link", "Why this responsibility?")
        self._lay_out()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.group, 1)
        top.addWidget(self.next, 0, Qt.AlignmentFlag.AlignRight)
        pills = Flow(8, 4)
        pills.add(*self.pills.values())
        whose = Flow(8, 4)
        whose.add(self.services, self.derived, self.why)
        self.body.addWidget(self.read_only)
        self.body.addLayout(top)
        self.body.addWidget(self.name)
        self.body.addWidget(self.base)
        self.body.addSpacing(4)
        self.body.addLayout(pills)
        self.body.addWidget(self.withdrawn)
        self.body.addSpacing(4)
        self.body.addLayout(whose)
        self.body.addWidget(self.inherited)
        self.body.addWidget(self.panel)
        self.panel.hide()

    def facts(self, view: ControlView) -> Any:
        return view.row, view.parts, view.base, view.moved_to, view.layers_why

    def fill(self, view: ControlView, writable: bool) -> None:
        row = view.row
        set_text(self.read_only, "" if writable else READ_ONLY)
        self.group.setText(row.group_title)
        self.name.setText(f"{id_text(row.key)}  {row.title}")
        self.base.show_mentions("Enhances" if view.base else "", [view.base] if view.base else [], row.catalog)
        self._show_withdrawn(view)
        whose = WITHDRAWN if row.withdrawn else sign(row.responsibility)
        self.pills["responsibility"].show_sign(whose, "Whose it is")
        self.pills["status"].show_sign(status_sign(row.status), "Implementation status")
        self.pills["result"].show_sign(sign(row.result), "Result of the assessment")
        self.pills["review"].show_sign(sign(row.review), "Review state")
        fresh = sign(row.freshness) if row.freshness else _NO_EVIDENCE
        self.pills["fresh"].show_sign(fresh, "Evidence: the state that most wants attention")
        set_text(self.services, _services(view))
        set_shown(self.why, not row.withdrawn)
        overruled = row.derived is not row.responsibility
        set_text(self.derived, f"derived: {row.derived}, overruled" if overruled else "")
        set_shown(self.inherited, row.responsibility is Responsibility.INHERITED)
        self._say_why()
        self.panel.show_view(view, writable)

    def _show_withdrawn(self, view: ControlView) -> None:
        gone = view.row.withdrawn
        for name, pill in self.pills.items():
            set_shown(pill, name == "responsibility" or not gone)
        went = "There is nothing to assess. Now in" if view.moved_to else "There is nothing to assess."
        self.withdrawn.show_mentions(went if gone else "", view.moved_to if gone else (), view.row.catalog)
        if gone:
            set_shown(self.panel, False)

    def _toggle_why(self) -> None:
        set_shown(self.panel, self.panel.isHidden())
        self.panel.unfolded()
        self._say_why()

    def _say_why(self) -> None:
        self.why.setText("▾ why?" if not self.panel.isHidden() else "▸ why?")


def short(name: str) -> str:
    """A service's name without Amazon or AWS in front."""
    return name.removeprefix("Amazon ").removeprefix("AWS ")


def _services(view: ControlView) -> str:
    touched = {
        short(r.service_name): None for p in view.parts for r in p.derivation.reasons if r.owner is not Owner.ABSENT
    }
    names = list(touched)
    if view.row.withdrawn:
        return ""
    if not any(part.layers for part in view.parts):
        return "The catalog names no layers"
    if not names:
        return "Touches no service in scope"
    shown = ", ".join(names[:8])
    return "Touches " + (shown if len(names) <= 8 else f"{shown} and {len(names) - 8} more")
