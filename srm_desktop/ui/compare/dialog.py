"""Two pieces side by side: they scroll together, and keys lead from one difference to the next."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from srm_desktop.domain.assessment import Evidence
from srm_desktop.services.comparing import Compared
from srm_desktop.ui.compare.side import Side
from srm_desktop.ui.dialogs.frame import Frame
from srm_desktop.ui.pages.dates import day_text
from srm_desktop.ui.widgets import ShortLabel, button, label, named

NEXT, BEFORE = ("F8", "N"), ("Shift+F8", "P")
"""The keys to the next difference and the one before."""


class CompareDialog(Frame):
    """The older piece on the left, the newer on the right."""

    def __init__(self, parent: QWidget | None, compared: Compared) -> None:
        """Show what was found; at the first difference."""
        left, right, found = compared
        title = f"{left.id} and {right.id}"
        super().__init__(parent, "compare", f"Compare {title}", heading=found.summary)
        self.setModal(True)
        self._found = found
        self._at = -1
        self.notes = named(label("\n".join(found.notes), quiet=True, wrap=True), "compare_notes", "How it was compared")
        self.notes.setVisible(bool(found.notes))
        self.left = Side("compare_left", f"{left.id} {left.name}", left=True)
        self.right = Side("compare_right", f"{right.id} {right.name}", left=False)
        self.body.setSpacing(8)
        self.body.addWidget(self.notes)
        self.body.addLayout(self._steps())
        self.body.addWidget(self._sides(left, right), 1)
        for side in (self.left, self.right):
            side.show_pairs(found.pairs)
        self._scroll_together()
        for keys, does in ((NEXT, self.next_place), (BEFORE, self.place_before)):
            for key in keys:
                QShortcut(QKeySequence(key), self, does)
        self.resize(1120, 720)
        self.left.setFocus()
        self._name_place()

    def _steps(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.next_button = named(button("Ne&xt difference", self.next_place), "compare_next", "Next difference")
        self.next_button.setToolTip("Next difference (F8 or N)")
        self.before_button = named(button("&Previous", self.place_before), "compare_before", "Previous difference")
        self.before_button.setToolTip("Previous difference (Shift+F8 or P)")
        self.where = named(label("", quiet=True), "compare_where", "Which difference")
        legend = named(label("~ changed    − removed    + added", quiet=True), "compare_legend", "Signs")
        for widget in (self.next_button, self.before_button, self.where):
            row.addWidget(widget)
            widget.setVisible(self._found.differs)
        row.addStretch(1)
        row.addWidget(legend)
        return row

    def _sides(self, left: Evidence, right: Evidence) -> QSplitter:
        made = named(QSplitter(Qt.Orientation.Horizontal), "compare_sides", "Both pieces")
        made.setChildrenCollapsible(False)
        for piece, side in ((left, self.left), (right, self.right)):
            half = QWidget(made)
            column = QVBoxLayout(half)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(4)
            text = f"{piece.id}  {piece.name}  ·  version {piece.version}  ·  collected {day_text(piece.collected)}"
            column.addWidget(named(ShortLabel(text, bold=True), f"{side.objectName()}_title", text))
            column.addWidget(side, 1)
            made.addWidget(half)
        return made

    def _scroll_together(self) -> None:
        for bars in (
            (self.left.verticalScrollBar(), self.right.verticalScrollBar()),
            (self.left.horizontalScrollBar(), self.right.horizontalScrollBar()),
        ):
            bars[0].valueChanged.connect(bars[1].setValue)
            bars[1].valueChanged.connect(bars[0].setValue)

    def next_place(self) -> None:
        """Go to the next difference; behind the last, to the first."""
        self._go(self._at + 1)

    def place_before(self) -> None:
        """Go to the difference before; before the first, to the last."""
        self._go(self._at - 1 if self._at >= 0 else -1)

    def _go(self, at: int) -> None:
        places = self._found.places
        if not places:
            return
        self._at = at % len(places)
        for side in (self.left, self.right):
            side.go_to(places[self._at])
        self._name_place()

    def _name_place(self) -> None:
        places = len(self._found.places)
        text = f"{self._at + 1:,} of {places:,}" if self._at >= 0 else f"{places:,} places" if places > 1 else ""
        self.where.setText(text)


def show_comparison(parent: QWidget | None, compared: Compared) -> None:
    """Show a comparison until it is closed."""
    dialog = CompareDialog(parent, compared)
    dialog.next_place()
    dialog.exec()
    dialog.deleteLater()
