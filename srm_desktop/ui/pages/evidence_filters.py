"""The line above the evidence that narrows it down: words, a choice, and how much of it is shown."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from srm_desktop.domain.assessment import EvidenceRow
from srm_desktop.services.evidence_listing import EvidenceFilter, narrow_evidence
from srm_desktop.ui.pages.evidence_columns import CHOICES
from srm_desktop.ui.widgets import Dropdown, button, label, named

SAYS = "Filter by id, title, file, kind, control or words inside"


class EvidenceFilters(QHBoxLayout):
    """What is typed and chosen makes an `EvidenceFilter`."""

    typed = Signal(str)
    """Other words are asked for."""
    chosen = Signal()
    """Something else is chosen in the list."""

    def __init__(self) -> None:
        """Nothing is narrowed."""
        super().__init__()
        self.text = named(QLineEdit(), "evidence_text", SAYS)
        self.text.setPlaceholderText(SAYS)
        self.text.setClearButtonEnabled(True)
        self.text.setAcceptDrops(False)
        self.text.textChanged.connect(self.typed)
        self.choice = named(Dropdown(), "evidence_choice", "Which evidence")
        for word, _ in CHOICES:
            self.choice.addItem(word)
        self.choice.currentIndexChanged.connect(lambda _n: self.chosen.emit())
        self.number = named(label("", quiet=True), "evidence_count", "How many are shown")
        self.drop = named(button("Clear filters", self.clear_all, kind="link"), "evidence_clear")
        self.setContentsMargins(20, 0, 12, 0)
        self.addWidget(self.text, 1)
        self.addWidget(self.choice)
        self.addSpacing(8)
        self.addWidget(self.number)
        self.addWidget(self.drop)

    @property
    def wanted(self) -> EvidenceFilter:
        """What the list is narrowed to now."""
        return CHOICES[max(self.choice.currentIndex(), 0)][1]._replace(text=self.text.text())

    def clear_all(self) -> None:
        """Drop all filters."""
        self.choice.setCurrentIndex(0)
        self.text.clear()

    def count_choices(self, every: tuple[EvidenceRow, ...]) -> None:
        """Say behind each choice how many pieces it leaves."""
        for n, (word, wanted) in enumerate(CHOICES):
            self.choice.setItemText(n, f"{word} ({len(narrow_evidence(every, wanted)):,})" if n else word)
