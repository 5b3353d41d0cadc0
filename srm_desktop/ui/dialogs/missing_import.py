"""Asking for a local file in place of an address that a profile imports from."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from srm_desktop.ui.dialogs.catalog_source import OpenField
from srm_desktop.ui.dialogs.frame import Frame, add_row, ask, form, wide


class MissingImportDialog(Frame):
    """The address, and a field for the file that stands in its place."""

    def __init__(self, parent: QWidget | None, href: str, folder: Path) -> None:
        """`href` is what the profile imports; browsing begins in `folder`."""
        about = f"This profile imports\n{href}\n\nPoint to your own copy of it. Nothing is fetched from the web."
        super().__init__(
            parent,
            "missing_import",
            "Another file is needed",
            heading="The profile needs another file",
            about=about,
            accept="&Use this file",
            quiet=False,
        )
        self.path = OpenField("import_path", "your copy of it", folder)
        rows = form()
        add_row(rows, "&File", self.path, self.path.field)
        self.body.addLayout(rows)
        self.body.addStretch(1)
        self.setMinimumWidth(wide())
        self.path.setFocus()

    def collect(self) -> Path:
        """The file. Raises Wrong."""
        return self.path.value()


def ask_import(parent: QWidget | None, href: str, folder: Path) -> Path | None:
    """The local file that stands for an address; None where the user left."""
    answer: Path | None = ask(MissingImportDialog(parent, href, folder))
    return answer
