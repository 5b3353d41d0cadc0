"""Asking which controls go over to a new version of a piece; and, of a dropped file, whether it is one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from srm_desktop.domain.assessment import Evidence
from srm_desktop.ui.dialogs.frame import Frame, ask, wide
from srm_desktop.ui.widgets import label, named

ANOTHER = "another"
"""The answer that a dropped file is a piece of its own."""

MOST_ROWS = 8
"""Controls that are shown before the list scrolls."""


class NewVersionDialog(Frame):
    """The controls that use the older version, all ticked."""

    def __init__(
        self, parent: QWidget | None, older: Evidence, name: str, controls: Sequence[tuple[str, str]], *, dropped: bool
    ) -> None:
        """`controls` are keys and what the list says of them; a `dropped` file may also be another piece."""
        heading = f"{name} as the next version of {older.id}?" if dropped else f"New version of {older.id}"
        about = f"{older.id} {older.title} stays readable as it is. The new file gets an id of its own."
        super().__init__(
            parent, "new_version", "New version", heading=heading, about=about, accept=f"&Next version of {older.id}"
        )
        self.list = named(QListWidget(), "new_version_controls", "Controls that go over to the new version")
        for key, text in controls:
            item = QListWidgetItem(text, self.list)
            item.setData(Qt.ItemDataRole.UserRole, key)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
        if controls:
            self.body.addWidget(label("These controls use it. Those that are ticked go over, with part and place:"))
            row = self.list.sizeHintForRow(0)
            self.list.setFixedHeight(min(len(controls), MOST_ROWS) * row + 8)
            self.list.setCurrentRow(0)
            self.body.addWidget(self.list)
        else:
            self.list.setParent(self)
            self.list.hide()
            self.body.addWidget(label("No control uses it yet.", quiet=True))
        if dropped:
            self.another_button = self.add_button("Attach as &another piece", "new_version_another", self._another)
        self.body.addStretch(1)
        self.sentence.hide()
        self.setMinimumWidth(wide())

    def _another(self) -> None:
        self.answer = ANOTHER
        self.accept()

    def collect(self) -> frozenset[str]:
        """The keys of the controls that are ticked."""
        items = [self.list.item(n) for n in range(self.list.count())]
        return frozenset(i.data(Qt.ItemDataRole.UserRole) for i in items if i.checkState() == Qt.CheckState.Checked)


def ask_version(
    parent: QWidget | None, older: Evidence, name: str, controls: Sequence[tuple[str, str]], *, dropped: bool = False
) -> frozenset[str] | str | None:
    """The keys of the controls that go over, `ANOTHER`, or None where the user left."""
    answer: frozenset[str] | str | None = ask(NewVersionDialog(parent, older, name, controls, dropped=dropped))
    return answer
