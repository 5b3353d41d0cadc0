"""Choosing what a piece serves: what its name proposes, ticked, and a field to add more."""

from __future__ import annotations

import contextlib

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from srm_desktop.domain.problems import UnknownControl
from srm_desktop.services import listing
from srm_desktop.services.assessments import Assessment
from srm_desktop.services.inbox import Waiting
from srm_desktop.services.listing import Filter
from srm_desktop.ui.dialogs.entries import EntriesModel, EntriesView, Entry
from srm_desktop.ui.pages.inbox_columns import place_text
from srm_desktop.ui.pages.page import column
from srm_desktop.ui.widgets import named

MOST = 40
"""How many controls are offered for what was typed."""

Place = tuple[str, str]


class Serves(QWidget):
    """The controls and parts to choose from. Nothing is chosen for good here: `attach_asked` says that it may be."""

    attach_asked = Signal()
    left = Signal()
    """The keys go back to the list of what waits."""
    changed = Signal()

    def __init__(self) -> None:
        """Nothing to choose for."""
        super().__init__()
        named(self, "inbox_serves", "What it serves")
        self._file: Assessment | None = None
        self._why: dict[Place, str] = {}
        self._ticked: dict[Place, None] = {}
        self._offered: list[Place] = []
        self._titles: dict[str, str] = {}
        self.field = named(QLineEdit(), "inbox_field", "Add a control: its id, or words of its title")
        self.field.setPlaceholderText("Add a control: its id, or words of its title")
        self.field.setClearButtonEnabled(True)
        self.field.setAcceptDrops(False)
        self.field.textChanged.connect(self._list)
        self.field.installEventFilter(self)
        self.model = EntriesModel(boxes=True)
        self.model.toggled.connect(self._toggle_key)
        self.view = named(EntriesView(self.model, lead=15, searches=True), "inbox_controls", "Controls to choose")
        self.view.typed.connect(self.type_on)
        self.view.left.connect(self.field.setFocus)
        self.view.installEventFilter(self)
        self.view.setMinimumHeight(96)
        layout = column(self)
        layout.addWidget(self.field)
        layout.addWidget(self.view, 1)

    def show_for(self, file: Assessment | None, one: Waiting | None) -> None:
        """Choose for something else."""
        self._file = file
        self._why = {p.place: p.why for p in one.proposals} if one else {}
        self._ticked = dict.fromkeys(one.places if one else ())
        self._titles = {row.key: row.title for row in listing.rows(file)} if file and one else {}
        self.field.blockSignals(True)
        self.field.clear()
        self.field.blockSignals(False)
        self.setEnabled(one is not None)
        self._list()

    @property
    def places(self) -> tuple[Place, ...]:
        """What is ticked."""
        return tuple(self._ticked)

    def type_on(self, text: str) -> None:
        """Go on typing in the field."""
        self.field.setFocus()
        self.field.insert(text)

    def toggle(self, place: Place) -> None:
        """Tick a place, or no longer."""
        if place in self._ticked:
            del self._ticked[place]
        else:
            self._ticked[place] = None
            self._why.setdefault(place, "")
        self._list()
        self.changed.emit()

    def _toggle_key(self, entry: str) -> None:
        key, _, part = entry.partition("\n")
        self.toggle((key, part))

    def _list(self) -> None:
        """Without a text what is proposed or was ticked; with one what it finds, and below it what is ticked."""
        text = self.field.text().strip()
        self._offered = self._found(text) if text else []
        known = list(self._ticked) if text else list(self._why)
        entries = [self._entry(place) for place in self._offered]
        rest = [place for place in known if place not in self._offered]
        if text and not entries:
            entries.append(Entry("", "No control is found by this"))
        if text and rest:
            entries.append(Entry("", "Chosen"))
        if not text and not rest:
            entries.append(Entry("", "Its name says no control: type one"))
        entries += [self._entry(place) for place in rest]
        self.model.set_ticked(frozenset())
        self.view.show_entries(entries)
        self.model.set_ticked(frozenset("\n".join(place) for place in self._ticked))
        if text:
            self.view.scrollToTop()

    def _entry(self, place: Place) -> Entry:
        key, part = place
        return Entry("\n".join(place), self._titles.get(key, ""), place_text(key, part), self._why.get(place, ""))

    def _found(self, text: str) -> list[Place]:
        """What a text means: the very control or part first, then those that it finds."""
        if self._file is None:
            return []
        found: dict[Place, None] = {}
        with contextlib.suppress(UnknownControl):
            found[listing.place_named(self._file, text)] = None
        rows = listing.narrow(self._file, Filter(text=text))
        spelled = listing.Spelled(text)
        rows = tuple(sorted(rows, key=lambda row: not (spelled.fits(row.key) and spelled.whole(row.key))))
        found |= {(row.key, ""): None for row in rows[:MOST] if not row.withdrawn}
        return [place for place in found if not listing.is_withdrawn(self._file, place[0])]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if plain and self._key(watched is self.field, Qt.Key(event.key())):
                return True
        return super().eventFilter(watched, event)

    def _key(self, in_field: bool, key: Qt.Key) -> bool:
        """Enter ticks the nearest of what was typed, else attaches; Escape empties the field, else goes back."""
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if in_field and key == Qt.Key.Key_Down:
            self.view.go_to_first()
        elif enter and in_field and self.field.text().strip():
            if self._offered:
                self._take_nearest()
        elif enter:
            self.attach_asked.emit()
        elif key == Qt.Key.Key_Escape and in_field and self.field.text():
            self.field.clear()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            return False
        return True

    def _take_nearest(self) -> None:
        nearest = self._offered[0]
        self.field.clear()
        if nearest not in self._ticked:
            self.toggle(nearest)
