"""Asking what a dropped table is: a catalog, or evidence for the control that is shown, or for one to be chosen."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from srm_desktop.ui.dialogs.frame import Frame, ask, wide

CATALOG, EVIDENCE = "catalog", "evidence"


class DropChoiceDialog(Frame):
    """Two buttons, one for each."""

    def __init__(self, parent: QWidget | None, name: str, control: str) -> None:
        """`name` is the file's, `control` the id of the control that it would be evidence for; empty: it would wait."""
        proves = f"about {control}" if control else "about one"
        about = f"{name} is a table: it may list controls to assess, or prove something {proves}."
        evidence = f"&Attach it to {control}" if control else "Put it in the &inbox"
        super().__init__(
            parent,
            "drop_choice",
            "Dropped file",
            heading="A catalog, or evidence?",
            about=about,
            accept="Add it as a &catalog…",
            quiet=False,
        )
        self.evidence_button = self.add_button(evidence, "drop_choice_evidence", self._attach)
        self.body.addStretch(1)
        self.sentence.hide()
        self.setMinimumWidth(wide() * 3 // 4)

    def _attach(self) -> None:
        self.answer = EVIDENCE
        self.accept()

    def collect(self) -> str:
        """A catalog."""
        return CATALOG


def ask_drop(parent: QWidget | None, name: str, control: str) -> str | None:
    """`CATALOG` or `EVIDENCE`; None where the user left."""
    answer: str | None = ask(DropChoiceDialog(parent, name, control))
    return answer
