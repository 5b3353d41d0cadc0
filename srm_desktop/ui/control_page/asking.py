"""Questions that the page asks with the system's own dialogs; functions, so that tests can answer them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QInputDialog, QWidget


def ask_files(parent: QWidget) -> list[Path]:
    """The files to attach; none where the question was cancelled."""
    from srm_desktop.ui import attaching

    return attaching.ask_files(parent)


def ask_folder(parent: QWidget) -> Path | None:
    """The folder to extract into."""
    from srm_desktop import settings
    from srm_desktop.ui.dialogs import attach_dialog

    return attach_dialog.ask_folder(parent, "Extract evidence into a folder", Path(settings.load().last_folder))


def ask_place(parent: QWidget, piece: str, place: str) -> str | None:
    """Where in a piece to look."""
    text, agreed = QInputDialog.getText(
        parent, "Where to look", f"Where in {piece} should an assessor look? A page, a sheet, a line.", text=place
    )
    return text if agreed else None
