"""Asking who is working."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from srm_desktop.ui.dialogs.frame import Frame, Wrong, add_row, ask, form, text_field, wide


class WhoDialog(Frame):
    """One field: the name that changes are written down under."""

    def __init__(self, parent: QWidget | None, suggested: str) -> None:
        """`suggested` stands in the field, selected."""
        about = "Every change is written down with this name, and the assessor will read it."
        super().__init__(parent, "who_dialog", "Who is working", heading="Who is working?", about=about, accept="OK")
        self.field = text_field("who_name", suggested, hint="Your name", says="your name")
        rows = form()
        add_row(rows, "&Name", self.field)
        self.body.addLayout(rows)
        self.body.addStretch(1)
        self.setMinimumWidth(wide() * 3 // 4)
        self.field.selectAll()
        self.field.setFocus()

    def collect(self) -> str:
        """The name. Raises Wrong."""
        name = self.field.text().strip()
        if not name:
            raise Wrong("Say who is working; every change is written down with a name.", self.field)
        return name


def ask_who(parent: QWidget | None, suggested: str) -> str | None:
    """The name of the person at work; None where the user left."""
    answer: str | None = ask(WhoDialog(parent, suggested))
    return answer
