"""Asking before an assessment is closed while something of it is not finished."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from srm_desktop.ui.dialogs.frame import Frame, ask, wide


class LeavingDialog(Frame):
    """What is not finished, and whether to go all the same."""

    def __init__(self, parent: QWidget | None, heading: str, sentence: str, accept: str) -> None:
        """`accept` names what is given up."""
        super().__init__(parent, "leaving_dialog", "SRM Desktop", heading=heading, about=sentence, accept=accept)
        self.body.addStretch(1)
        self.sentence.hide()
        self.setMinimumWidth(wide() * 3 // 4)

    def collect(self) -> bool:
        """Yes."""
        return True


def ask_stop(parent: QWidget | None, work: str) -> bool:
    """Whether to stop the work that is under way, so that the assessment can be closed."""
    sentence = f"{work} is not finished. Stopping it keeps nothing of it; all else that you did is in the file."
    return bool(ask(LeavingDialog(parent, "Stop what is under way?", sentence, "&Stop it")))


def ask_lose(parent: QWidget | None) -> bool:
    """Whether to close although something on the screen could not be written."""
    sentence = (
        "Something that you see could not be written to the file. Go back to copy the text or to save a copy of the "
        "assessment somewhere else; closing loses it."
    )
    return bool(ask(LeavingDialog(parent, "Close and lose it?", sentence, "&Close all the same")))
