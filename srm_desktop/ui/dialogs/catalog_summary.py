"""The last step before a catalog is added: what the file is, what it changes, and what did not match."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QHeaderView,
    QRadioButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from srm_desktop.services.catalogs import How, Plan
from srm_desktop.ui.dialogs import catalog_words as words
from srm_desktop.ui.dialogs.catalog_words import Block
from srm_desktop.ui.dialogs.frame import add_row, form, plain
from srm_desktop.ui.theme import font
from srm_desktop.ui.widgets import button, label, named

_FACTS = (("what", "The file"), ("recognised", "Recognised as"), ("holds", "Holds"), ("happens", "What happens"))


class SummaryPage(QWidget):
    """Facts, a choice where there is one, and a tree of what changes."""

    asked = Signal(object)
    """`How` it is to be done instead."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        named(self, "catalog_summary", "what it changes")
        self.plan: Plan | None = None
        self._blocks: list[Block] = []
        self.facts = {name: named(label(wrap=True), f"summary_{name}", title) for name, title in _FACTS}
        self.choices = {how: named(QRadioButton(how), f"summary_{how}", how) for how in How}
        self._group = QButtonGroup(self)
        self.tree = named(QTreeWidget(), "summary_tree", "what changes and what did not match")
        self.tree.setProperty("kind", "framed")
        self.tree.setHeaderHidden(True)
        self.tree.setColumnCount(2)
        self.tree.setUniformRowHeights(True)
        self.tree.setStyleSheet("QTreeView::item { padding: 3px 1px; }")
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.copy_button = named(button("&Copy the list", self.copy, kind="link"), "summary_copy", "Copy the list")
        self._lay_out()

    def _lay_out(self) -> None:
        rows = form()
        for name, title in _FACTS:
            add_row(rows, title, self.facts[name])
        self._instead = QWidget()
        choices = QVBoxLayout(self._instead)
        choices.setContentsMargins(0, 0, 0, 0)
        choices.setSpacing(4)
        for how, made in self.choices.items():
            self._group.addButton(made)
            made.clicked.connect(lambda _on=False, how=how: self.asked.emit(how))
            choices.addWidget(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(rows)
        column.addWidget(self._instead)
        column.addWidget(self.tree, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.copy_button)
        foot.addStretch(1)
        column.addLayout(foot)

    def show_plan(self, plan: Plan) -> None:
        """Show what would be done."""
        self.plan = plan
        arrival = plan.arrival
        self.facts["what"].setText(words.what_it_is(arrival))
        self.facts["recognised"].setText(words.recognised(arrival))
        self.facts["holds"].setText(words.holds(arrival))
        self.facts["happens"].setText(words.what_happens(plan))
        self._instead.setVisible(bool(plan.others))
        for how, made in self.choices.items():
            made.setVisible(how in (plan.how, *plan.others))
            made.setText(words.choice(how, plan))
            made.setAccessibleName(plain(made.text()))
            made.setChecked(how is plan.how)
        self.copy_button.setText("&Copy the list")
        self._blocks = words.blocks(plan)
        self._show_blocks()

    def _show_blocks(self) -> None:
        self.tree.clear()
        longest = 0
        for block in self._blocks:
            heading = QTreeWidgetItem([block.title])
            heading.setFont(0, font(bold=True))
            self.tree.addTopLevelItem(heading)
            self.tree.setFirstColumnSpanned(self.tree.topLevelItemCount() - 1, self.tree.rootIndex(), True)
            for one, text in (*((("", block.about),) if block.about else ()), *block.lines):
                line = QTreeWidgetItem([one or text, text if one else ""])
                line.setToolTip(0 if not one else 1, text)
                heading.addChild(line)
                line.setFirstColumnSpanned(not one)
                longest = max(longest, len(one))
            heading.setExpanded(block.open or len(self._blocks) == 1)
        self.tree.setColumnWidth(0, (longest + 2) * self.tree.fontMetrics().averageCharWidth() + 48)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def copy(self) -> None:
        """Put all of it on the clipboard as text."""
        facts = [(title, self.facts[name].text()) for name, title in _FACTS]
        QGuiApplication.clipboard().setText(words.as_text(facts, self._blocks))
        self.copy_button.setText("Copied")
