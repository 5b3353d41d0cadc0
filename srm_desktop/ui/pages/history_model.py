"""The journal as a tree: steps, and below each what it changed, read when it is unfolded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from srm_desktop.services.history import Event
from srm_desktop.services.steps import StepsShown, StepTaken
from srm_desktop.ui.pages.dates import minute_text, plural, time_text
from srm_desktop.ui.theme import theme
from srm_desktop.ui.words import id_text

Index = QModelIndex | QPersistentModelIndex
TITLES = ("Step", "When", "Who", "Where", "From → to")
STEP, WHEN, WHO, WHERE, CHANGE = range(len(TITLES))
NOWHERE = QModelIndex()
MOST = 500
"""So many changes of a step are shown when it is unfolded."""


@dataclass(slots=True)
class Unfolded:
    """A step on the screen, with its changes as far as they have been read."""

    row: int
    step: StepTaken
    events: tuple[Event, ...] = ()
    read: bool = False
    children: list[Event | str] = field(default_factory=list)


class StepsModel(QAbstractItemModel):
    """Steps, newest first. A step of a single change shows it in its own line; larger ones unfold.

    The internal id of an index is 0 for a step and, for a change, one more than the row of its step.
    """

    def __init__(self, read: Callable[[int, int], tuple[Event, ...]], parent: QObject | None = None) -> None:
        """Empty; `read` gives what a step changed, at most so many journal entries of it."""
        super().__init__(parent)
        self._read = read
        self.steps: list[Unfolded] = []
        self.undoable: dict[int, int] = {}
        self.undone: frozenset[int] = frozenset()

    def show_steps(self, shown: StepsShown) -> None:
        """Show these steps."""
        self.beginResetModel()
        self.undoable, self.undone = shown.undoable, shown.undone
        self.steps = [self._unfolded(n, step, shown) for n, step in enumerate(shown.steps)]
        self.endResetModel()

    def _unfolded(self, row: int, step: StepTaken, shown: StepsShown) -> Unfolded:
        events = shown.changed.get(step.id)
        made = Unfolded(row, step, events or (), events is not None)
        made.children = list(made.events) if len(made.events) > 1 else []
        return made

    def row_of(self, step: int) -> int:
        """Where a step is; -1 where it is not."""
        return next((n for n, shown in enumerate(self.steps) if shown.step.id == step), -1)

    def owner(self, index: Index) -> Unfolded | None:
        """The step that a change belongs to; None for a step itself."""
        return self.steps[index.internalId() - 1] if index.isValid() and index.internalId() else None

    def rowCount(self, parent: Index = NOWHERE) -> int:
        if not parent.isValid():
            return len(self.steps)
        if parent.internalId() or parent.column() != 0:
            return 0
        return len(self.steps[parent.row()].children)

    def columnCount(self, _parent: Index = NOWHERE) -> int:
        return len(TITLES)

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = NOWHERE) -> QModelIndex:  # type: ignore[override]
        owner = index.internalId() if index.isValid() else 0
        return self.createIndex(owner - 1, 0, 0) if owner else QModelIndex()

    def hasChildren(self, parent: Index = NOWHERE) -> bool:
        if not parent.isValid():
            return bool(self.steps)
        if parent.internalId() or parent.column() != 0:
            return False
        shown = self.steps[parent.row()]
        return bool(shown.children) or not shown.read

    def canFetchMore(self, parent: Index) -> bool:
        top = parent.isValid() and not parent.internalId() and parent.column() == 0
        return top and not self.steps[parent.row()].read

    def fetchMore(self, parent: Index) -> None:
        if not self.canFetchMore(parent):
            return
        shown = self.steps[parent.row()]
        shown.events, shown.read = self._read(shown.step.id, MOST), True
        children: list[Event | str] = list(shown.events)
        if shown.step.entries > MOST:
            children.insert(0, f"The last {MOST:,} of {shown.step.entries:,} journal entries of this step:")
        if children:
            self.beginInsertRows(self.index(parent.row(), 0), 0, len(children) - 1)
            shown.children = children
            self.endInsertRows()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return TITLES[section] if 0 <= section < len(TITLES) else None
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        owner = self.owner(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            if owner is not None:
                text = _event_text(owner.children[index.row()], index.column())
            elif role == Qt.ItemDataRole.ToolTipRole and index.column() == WHEN:
                text = time_text(self.steps[index.row()].step.at)
            else:
                text = _step_text(self.steps[index.row()], index.column())
                if index.column() == STEP and self.steps[index.row()].step.id in self.undone:
                    text += " (undone)"
            return text if role == Qt.ItemDataRole.ToolTipRole else " ".join(text.split())
        if role == Qt.ItemDataRole.ForegroundRole and (index.column() in (WHEN, WHO) or owner is not None):
            from PySide6.QtGui import QColor

            return QColor(theme.palette.quiet if index.column() in (STEP, WHEN, WHO) else theme.palette.text)
        return None


def _step_text(shown: Unfolded, column: int) -> str:
    step, events = shown.step, shown.events
    if column in (STEP, WHEN, WHO):
        return (step.name, minute_text(step.at), step.who)[column]
    if len(events) == 1:
        return _event_text(events[0], column)
    if column == CHANGE:
        return plural(len(events) or step.entries, "change")
    places = list(dict.fromkeys(event.place_in(id_text) for event in events))
    return places[0] + (f" +{len(places) - 1}" if len(places) > 1 else "") if places else ""


def _event_text(event: Event | str, column: int) -> str:
    if isinstance(event, str):
        return event if column == STEP else ""
    return (event.field.capitalize(), "", "", event.place_in(id_text), change_text(event.old, event.new))[column]


def change_text(old: str, new: str) -> str:
    """From what to what; rows that come or go as a whole are said to be added or removed."""
    whole = ("present", "linked")
    if not old:
        return "added" if new in whole else new
    if not new:
        return "removed" if old in whole else f"{old} → nothing"
    return f"{old} → {new}"
