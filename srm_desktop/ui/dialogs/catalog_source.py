"""Where a new catalog comes from: a file of the user's own, or one that comes with the program."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from srm_desktop.services import catalogs, tables
from srm_desktop.services.catalogs import BuiltIn
from srm_desktop.ui.dialogs.entries import EntriesModel, EntriesView, Entry
from srm_desktop.ui.dialogs.frame import Wrong
from srm_desktop.ui.dialogs.path_field import BrowseField
from srm_desktop.ui.widgets import label, named

_KINDS = "OSCAL (JSON, XML, YAML), workbooks (XLSX, XLS, ODS and others), CSV and TSV."
_ADDRESS = re.compile(r"(?i)^(https?|ftp)://")


class OpenField(BrowseField):
    """The path of a file that is there: typed, browsed for, or dropped on it."""

    def __init__(self, name: str, says: str, folder: Path) -> None:
        """Empty; browsing begins in `folder`."""
        super().__init__(name, says, folder, "Browse, or drop the file here")

    def value(self) -> Path:
        """The file. Raises Wrong where there is none."""
        text = self.field.text().strip().strip('"')
        if not text:
            raise Wrong("Choose a file.", self.field)
        if _ADDRESS.match(text):
            raise Wrong("Nothing is fetched from the web: download it, then choose your copy here.", self.field)
        try:
            path = self._folder / Path(text).expanduser()
            if path.is_dir():
                raise Wrong(f"{path.name} is a folder; choose a file in it.", self.field)
            if not path.is_file():
                raise Wrong(f"There is no file {path}.", self.field)
        except (OSError, ValueError, RuntimeError):
            raise Wrong("That cannot be the name of a file here; choose another.", self.field) from None
        return path

    def browse(self) -> None:
        endings = " ".join(f"*{ending}" for ending in (*catalogs.ENDINGS, *tables.ENDINGS))
        kinds = f"Catalogs and tables ({endings});;All files (*)"
        name, _ = QFileDialog.getOpenFileName(self, "Choose a catalog", str(self._folder), kinds)
        if name:
            self.show_path(Path(name))
            self.field.setFocus()


class SourcePage(QWidget):
    """A file, or a line of the list of those that come with the program."""

    def __init__(self, built_in: Sequence[BuiltIn], here: Collection[str], folder: Path) -> None:
        """`here` are the ids of the catalogs that the assessment has; browsing begins in `folder`."""
        super().__init__()
        named(self, "catalog_source", "where it comes from")
        self.setAcceptDrops(True)
        self.by_file = named(QRadioButton("A &file of yours"), "catalog_by_file", "a file of yours")
        self.by_name = named(QRadioButton("&One that comes with the program"), "catalog_by_name")
        self.path = OpenField("catalog_path", "file with the catalog", folder)
        self.model = EntriesModel()
        self.view = named(EntriesView(self.model), "catalog_names", "catalogs that come with the program")
        self.model.set_entries([_entry(one, one.name in here) for one in built_in])
        group = QButtonGroup(self)
        for choice in (self.by_file, self.by_name):
            group.addButton(choice)
        self.by_file.setChecked(True)
        self._lay_out()
        self.path.edited.connect(lambda: self.by_file.setChecked(True))
        self.view.clicked.connect(lambda _index: self.by_name.setChecked(True))
        self.by_name.clicked.connect(lambda _on=False: self._to_list())
        self.by_file.clicked.connect(lambda _on=False: self.path.setFocus())
        self.view.installEventFilter(self)
        self.setFocusProxy(self.path)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.by_file)
        column.addWidget(_indented(self.path))
        column.addWidget(_indented(label(_KINDS, size="small", quiet=True, wrap=True)))
        column.addSpacing(12)
        column.addWidget(self.by_name)
        note = "Ids, titles and who is responsible, without the official texts of their publishers."
        column.addWidget(_indented(label(note, size="small", quiet=True, wrap=True)))
        column.addWidget(_indented(self.view), 1)

    def _to_list(self) -> None:
        if not self.view.currentIndex().isValid():
            self.view.go_to_first()
        self.view.setFocus()

    def choose(self, name: str) -> None:
        """Choose one that comes with the program."""
        self.by_name.setChecked(True)
        self.view.setCurrentIndex(self.model.index(self.model.row_of(name)))

    def value(self) -> Path | str:
        """The file, or the name of one that comes with the program. Raises Wrong."""
        if self.by_file.isChecked():
            return self.path.value()
        index = self.view.currentIndex()
        if not index.isValid():
            raise Wrong("Choose a catalog in the list.", self.view)
        return self.model.entries[index.row()].key

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.view and event.type() == QEvent.Type.KeyPress:
            self.by_name.setChecked(True)
        return super().eventFilter(watched, event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.path.show_path(paths[0])
            event.acceptProposedAction()


def _entry(one: BuiltIn, here: bool) -> Entry:
    """A catalog to choose."""
    many = f"{one.controls:,} controls"
    return Entry(one.name, one.title, aside=f"in this assessment, {many}" if here else many)


def _indented(field: QWidget) -> QWidget:
    """A field under the choice that it belongs to."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(22, 0, 0, 0)
    row.addWidget(field, 1000)
    row.addStretch(1)
    return made
