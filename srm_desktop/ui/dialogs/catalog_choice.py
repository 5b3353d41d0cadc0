"""Choosing, of the catalogs that come with the program, those that a new assessment walks."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from srm_desktop.services import catalogs
from srm_desktop.ui.dialogs.entries import EntriesModel, EntriesView, Entry
from srm_desktop.ui.dialogs.frame import Wrong
from srm_desktop.ui.widgets import label, named

DEFAULT = "aws-srm"
"""What is ticked at first."""
_NOTE = (
    "The catalogs of NIST, FedRAMP and CMMC come with ids, titles and who is responsible. Official texts come with the "
    "publisher's own file: later, with Exchange, Add catalog."
)


class CatalogChoice(QWidget):
    """A list with boxes to tick."""

    changed = Signal()

    def __init__(self) -> None:
        """The AWS catalog is ticked."""
        super().__init__()
        named(self, "catalog_choice", "catalogs to assess")
        self._titles = {one.name: one.title for one in catalogs.built_in()}
        self.model = EntriesModel(boxes=True)
        self.model.set_entries(
            [Entry(one.name, one.title, aside=f"{one.controls:,} controls") for one in catalogs.built_in()]
        )
        self.model.set_ticked(frozenset({DEFAULT}))
        self.model.toggled.connect(self.toggle)
        self.view = named(EntriesView(self.model), "catalog_choices", "catalogs to assess")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.view, 1)
        column.addWidget(label(_NOTE, size="small", quiet=True, wrap=True))
        self.view.setCurrentIndex(self.model.index(0))
        self.setFocusProxy(self.view)

    def toggle(self, name: str) -> None:
        """Tick one, or take its tick away."""
        self.model.set_ticked(self.model.ticked ^ {name})
        self.changed.emit()

    def names(self) -> tuple[str, ...]:
        """What is ticked, in the order of the list."""
        return tuple(entry.key for entry in self.model.entries if entry.key in self.model.ticked)

    def titles(self) -> tuple[str, ...]:
        """The titles of what is ticked."""
        return tuple(self._titles[name] for name in self.names())

    def check(self) -> None:
        """Raise Wrong where nothing is ticked."""
        if not self.names():
            raise Wrong("Choose at least one catalog; without one there is nothing to assess.", self.view)
