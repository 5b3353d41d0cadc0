"""Where others ask for the same: controls of this assessment as links, other identifiers as one line per framework."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel

from srm_desktop.domain.assessment import ControlView
from srm_desktop.domain.catalog import FRAMEWORKS
from srm_desktop.domain.ids import control_key
from srm_desktop.ui.control_page.counterparts import CounterpartTable
from srm_desktop.ui.control_page.section import Section
from srm_desktop.ui.flow import set_shown
from srm_desktop.ui.widgets import label, named
from srm_desktop.ui.words import id_text


class References(Section):
    """Counterparts, then frameworks and those identifiers in them that lead to no control of this assessment."""

    control_asked = Signal(str)
    """The user wants to go to a counterpart."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__("references_section", "In other catalogs and frameworks", " ")
        self._key = ""
        self.table = CounterpartTable()
        self.table.control_asked.connect(self.control_asked)
        self.body.addWidget(self.table)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 100)
        grid.setColumnStretch(2, 1)
        self.body.addLayout(grid)
        self._grid = grid
        self.lines: dict[str, tuple[QLabel, QLabel]] = {}

    def facts(self, view: ControlView) -> Any:
        return view.row.key, view.references, view.counterparts

    def fill(self, view: ControlView, writable: bool) -> None:
        if view.row.key != self._key:
            self._key = view.row.key
            self.table.clearSelection()
            self.table.stand_at(None)
        self.table.show_counterparts(view.counterparts)
        set_shown(self.table, bool(view.counterparts))
        self.beside.setText(f"{len(view.counterparts)} in this assessment" if view.counterparts else "")
        there = {reference for counterpart in view.counterparts for reference in counterpart.references}
        found: dict[str, list[str]] = {}
        for reference in view.references:
            if reference not in there:
                found.setdefault(reference.framework, []).append(id_text(control_key(*reference)))
        for framework in (*FRAMEWORKS, *sorted(found.keys() - FRAMEWORKS.keys())):
            if framework in found or framework in self.lines:
                self._show(framework, found.get(framework, []))
        set_shown(self, bool(found or view.counterparts))

    def _show(self, framework: str, ids: list[str]) -> None:
        if framework not in self.lines:
            row = len(self.lines)
            title = FRAMEWORKS.get(framework, framework)
            made = label(title, quiet=True), named(label(wrap=True), f"references_{row}", title)
            for column, shown in enumerate(made):
                self._grid.addWidget(shown, row, column, Qt.AlignmentFlag.AlignTop)
            self.lines[framework] = made
        name, shown = self.lines[framework]
        shown.setText(", ".join(ids))
        set_shown(name, bool(ids))
        set_shown(shown, bool(ids))
