"""A field for a rule of freshness: which kind it is, and for an age how many days."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from srm_desktop.domain.freshness import AGELESS, WITHIN, Rule
from srm_desktop.ui.dialogs.frame import Wrong, text_field
from srm_desktop.ui.widgets import Dropdown, label, named

MOST_DAYS = 3650
"""The most that evidence may be allowed to age, in days."""

USUAL_DAYS = 365
"""What stands in the field of days where no rule has any."""

_DAYS, _WITHIN, _AGELESS, _OTHER = "days", "within", "ageless", "other"


class RuleField(QWidget):
    """At most so many days old, within the audit period, or of any age; and one more choice where there is one."""

    edited = Signal()

    def __init__(self, name: str, says: str, rule: Rule | None, other: str = "", *, several: bool = False) -> None:
        """`other` is the choice that stands for no rule (None): "as its controls say". `several`: nothing is chosen."""
        super().__init__()
        named(self, name, says)
        self.choice = named(Dropdown(), f"{name}_kind", says)
        named(self.choice.view(), f"{name}_kinds", f"{says}: choices")
        choices = [(other, _OTHER)] if other else []
        choices += [("at most so many days old", _DAYS), ("within the audit period", _WITHIN), ("of any age", _AGELESS)]
        for text, kind in choices:
            self.choice.addItem(text, kind)
        days = rule.days if rule is not None and rule.days is not None else None
        self.days = text_field(name, str(days or USUAL_DAYS), says=f"{says}: days")
        self.days.setFixedWidth(self.days.fontMetrics().horizontalAdvance("00000") + 32)
        self._unit = label("days", quiet=True)
        self.choice.setPlaceholderText("several")
        self.choice.setCurrentIndex(-1 if several else self.choice.findData(_kind(rule)))
        self._started = (self.choice.currentIndex(), self.days.text())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (self.choice, self.days, self._unit):
            row.addWidget(part)
        row.addStretch(1)
        self.choice.currentIndexChanged.connect(lambda _n: self._chosen())
        self.days.textChanged.connect(lambda _text: self.edited.emit())
        self.setFocusProxy(self.choice)
        self._show_days()

    def _show_days(self) -> None:
        aged = self.choice.currentData() == _DAYS
        self.days.setVisible(aged)
        self._unit.setVisible(aged)

    def _chosen(self) -> None:
        self._show_days()
        self.edited.emit()

    @property
    def touched(self) -> bool:
        """Whether it says something else than at first."""
        return (self.choice.currentIndex(), self.days.text()) != self._started

    def value(self) -> Rule | None:
        """The rule; None for the other choice. Raises Wrong."""
        kind = self.choice.currentData()
        if kind == _DAYS:
            days = self.days.text().strip()
            if not (days.isascii() and days.isdecimal() and 1 <= int(days) <= MOST_DAYS):
                raise Wrong(f"Evidence stays fresh for a number of days from 1 to {MOST_DAYS}.", self.days)
            return Rule(int(days))
        return {_WITHIN: WITHIN, _AGELESS: AGELESS}.get(kind)


def _kind(rule: Rule | None) -> str:
    if rule is None:
        return _OTHER
    return _WITHIN if rule.within else _AGELESS if rule.days is None else _DAYS
