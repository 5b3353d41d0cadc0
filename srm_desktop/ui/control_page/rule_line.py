"""How fresh evidence of the control must be: a quiet line that opens a small choice."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QMenu, QWidget

from srm_desktop.domain.assessment import ControlView
from srm_desktop.domain.freshness import AGELESS, WITHIN, Given, Rule
from srm_desktop.ui.control_page.section import pop_up
from srm_desktop.ui.dialogs.rule_field import MOST_DAYS, USUAL_DAYS
from srm_desktop.ui.widgets import button, named

OFFERED = (30, 90, 180, 365)
"""The ages that are offered, in days."""


class RuleLine(QWidget):
    """The rule in words and who says so; the choice calls back with a rule, or with "" to give it back."""

    def __init__(self, chosen: Callable[[Rule | str], object]) -> None:
        """`chosen` is called with what was chosen."""
        super().__init__()
        named(self, "evidence_rule_line", "How fresh it must be")
        self._chosen = chosen
        self._rule: Rule | None = None
        self._given: Given | None = None
        self.link = named(button("", self.open, kind="link"), "evidence_rule", "How fresh evidence must be")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.link)
        row.addStretch(1)

    def show_rule(self, view: ControlView, writable: bool) -> None:
        """Show the rule of a control."""
        self._rule, self._given = view.work.fresh, view.given
        said = f"{view.fresh.words} ({view.fresh_by})"
        self.link.setText(said)
        self.link.setAccessibleName(f"Evidence must be {said}")
        self.link.setToolTip("Choose how fresh evidence of this control must be" if writable else "")
        self.link.setEnabled(writable)

    def open(self) -> None:
        """Offer the choice below the line."""
        if self._given is not None and self.link.isEnabled():
            pop_up(self.menu(), self.link.mapToGlobal(QPoint(0, self.link.height())))

    def menu(self) -> QMenu:
        """What can be chosen; the rule that holds is ticked."""
        menu = named(QMenu(self), "evidence_rules", "How fresh evidence must be")
        if self._given is not None:
            self._offer(menu, f"As {self._given.by} says: {self._given.rule.words}", None)
            menu.addSeparator()
        days = sorted({*OFFERED, *([self._rule.days] if self._rule and self._rule.days else [])})
        for rule in (*map(Rule, days), WITHIN, AGELESS):
            self._offer(menu, rule.words[0].upper() + rule.words[1:], rule)
        menu.addSeparator()
        menu.addAction("Another number of days…", self._ask_days)
        return menu

    def _offer(self, menu: QMenu, text: str, rule: Rule | None) -> QAction:
        action = menu.addAction(text, lambda: self._chosen("" if rule is None else rule))
        action.setCheckable(True)
        action.setChecked(rule == self._rule)
        return action

    def _ask_days(self) -> None:
        now = self._rule.days if self._rule and self._rule.days else USUAL_DAYS
        text = "How many days old may evidence of this control be?"
        days, agreed = QInputDialog.getInt(self, "How fresh evidence must be", text, now, 1, MOST_DAYS)
        if agreed:
            self._chosen(Rule(days))
