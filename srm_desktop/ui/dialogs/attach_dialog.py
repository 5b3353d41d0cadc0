"""Asking for files and folders: the system's own dialogs, and nothing else."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from srm_desktop.services.assessments import ENDING

_ASSESSMENTS = f"Assessments (*{ENDING});;All files (*)"


def ask_files(parent: QWidget | None, folder: Path) -> list[Path]:
    """Files to attach as evidence, several at once; none where the user left."""
    names, _ = QFileDialog.getOpenFileNames(parent, "Attach evidence", str(folder), "All files (*)")
    return [Path(name) for name in names]


def ask_folder(parent: QWidget | None, title: str, folder: Path) -> Path | None:
    """A folder."""
    name = QFileDialog.getExistingDirectory(parent, title, str(folder))
    return Path(name) if name else None


def ask_open(parent: QWidget | None, folder: Path) -> Path | None:
    """An assessment to open."""
    name, _ = QFileDialog.getOpenFileName(parent, "Open assessment", str(folder), _ASSESSMENTS)
    return Path(name) if name else None


def ask_save_as(parent: QWidget | None, suggested: Path) -> Path | None:
    """Where a copy of the assessment goes; its ending is added where it is missing."""
    return ask_target(parent, "Save a copy", suggested, ENDING, _ASSESSMENTS)


def ask_target(parent: QWidget | None, title: str, suggested: Path, ending: str, kinds: str) -> Path | None:
    """Where a file goes. What exists is not asked about here: whoever writes it says what happens to it."""
    only = QFileDialog.Option.DontConfirmOverwrite
    name, _ = QFileDialog.getSaveFileName(parent, title, str(suggested), kinds, "", only)
    if not name:
        return None
    path = Path(name)
    return path if path.name.lower().endswith(ending) else path.with_name(path.name + ending)
