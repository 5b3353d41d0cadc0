"""Asking which controls go over to a new version of a piece; and, of a dropped file, whether it is one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from srm_desktop.domain.assessment import Evidence
from srm_desktop.ui.dialogs.entries import EntriesModel, EntriesView, Entry
from srm_desktop.ui.dialogs.frame import Frame, ask, wide
from srm_desktop.ui.widgets import label, named

ANOTHER = "another"
"""The answer that a dropped file is a piece of its own."""

Controls = Sequence[tuple[str, str, str]]
"""Keys, ids and titles."""

MOST_ROWS = 8
"""Controls that are shown before the list scrolls."""


class NewVersionDialog(Frame):
    """The controls that use the older version, all ticked."""

    def __init__(
        self,
        parent: QWidget | None,
        older: Evidence,
        name: str,
        controls: Controls,
        *,
        dropped: bool,
    ) -> None:
        """`controls` are those that use the older one; a `dropped` file may also be another piece."""
        heading = f"{name} as the next version of {older.id}?" if dropped else f"New version of {older.id}"
        about = f"{older.id} {older.title} stays readable as it is. The new file gets an id of its own."
        super().__init__(
            parent, "new_version", "New version", heading=heading, about=about, accept=f"&Next version of {older.id}"
        )
        self.model = EntriesModel(boxes=True)
        self.model.setParent(self)
        self.model.set_entries([Entry(key, title, lead) for key, lead, title in controls])
        self.model.set_ticked(frozenset(key for key, _, _ in controls))
        self.model.toggled.connect(self._toggle)
        lead = max((len(lead) for _, lead, _ in controls), default=0) + 6
        view = EntriesView(self.model, lead=lead)
        self.list = named(view, "new_version_controls", "Controls that go over to the new version")
        ticked = "These controls use it. Those that are ticked go over, with part and place:"
        self.body.addWidget(label(ticked if controls else "No control uses it yet.", wrap=True))
        self.body.addWidget(self.list)
        if controls:
            self.list.setFixedHeight(min(len(controls), MOST_ROWS) * self.list.sizeHintForRow(0) + 4)
            self.list.setCurrentIndex(self.model.index(0))
        else:
            self.list.hide()
        if dropped:
            self.another_button = self.add_button("Attach as &another piece", "new_version_another", self._another)
        self.body.addStretch(1)
        self.sentence.hide()
        self.setMinimumWidth(wide())

    def _toggle(self, key: str) -> None:
        self.model.set_ticked(self.model.ticked ^ {key})

    def _another(self) -> None:
        self.answer = ANOTHER
        self.accept()

    def collect(self) -> frozenset[str]:
        """The keys of the controls that are ticked."""
        return self.model.ticked


def ask_version(
    parent: QWidget | None,
    older: Evidence,
    name: str,
    controls: Controls,
    *,
    dropped: bool = False,
) -> frozenset[str] | str | None:
    """The keys of the controls that go over, `ANOTHER`, or None where the user left."""
    answer: frozenset[str] | str | None = ask(NewVersionDialog(parent, older, name, controls, dropped=dropped))
    return answer
