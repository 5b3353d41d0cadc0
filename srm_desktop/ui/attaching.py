"""Attaching from the window: asking for files, remembering where they came from, saying what was there already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from srm_desktop import settings
from srm_desktop.domain.filenames import safe_name
from srm_desktop.services import attach
from srm_desktop.services.attach import Attached, Pasted
from srm_desktop.ui.session import Session

PASTED = "Pasted"
"""What stands in front of the time in the name of what was pasted and belongs to no control yet."""


def paths_in(mime: QMimeData) -> list[Path]:
    """The files and folders of this computer that are named in it."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()] if mime.hasUrls() else []


def brings_evidence(mime: QMimeData) -> bool:
    """Whether it is more than text: files, or a picture alone (a spreadsheet offers its cells as both)."""
    return bool(paths_in(mime)) or (mime.hasImage() and not mime.hasText())


def pasted_in(mime: QMimeData, stem: str, *, text: bool = True) -> Pasted | None:
    """A picture as PNG, a table as `.csv`, another text as `.txt`; None where it is none of these.

    It is named after `stem` (a control's own id: this goes into the file) and the local time.
    """
    stamp = datetime.now().strftime("%Y-%m-%d %H.%M.%S")
    name = safe_name(f"{stem} {stamp}")
    if mime.hasImage() and not mime.hasText():
        image = mime.imageData()
        if isinstance(image, QImage) and not image.isNull():
            return Pasted(f"{name}.png", _png(image))
    if text and (mime.hasText() or mime.hasHtml()):
        from srm_desktop.services.pasting import pasted_text

        return pasted_text(name, mime.text(), mime.html() if mime.hasHtml() else "")
    return None


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def attach_paths(
    session: Session, keys: Sequence[str], paths: Sequence[Path], then: Callable[[Attached], object]
) -> None:
    """Attach files, and the files in folders, to controls; `then` is called with what came of it."""
    if not paths:
        return
    what = paths[0].name if len(paths) == 1 else f"{len(paths)} files and folders"
    session.run_long(
        f"Attach {what}",
        lambda file, progress: attach.attach(
            file, keys, attach.files_under(paths, progress.report), progress=progress.report
        ),
        lambda attached: _attached(session, attached, then),
        in_bytes=True,
    )


def attach_pasted(session: Session, keys: Sequence[str], pasted: Pasted, then: Callable[[Attached], object]) -> None:
    """Attach what was pasted to controls, or to none."""
    session.run_long(
        f"Attach {pasted.name}",
        lambda file, progress: attach.attach(file, keys, [pasted], progress=progress.report),
        lambda attached: _attached(session, attached, then),
        in_bytes=True,
    )


def _attached(session: Session, attached: Attached, then: Callable[[Attached], object]) -> None:
    then(attached)
    say_linked(session, attached)


def say_linked(session: Session, attached: Attached) -> None:
    """Say which of the files were in the assessment already; the step that linked them can be undone."""
    if session.file is not None and attached.changes and (said := attach.said_of_linked(session.file, attached)):
        session.notice.emit(said, True)


def ask_files(parent: QWidget | None) -> list[Path]:
    """Ask for files to attach, beginning where the last ones came from; none where the user left."""
    from srm_desktop.ui.dialogs import attach_dialog

    paths = attach_dialog.ask_files(parent, settings.folder_to_attach(settings.load()))
    if paths:
        settings.save(settings.attached_from(settings.load(), paths[0].parent))
    return paths


def ask_folder(parent: QWidget | None, title: str) -> Path | None:
    """Ask for a folder with evidence, beginning where the last came from."""
    from srm_desktop.ui.dialogs import attach_dialog

    folder = attach_dialog.ask_folder(parent, title, settings.folder_to_attach(settings.load()))
    if folder is not None:
        settings.save(settings.attached_from(settings.load(), folder))
    return folder
