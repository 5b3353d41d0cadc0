"""Editing what the assessment is about."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from srm_desktop.domain.assessment import Details
from srm_desktop.ui.dialogs.about_form import AboutForm
from srm_desktop.ui.dialogs.frame import Frame, ask, wide


class DetailsDialog(Frame):
    """Title, organisation, system, audit period and the allowed age of evidence."""

    def __init__(self, parent: QWidget | None, details: Details) -> None:
        """Filled with what is known."""
        super().__init__(
            parent, "details_dialog", "Assessment details", heading="About this assessment", accept="Apply"
        )
        self.form = AboutForm(details)
        self.body.addWidget(self.form)
        self.body.addStretch(1)
        self.setMinimumWidth(wide())
        self.form.setFocus()

    def collect(self) -> Details:
        """The details. Raises Wrong."""
        return self.form.details()


def ask_details(parent: QWidget | None, details: Details) -> Details | None:
    """What the assessment is about now; None where the user left or nothing is different."""
    answer: Details | None = ask(DetailsDialog(parent, details))
    return None if answer == details else answer
