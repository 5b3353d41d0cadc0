"""Questions that the evidence page asks: which control, which folder. Functions that return a value, or None."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from srm_desktop.services import listing
from srm_desktop.services.assessments import Assessment
from srm_desktop.services.listing import Filter
from srm_desktop.ui.dialogs.frame import Frame, Wrong, ask, text_field
from srm_desktop.ui.tables import Column, RowsModel, RowsView
from srm_desktop.ui.widgets import named
from srm_desktop.ui.words import id_text

_COLUMNS = (
    Column("Id", lambda r: id_text(r.key), listing.id_order, width=12),
    Column("Title", lambda r: r.title, lambda r: r.title.casefold()),
    Column("Group", lambda r: r.group_title, width=22, tone=lambda r: "quiet"),
)


class ControlChooser(Frame):
    """Controls to choose from, narrowed down while one types; Up and Down go from the field to the list."""

    def __init__(self, parent: QWidget | None, file: Assessment, what: str) -> None:
        """All controls of `file`; `what` they are chosen for, with its verb: "does E-12", "do 3 pieces"."""
        heading = f"Which controls {what} serve?"
        super().__init__(parent, "control_chooser", "Link to control", heading=heading, accept="&Link")
        self._file = file
        self.text = text_field("chooser_text", hint="Id, title or group", says="Id, title or group")
        self.text.setClearButtonEnabled(True)
        self.text.textChanged.connect(self._narrow)
        self.text.installEventFilter(self)
        self.view = named(RowsView(RowsModel(_COLUMNS, lambda row: row.key, self)), "chooser_controls", "Controls")
        self.view.setProperty("kind", "framed")
        self.view.doubleClicked.connect(lambda _index: self.submit())
        for widget in (self.text, self.view):
            self.body.addWidget(widget)
        self.view.fit_column(0, (id_text(row.key) for row in listing.rows(file)))
        self.roomy(1.3, 32)
        self._narrow("")
        self.text.setFocus()

    def _narrow(self, text: str) -> None:
        rows = listing.narrow(self._file, Filter(text=text))
        self.view.show_rows(rows)
        if text and rows:
            self.view.go_to(rows[0].key)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = event.key() if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else None
        if watched is self.text and pressed in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.view.step(1 if pressed == Qt.Key.Key_Down else -1)
            return True
        return super().eventFilter(watched, event)

    def collect(self) -> list[str]:
        """The keys of the chosen controls. Raises Wrong where none is."""
        if not (keys := self.view.selected_keys()):
            raise Wrong("Choose at least one control.", self.text)
        return keys


def ask_controls(parent: QWidget | None, file: Assessment, what: str) -> list[str] | None:
    """The keys of the controls that pieces are to be linked to; `what` as in "does E-12", "do 3 pieces"."""
    answer: list[str] | None = ask(ControlChooser(parent, file, what))
    return answer


def ask_folder(parent: QWidget | None) -> Path | None:
    """The folder that files are to be written into."""
    chosen = QFileDialog.getExistingDirectory(parent, "Extract to folder")
    return Path(chosen) if chosen else None
