"""Asking what goes into a package and where to, and showing what was written."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QGridLayout, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from srm_desktop.domain.sizes import size_text
from srm_desktop.services import assessments
from srm_desktop.services.assessments import Assessment
from srm_desktop.services.package import ENDING, Packaged, wants_hash_logs
from srm_desktop.ui.dialogs.attach_dialog import ask_target
from srm_desktop.ui.dialogs.frame import Frame, add_row, ask, fixed_font, form, wide
from srm_desktop.ui.dialogs.path_field import PathField
from srm_desktop.ui.widgets import button, label, named

CONTENTS = (
    ("Matrix", "with links that open the evidence beside it"),
    ("Evidence", "each piece once, by control, and an index with SHA-256"),
    ("Journal", "every change, with the hashes that chain it"),
    ("Page and README", "to read in a browser, and how to check it all"),
)
"""What is in each package: thing and words."""


class PackageChoice(NamedTuple):
    """What to package: the file, whether only the controls that the list shows go in, and what else does."""

    path: Path
    only_shown: bool
    accepted_only: bool
    with_notes: bool
    older: bool
    hash_logs: bool


class PackageDialog(Frame):
    """Controls, evidence, what else, file; and what will be in it."""

    def __init__(self, parent: QWidget | None, file: Assessment, suggested: Path, shown: int, total: int) -> None:
        """`shown` of `total` controls pass the filter of the list."""
        about = assessments.info(file)
        title = "Package for the assessor"
        super().__init__(
            parent, "package_dialog", title, heading=title, about=about.details.title, accept="&Write package"
        )
        self.everything = named(QRadioButton(f"&All {total} controls"), "package_all", f"All {total} controls")
        only = f"&Only the {shown} that the list shows" if shown else "&Only what the list shows (nothing now)"
        self.shown = named(QRadioButton(only), "package_shown", only.replace("&", ""))
        self.shown.setEnabled(0 < shown < total)
        self.everything.setChecked(True)
        self.only_accepted = _check("Only what was a&ccepted", "package_accepted")
        self.older = _check("Older &versions too", "package_older")
        self.notes = _check("Internal &notes", "package_notes")
        self.hash_logs = _check("&Hash logs for CMMC eMASS", "package_hash_logs")
        self.hash_logs.setChecked(wants_hash_logs(about.catalogs))
        self.path = PathField("package_path", "file", ENDING, self._browse)
        self.path.edited.connect(self._note_existing)
        self.existing = named(label(wrap=True), "package_existing", "what happens to an existing file")
        self.existing.setMinimumHeight(self.existing.fontMetrics().height())
        self._lay_out()
        self.path.suggest(suggested.with_suffix(ENDING))
        self.setMinimumWidth(wide() + 80)
        self.accept_button.setFocus()

    def _lay_out(self) -> None:
        group = QButtonGroup(self)
        group.addButton(self.everything)
        group.addButton(self.shown)
        rows = form()
        rows.setVerticalSpacing(12)
        add_row(rows, "Controls", _column(self.everything, self.shown))
        add_row(rows, "Evidence", _column(self.only_accepted, self.older))
        add_row(rows, "Also", _column(self.notes, self.hash_logs))
        add_row(rows, "In it", _contents())
        add_row(rows, "&File", _column(self.path, self.existing, above=0), self.path.field)
        self.body.addLayout(rows)
        self.body.addStretch(1)

    def _browse(self, path: Path) -> Path | None:
        return ask_target(self, "Write package to", path, ENDING, f"Package (*{ENDING})")

    def _note_existing(self) -> None:
        path = self.path.shown()
        there = self.path.exists() and path is not None
        self.existing.setText(f"{path.name} is there already and will be replaced." if there and path else "")
        self.accept_button.setText("&Replace package" if there else "&Write package")
        self.accept_button.setAccessibleName("Replace package" if there else "Write package")

    def collect(self) -> PackageChoice:
        """The choice. Raises Wrong."""
        return PackageChoice(
            self.path.value(), self.shown.isChecked(), self.only_accepted.isChecked(), self.notes.isChecked(),
            self.older.isChecked(), self.hash_logs.isChecked(),
        )  # fmt: skip


class PackagedDialog(Frame):
    """What was written, to read and to copy: file, hash, end of the journal, and the values for eMASS."""

    def __init__(self, parent: QWidget | None, done: Packaged) -> None:
        """After `done`."""
        pieces, controls = done.counts["evidence"], done.counts["controls"]
        about = f"{size_text(done.size)}: {_count(controls, 'control')} and {_count(pieces, 'piece')} of evidence."
        super().__init__(parent, "packaged_dialog", "Package written", heading="Package written", about=about)
        self.facts: list[tuple[str, str]] = [
            ("File", str(done.path)),
            ("SHA-256 of the file", done.sha256),
            ("Journal head", str(done.head)),
        ]
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for fact in self.facts:
            self._add(grid, *fact)
        if done.hash_values is not None:
            says = "For CMMC eMASS: the files in the package must stay as they are from now on."
            grid.addWidget(named(label(says, quiet=True), "packaged_emass", says), grid.rowCount(), 0, 1, 3)
            for fact in done.hash_values.labelled():
                self.facts.append(fact)
                self._add(grid, *fact)
        self.body.addLayout(grid)
        self.body.addStretch(1)
        self.add_button("Copy &all", "packaged_copy_all", self._copy_all, left=True)

    def _add(self, grid: QGridLayout, name: str, value: str) -> None:
        row = grid.rowCount()
        field = named(QLineEdit(value), f"packaged_{row}", name)
        field.setReadOnly(True)
        field.setFont(fixed_font())
        field.setCursorPosition(0)
        field.setToolTip(value)
        field.setMinimumWidth(field.fontMetrics().horizontalAdvance("0" * 72) + 16)
        copy = named(button("Copy", kind="link", tip=f"Copy: {name}"), f"packaged_copy_{row}", f"Copy {name}")
        copy.clicked.connect(lambda _checked=False: QGuiApplication.clipboard().setText(value))
        grid.addWidget(named(label(name), f"packaged_{row}_label", name), row, 0)
        grid.addWidget(field, row, 1)
        grid.addWidget(copy, row, 2)

    def _copy_all(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(f"{name}: {value}" for name, value in self.facts))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _check(text: str, name: str) -> QCheckBox:
    return named(QCheckBox(text), name, text.replace("&", ""))


def _column(*widgets: QWidget, above: int = 4) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, above, 0, above)
    column.setSpacing(4)
    for widget in widgets:
        column.addWidget(widget)
    return made


def _contents() -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 4, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    for row, (thing, about) in enumerate(CONTENTS):
        grid.addWidget(named(label(thing), f"package_content_{row}", thing), row, 0)
        grid.addWidget(named(label(about, quiet=True), f"package_content_{row}_about", about), row, 1)
    return made


def ask_package(
    parent: QWidget | None, file: Assessment, suggested: Path, shown: int, total: int
) -> PackageChoice | None:
    """What to package and where to, `shown` of `total` controls being in the list now; None where the user left."""
    answer: PackageChoice | None = ask(PackageDialog(parent, file, suggested, shown, total))
    return answer


def show_packaged(parent: QWidget | None, done: Packaged) -> None:
    """Show what was written."""
    ask(PackagedDialog(parent, done))
