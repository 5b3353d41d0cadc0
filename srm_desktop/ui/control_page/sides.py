"""What AWS does and what the customer does, beside each other where there is room."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from srm_desktop.domain.assessment import ControlView
from srm_desktop.domain.catalog import Side
from srm_desktop.domain.responsibility import TierWords, shorten
from srm_desktop.ui.control_page.section import Section, set_text
from srm_desktop.ui.flow import Pool, set_shown
from srm_desktop.ui.widgets import Pill, label, named
from srm_desktop.ui.words import Sign

NARROW = 560
"""Below this width, in pixels, the sides stand below each other."""


class TierText(QWidget):
    """The wording for the services of one tier."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(0)
        self.services = label(bold=True, wrap=True)
        self.text = label(wrap=True)
        layout.addWidget(self.services)
        layout.addWidget(self.text)

    def show_words(self, words: TierWords) -> None:
        """Show a wording and the services it holds for."""
        names = [s.removeprefix("Amazon ").removeprefix("AWS ") for s in words.services]
        self.services.setText(f"{words.tier} – {shorten(names, 6)}")
        self.text.setText(words.text)


class OneSide(QWidget):
    """One side: a heading, the general text, the wording per tier, and the documents it rests on."""

    def __init__(self, name: str, heading: Sign, empty: str) -> None:
        """`empty` is said where this side has nothing to do."""
        super().__init__()
        named(self, name, heading.word)
        self._empty = empty
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        pill = Pill()
        pill.show_sign(heading)
        self.text = label(wrap=True)
        tiers = QVBoxLayout()
        tiers.setSpacing(4)
        self.tiers = Pool(tiers, lambda _n: TierText(), TierText.show_words)
        self.sources = label(size="small", quiet=True, wrap=True)
        layout.addWidget(pill)
        layout.addSpacing(4)
        layout.addWidget(self.text)
        layout.addLayout(tiers)
        layout.addSpacing(4)
        layout.addWidget(self.sources)
        layout.addStretch(1)

    def show_side(self, side: Side, words: tuple[TierWords, ...]) -> None:
        """Show what this side does."""
        self.text.setText(side.text or self._empty)
        self.tiers.show(words)
        set_text(self.sources, f"Rests on: {'; '.join(side.sources)}." if side.sources else "")


class Sides(Section):
    """AWS does, you do."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__("both_sides")
        self.setAccessibleName("Both sides")
        self.aws = OneSide("aws_side", Sign("▼", "AWS does", "aws"), "Nothing: this is not in AWS's hands.")
        self.customer = OneSide("customer_side", Sign("▲", "You do", "customer"), "Nothing: AWS does all of it.")
        self._columns = QHBoxLayout()
        self._columns.setSpacing(32)
        self._columns.addWidget(self.aws, 1)
        self._columns.addWidget(self.customer, 1)
        self.body.addLayout(self._columns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if direction != self._columns.direction():
            self._columns.setDirection(direction)
            self._columns.setSpacing(20 if narrow else 32)

    def facts(self, view: ControlView) -> Any:
        return view.aws, view.aws_words, view.customer, view.customer_words

    def fill(self, view: ControlView, writable: bool) -> None:
        set_shown(self, any((view.aws.text, view.aws_words, view.customer.text, view.customer_words)))
        self.aws.show_side(view.aws, view.aws_words)
        self.customer.show_side(view.customer, view.customer_words)
