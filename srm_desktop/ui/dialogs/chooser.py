"""Choosing AWS services: presets, a search over the whole table, and the list of what is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from srm_desktop.domain.responsibility import Service
from srm_desktop.services import scope
from srm_desktop.services.scope import Preset
from srm_desktop.ui.dialogs.entries import EntriesModel, EntriesView, Entry
from srm_desktop.ui.dialogs.frame import text_field
from srm_desktop.ui.flow import Flow
from srm_desktop.ui.widgets import button, label, named


class ServiceChooser(QWidget):
    """Services to tick. The table is read once the widget is on the screen; `changed` tells that the choice did."""

    changed = Signal()

    def __init__(self, chosen: Sequence[Service] = ()) -> None:
        """Start with these chosen; one that the table does not know any more can still be kept or taken away."""
        super().__init__()
        named(self, "chooser", "services in scope")
        self._held = tuple(chosen)
        self._known: dict[str, Service] = {s.id: s for s in chosen}
        self._chosen = frozenset(self._known)
        self._before: list[frozenset[str]] = []
        self._loaded = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(12)
        self._presets = Flow()
        outer.addLayout(self._presets)
        columns = QHBoxLayout()
        columns.setSpacing(24)
        columns.addLayout(self._make_search(), 5)
        columns.addLayout(self._make_chosen(), 4)
        outer.addLayout(columns, 1)
        self.setFocusProxy(self.search)

    def _make_search(self) -> QVBoxLayout:
        self.search = text_field("chooser_search", says="search services")
        self.search.setPlaceholderText("Search by name, short name or what it is called")
        self.search.installEventFilter(self)
        self.search.textChanged.connect(lambda _text: self._list())
        self.model = EntriesModel(boxes=True)
        self.model.toggled.connect(self.toggle)
        self.view = named(EntriesView(self.model, searches=True), "chooser_services", "services")
        self.view.typed.connect(self._type_on)
        self.view.left.connect(self.search.setFocus)
        self.found = named(label(quiet=True), "chooser_found", "services found")
        column = QVBoxLayout()
        column.setSpacing(8)
        for widget in (self.search, self.view, self.found):
            column.addWidget(widget, 1 if widget is self.view else 0)
        return column

    def _make_chosen(self) -> QVBoxLayout:
        self.count = named(label(bold=True), "chooser_count", "services chosen")
        self.undo_button = named(
            button("&Undo", self.undo, kind="link", tip="Take back the last choice"), "chooser_undo"
        )
        self.clear_button = named(button("Remove a&ll", lambda: self.choose(()), kind="link"), "chooser_clear")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.count, 1)
        head.addWidget(self.undo_button)
        head.addWidget(self.clear_button)
        self.chosen_view = named(EntriesView(EntriesModel(), crosses=True), "chooser_chosen", "services in scope")
        self.chosen_view.removed.connect(self.toggle)
        self.side = QVBoxLayout()
        self.side.setSpacing(8)
        self.side.addLayout(head)
        self.side.addWidget(self.chosen_view, 1)
        self.hint = named(label(quiet=True), "chooser_hint")
        self.side.addWidget(self.hint)
        self.count.setMinimumHeight(self.search.sizeHint().height())
        return self.side

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self.load)

    def load(self) -> None:
        """Read the table of services, unless that is done."""
        if self._loaded:
            return
        self._loaded = True
        table = {s.id: s for s in scope.known_services()}
        self._known = table | {s.id: s for s in self._held}
        usual = label("Add what is usual for", quiet=True)
        usual.setMinimumHeight(self.search.sizeHint().height())
        self._presets.addWidget(usual)
        for preset in scope.presets():
            self._presets.addWidget(self._preset_button(preset))
        self._list()
        self._show_choice()
        self.changed.emit()

    def _preset_button(self, preset: Preset) -> QWidget:
        made = button(preset.title.replace("&", "&&"), lambda: self.add(preset.services))
        names = ", ".join(self._known[i].name for i in preset.services if i in self._known)
        made.setToolTip(f"<p>{escape(preset.about)}</p><p>Adds {escape(names)}.</p>")
        return named(made, f"preset_{preset.id}", f"Add the services of: {preset.title}")

    def services(self) -> tuple[Service, ...]:
        """What is chosen, in the order of the table."""
        return tuple(s for s in self._known.values() if s.id in self._chosen)

    def ids(self) -> tuple[str, ...]:
        """The ids of what is chosen, in the order of the table."""
        return tuple(s.id for s in self.services())

    def toggle(self, service: str) -> None:
        """Choose a service, or not any more."""
        self.choose(self._chosen ^ {service})

    def add(self, services: Iterable[str]) -> None:
        """Choose these too."""
        self.choose(self._chosen | set(services))

    def choose(self, services: Iterable[str]) -> None:
        """Choose exactly these."""
        wanted = frozenset(services) & self._known.keys()
        if wanted != self._chosen:
            self._before.append(self._chosen)
            self._settle(wanted)

    def undo(self) -> None:
        """Take back the last choice."""
        if self._before:
            self._settle(self._before.pop())

    def _settle(self, wanted: frozenset[str]) -> None:
        self._chosen = wanted
        self._show_choice()
        self.changed.emit()

    def _show_choice(self) -> None:
        self.model.set_ticked(self._chosen)
        services = self.services()
        self.chosen_view.show_entries(_by_tier(services))
        said = {0: "No service in scope", 1: "1 service in scope"}.get(
            len(services), f"{len(services)} services in scope"
        )
        self.count.setText(said)
        some, none = "Delete or ✕ takes a service away", "Begin with a set above, or search and tick"
        self.hint.setText(some if services else none)
        self.clear_button.setVisible(bool(services))
        self.undo_button.setVisible(bool(self._before))

    def _list(self) -> None:
        """List what the search means: all by category without one, the nearest first with one."""
        text = self.search.text().strip()
        table = tuple(self._known.values())
        if text:
            found = scope.matching(text, table)
            entries = [_entry(s, text) for s in found]
        else:
            found, entries = table, []
            for category, some in groupby(sorted(table, key=lambda s: s.category), key=lambda s: s.category):
                services = list(some)
                entries.append(Entry("", category or "Other", aside=str(len(services))))
                entries += [_entry(s) for s in services]
        self.model.set_entries(entries)
        self.view.scrollToTop()
        nothing = f"No service is known as “{text}”."
        self.found.setText(nothing if text and not found else f"{len(found)} of {len(table)} services")

    def _type_on(self, text: str) -> None:
        self.search.setFocus()
        self.search.insert(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._search_key(self.search, event)
        return super().eventFilter(watched, event)

    def _search_key(self, field: QLineEdit, event: QKeyEvent) -> bool:
        """Down goes to the list; while there is text, Enter ticks the nearest and Escape empties the field."""
        if event.key() == Qt.Key.Key_Down:
            self.view.go_to_first()
            return True
        if not field.text() or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.model.entries:
                self.toggle(self.model.entries[0].key)
            field.selectAll()
            return True
        if event.key() == Qt.Key.Key_Escape:
            field.clear()
            return True
        return False


def _entry(service: Service, text: str = "") -> Entry:
    """A service to tick; with a search, the other name by which it was found stands in the place of its id."""
    words = text.casefold().split()
    own = f"{service.id} {service.name}".casefold()
    other = "" if all(word in own for word in words) else _found_as(service, words)
    return Entry(service.id, service.name, aside=other or service.id, tip=_tip(service))


def _by_tier(services: Sequence[Service]) -> list[Entry]:
    """What is chosen, under its tiers, from the most to the least that is the customer's to run."""
    tiers: dict[str, list[Service]] = {tier.title: [] for tier in scope.tiers()}
    for service in services:
        tiers.setdefault(service.tier_title, []).append(service)
    entries: list[Entry] = []
    for title, some in ((title, some) for title, some in tiers.items() if some):
        entries.append(Entry("", title, aside=str(len(some))))
        entries += [Entry(s.id, s.name, tip=_tip(s)) for s in some]
    return entries


def _found_as(service: Service, words: Sequence[str]) -> str:
    return next((a for a in service.aliases if any(word in a.casefold() for word in words)), "")


def _tip(service: Service) -> str:
    head = f"<b>{escape(service.name)}</b> ({escape(service.id)}): {escape(service.tier_title)}"
    return f"<p>{head}</p><p>{escape(service.why)}</p>"
