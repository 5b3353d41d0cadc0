"""Editing what the assessment is about."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from srm_desktop.domain.assessment import CatalogInUse, Details
from srm_desktop.ui.dialogs.about_form import AboutForm
from srm_desktop.ui.dialogs.frame import Frame, ask, wide
from srm_desktop.ui.widgets import label, named


class DetailsDialog(Frame):
    """Title, organisation, system, audit period and the allowed age of evidence."""

    def __init__(self, parent: QWidget | None, details: Details, catalogs: Sequence[CatalogInUse] = ()) -> None:
        """Filled with what is known; `catalogs` are listed."""
        super().__init__(
            parent, "details_dialog", "Assessment details", heading="About this assessment", accept="Apply"
        )
        self.form = AboutForm(details)
        self.body.addWidget(self.form)
        listed = "\n".join(catalog_line(one) for one in catalogs)
        self.catalogs = named(label(listed, wrap=True), "details_catalogs", "catalogs of this assessment")
        if catalogs:
            self.body.addWidget(label("Catalogs", bold=True))
            self.body.addWidget(self.catalogs)
        else:
            self.catalogs.setParent(self)
            self.catalogs.hide()
        self.body.addStretch(1)
        self.setMinimumWidth(wide())
        self.form.setFocus()

    def collect(self) -> Details:
        """The details. Raises Wrong."""
        return self.form.details()


def catalog_line(one: CatalogInUse) -> str:
    """A catalog of the assessment with its version and how many controls it has."""
    version = f", version {one.version}" if one.version else ""
    return f"{one.title}{version}: {one.controls:,} controls"


def ask_details(parent: QWidget | None, details: Details, catalogs: Sequence[CatalogInUse] = ()) -> Details | None:
    """What the assessment is about now; None where the user left or nothing is different."""
    answer: Details | None = ask(DetailsDialog(parent, details, catalogs))
    return None if answer == details else answer
