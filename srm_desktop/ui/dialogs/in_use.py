"""Offering to read an assessment that cannot be opened for writing."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from srm_desktop.ui.dialogs.frame import Frame, ask, wide
from srm_desktop.ui.widgets import label, named


class InUseDialog(Frame):
    """Why it cannot be written, and whether reading will do."""

    def __init__(self, parent: QWidget | None, sentence: str) -> None:
        """`sentence` says who has the file open, or what else keeps it from being written."""
        heading = "Open it for reading only?"
        accept = "Open for &reading"
        super().__init__(
            parent, "in_use_dialog", "Read only", heading=heading, about=sentence, accept=accept, quiet=False
        )
        note = "You see the assessment as it was written last. It can be searched and exported, not changed."
        self.body.addWidget(named(label(note, quiet=True, wrap=True), "in_use_note", note))
        self.body.addStretch(1)
        self.sentence.hide()
        self.setMinimumWidth(wide() * 3 // 4)

    def collect(self) -> bool:
        """Yes."""
        return True


def ask_copy(parent: QWidget | None, sentence: str) -> bool:
    """Whether to open for reading only what `sentence` says cannot be opened otherwise."""
    return bool(ask(InUseDialog(parent, sentence)))
