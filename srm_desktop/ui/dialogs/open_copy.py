"""The question before a piece that may run something is opened in another program."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from srm_desktop.domain.assessment import Evidence
from srm_desktop.ui.dialogs.frame import Frame, ask, wide


class OpenCopyDialog(Frame):
    """Leaving is what Enter does."""

    def __init__(self, parent: QWidget | None, piece: Evidence, why: str) -> None:
        """`why` says what could run, as "it holds macros"."""
        about = (
            f"{piece.name} may run something in another program: {why}. Open it only if you know where it comes from. "
            "It is a read-only copy; the evidence itself stays as it is."
        )
        heading = f"Open {piece.id} all the same?"
        super().__init__(
            parent, "open_copy", "Open a copy", heading=heading, about=about, accept="&Open it", quiet=False
        )
        self.accept_button.setDefault(False)
        self.accept_button.setProperty("kind", "")  # Enter leaves, and it looks so
        self.accept_button.style().unpolish(self.accept_button)
        self.accept_button.style().polish(self.accept_button)
        self.cancel_button.setDefault(True)
        self.cancel_button.setFocus()
        self.body.addStretch(1)
        self.sentence.hide()
        self.setMinimumWidth(wide())

    def collect(self) -> bool:
        """Yes."""
        return True


def ask_open(parent: QWidget | None, piece: Evidence, why: str) -> bool:
    """Whether to open it."""
    return bool(ask(OpenCopyDialog(parent, piece, why)))
