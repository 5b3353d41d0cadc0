"""Telling what did not work."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from srm_desktop.ui.dialogs.frame import Frame, ask, wide


class ProblemDialog(Frame):
    """A finished sentence and a button to close it."""

    def __init__(self, parent: QWidget | None, sentence: str) -> None:
        """`sentence` says what went wrong and what can be done."""
        super().__init__(
            parent, "problem_dialog", "SRM Desktop", heading="That did not work", about=sentence, quiet=False
        )
        self.setMinimumWidth(wide() * 3 // 4)
        self.body.addStretch(1)


def show_problem(parent: QWidget | None, sentence: str) -> None:
    """Show a sentence about something that did not work, until it is closed."""
    ask(ProblemDialog(parent, sentence))
