"""Questions that the evidence page asks: which control, which folder. Functions that return a value, or None."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QLineEdit, QWidget

from srm_desktop.services import listing
from srm_desktop.services.assessments import Assessment
from srm_desktop.services.listing import Filter
from srm_desktop.ui.pages.page import column
from srm_desktop.ui.tables import Column, RowsModel, RowsView
from srm_desktop.ui.widgets import label, named
from srm_desktop.ui.words import id_text

_COLUMNS = (
    Column("Id", lambda r: id_text(r.key), listing.id_order, width=12),
    Column("Title", lambda r: r.title, lambda r: r.title.casefold()),
    Column("Group", lambda r: r.group_title, width=22, tone=lambda r: "quiet"),
)


class ControlChooser(QDialog):
    """Controls to choose from, narrowed down while one types."""

    def __init__(self, parent: QWidget | None, file: Assessment, what: str) -> None:
        """All controls of `file`; `what` they are chosen for, with its verb: "does E-12", "do 3 pieces"."""
        super().__init__(parent)
        named(self, "control_chooser", "Choose controls")
        self.setWindowTitle("Link to control")
        self.resize(640, 440)
        self._file = file
        self.text = named(QLineEdit(), "chooser_text", "Id, title or group")
        self.text.setPlaceholderText("Id, title or group")
        self.text.setClearButtonEnabled(True)
        self.text.textChanged.connect(self._narrow)
        self.view = named(RowsView(RowsModel(_COLUMNS, lambda row: row.key, self)), "chooser_controls", "Controls")
        self.view.doubleClicked.connect(self.accept)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._link = buttons.addButton("Link", QDialogButtonBox.ButtonRole.AcceptRole)
        self._link.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = column(self, spacing=12, margin=16)
        layout.addWidget(label(f"Which controls {what} serve?", bold=True))
        for widget in (self.text, self.view, buttons):
            layout.addWidget(widget)
        self.view.selectionModel().selectionChanged.connect(self._enable)
        self.view.fit_column(0, (id_text(row.key) for row in listing.rows(file)))
        self._narrow("")

    def _narrow(self, text: str) -> None:
        rows = listing.narrow(self._file, Filter(text=text))
        self.view.show_rows(rows)
        if text and rows:
            self.view.go_to(rows[0].key)
        self._enable()

    def _enable(self) -> None:
        self._link.setEnabled(bool(self.view.selected_keys()))


def ask_controls(parent: QWidget | None, file: Assessment, what: str) -> list[str] | None:
    """The keys of the controls that pieces are to be linked to; `what` as in "does E-12", "do 3 pieces"."""
    dialog = ControlChooser(parent, file, what)
    try:
        return dialog.view.selected_keys() if dialog.exec() == QDialog.DialogCode.Accepted else None
    finally:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.close()


def ask_folder(parent: QWidget | None) -> Path | None:
    """The folder that files are to be written into."""
    chosen = QFileDialog.getExistingDirectory(parent, "Extract to folder")
    return Path(chosen) if chosen else None
