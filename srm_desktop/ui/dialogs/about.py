"""What this program is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from srm_desktop.ui.dialogs.frame import Frame, ask, wide
from srm_desktop.ui.widgets import label, named

MODEL_PAGE = "https://aws.amazon.com/compliance/shared-responsibility-model/"
"""AWS's page of the shared responsibility model."""

_TEXT = (
    "Walk the controls that are yours or shared with AWS, keep the evidence, and hand over the matrix. "
    "One file holds the whole assessment; nothing leaves this computer."
)
_SMALL = (
    "Free software under the Apache License 2.0. Not made or endorsed by Amazon Web Services. "
    "The built-in catalog is in our own words; what counts is what AWS and your assessor say."
)


class AboutDialog(Frame):
    """Name, version, what it is for, licence."""

    def __init__(self, parent: QWidget | None, version: str) -> None:
        """`version` of the program."""
        heading = f"SRM Desktop {version}"
        super().__init__(parent, "about_dialog", "About SRM Desktop", heading=heading, about=_TEXT)
        link = named(label(), "about_link", "AWS's page of the shared responsibility model")
        link.setTextFormat(Qt.TextFormat.RichText)
        link.setText(f'<a href="{MODEL_PAGE}">AWS\'s page of the shared responsibility model</a>')
        link.setOpenExternalLinks(True)
        link.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.body.addWidget(link)
        self.body.addWidget(named(label(_SMALL, size="small", quiet=True, wrap=True), "about_licence", _SMALL))
        self.body.addStretch(1)
        self.setMinimumWidth(wide() * 3 // 4)
        self.cancel_button.setFocus()


def show_about(parent: QWidget | None, version: str) -> None:
    """Show what this program is, until it is closed."""
    ask(AboutDialog(parent, version))
