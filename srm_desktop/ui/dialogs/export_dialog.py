"""Asking what is exported, and where to."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QVBoxLayout, QWidget

from srm_desktop.services import assessments
from srm_desktop.services.assessments import Assessment
from srm_desktop.services.export import LAYOUTS, Layout
from srm_desktop.ui.dialogs.attach_dialog import ask_target
from srm_desktop.ui.dialogs.frame import Frame, add_row, ask, form, wide
from srm_desktop.ui.dialogs.path_field import PathField
from srm_desktop.ui.widgets import label, named

SHEETS: dict[str, tuple[tuple[str, str], ...]] = {
    "matrix": (
        ("Cover", "system, period, services, counts, end of the journal"),
        ("Matrix", "every part that is yours or shared, with all you marked"),
        ("Inherited", "what AWS covers, and how to prove it"),
        ("Services", "which control rests on which service"),
        ("Evidence", "every piece with dates, SHA-256 and controls"),
        ("Open items", "what is not done yet"),
    )
}
"""What is in each layout: sheet and content."""


class ExportChoice(NamedTuple):
    """What to export: the layout's id, the file, and whether only the controls that the list shows go in."""

    layout: str
    path: Path
    only_shown: bool


class ExportDialog(Frame):
    """Layout, controls, file; and what will be in it."""

    def __init__(self, parent: QWidget | None, file: Assessment, suggested: Path, shown: int, total: int) -> None:
        """`shown` of `total` controls pass the filter of the list."""
        about = assessments.details(file).title
        super().__init__(parent, "export_dialog", "Export", heading="Export", about=about, accept="&Export")
        self._layout = LAYOUTS[0]
        self._layouts = self._layout_choice()
        self.everything = named(QRadioButton(f"&All {total} controls"), "export_all", f"All {total} controls")
        only = f"&Only the {shown} that the list shows" if shown else "&Only what the list shows (nothing now)"
        self.shown = named(QRadioButton(only), "export_shown", only.replace("&", ""))
        self.shown.setEnabled(0 < shown < total)
        self.everything.setChecked(True)
        self.path = PathField("export_path", "file", self._layout.ending, self._browse)
        self.path.edited.connect(self._note_existing)
        self.existing = named(label(wrap=True), "export_existing", "what happens to an existing file")
        self.existing.setMinimumHeight(self.existing.fontMetrics().height())
        self._lay_out()
        self.path.suggest(suggested.with_suffix(self._layout.ending))
        self.setMinimumWidth(wide() + 80)
        self.accept_button.setFocus()

    def _layout_choice(self) -> QWidget:
        """The layouts there are; with a single one, its name."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.layout_group = QButtonGroup(self)
        layouts: tuple[Layout, ...] = LAYOUTS
        if len(layouts) < 2:
            only = layouts[0]
            column.addWidget(named(label(f"{only.title} ({only.ending})"), "export_layout", only.title))
            return named(holder, "export_layouts", "layout")
        for n, layout in enumerate(layouts):
            choice = named(QRadioButton(f"{layout.title} ({layout.ending})"), f"export_{layout.id}", layout.title)
            choice.setChecked(n == 0)
            choice.toggled.connect(lambda on, which=layout: self._choose_layout(which) if on else None)
            self.layout_group.addButton(choice)
            column.addWidget(choice)
        return named(holder, "export_layouts", "layout")

    def _lay_out(self) -> None:
        group = QButtonGroup(self)
        group.addButton(self.everything)
        group.addButton(self.shown)
        controls = QWidget()
        column = QVBoxLayout(controls)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(4)
        column.addWidget(self.everything)
        column.addWidget(self.shown)
        self._sheets = QGridLayout()
        self._sheets.setContentsMargins(0, 4, 0, 0)
        self._sheets.setHorizontalSpacing(16)
        self._sheets.setVerticalSpacing(4)
        self._sheets.setColumnStretch(1, 1)
        sheets = QWidget()
        sheets.setLayout(self._sheets)
        rows = form()
        rows.setVerticalSpacing(12)
        add_row(rows, "Layout", self._layouts)
        add_row(rows, "Controls", controls)
        add_row(rows, "Sheets", sheets)
        add_row(rows, "&File", _over(self.path, self.existing), self.path.field)
        self.body.addLayout(rows)
        self.body.addStretch(1)
        self._show_sheets()

    def _choose_layout(self, layout: Layout) -> None:
        self._layout = layout
        self.path.ending = layout.ending
        self._show_sheets()

    def _show_sheets(self) -> None:
        while (item := self._sheets.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for n, (sheet, about) in enumerate(SHEETS.get(self._layout.id, ())):
            self._sheets.addWidget(named(label(sheet), f"export_sheet_{n}", sheet), n, 0)
            self._sheets.addWidget(named(label(about, quiet=True), f"export_sheet_{n}_about", about), n, 1)

    def _browse(self, path: Path) -> Path | None:
        ending = self._layout.ending
        return ask_target(self, "Export to", path, ending, f"{self._layout.title} (*{ending})")

    def _note_existing(self) -> None:
        path = self.path.shown()
        there = self.path.exists() and path is not None
        self.existing.setText(f"{path.name} is there already and will be replaced." if there and path else "")
        self.accept_button.setText("&Replace and export" if there else "&Export")
        self.accept_button.setAccessibleName("Replace and export" if there else "Export")

    def collect(self) -> ExportChoice:
        """The choice. Raises Wrong."""
        return ExportChoice(self._layout.id, self.path.value(), self.shown.isChecked())


def _over(field: QWidget, note: QWidget) -> QWidget:
    """A field with a note under it."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(field)
    column.addWidget(note)
    return made


def ask_export(
    parent: QWidget | None, file: Assessment, suggested: Path, shown: int, total: int
) -> ExportChoice | None:
    """What to export and where to, `shown` of `total` controls being in the list now; None where the user left."""
    answer: ExportChoice | None = ask(ExportDialog(parent, file, suggested, shown, total))
    return answer
