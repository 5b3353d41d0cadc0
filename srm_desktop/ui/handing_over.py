"""What leaves the assessment from the window: copies, matrix, package, history; and what proves or shrinks it.

Dialogs and exporters are imported when they are first used, so that the window is there at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from srm_desktop import __version__, settings
from srm_desktop.domain.assessment import Verdict
from srm_desktop.services import assessments, evidence, history, proof
from srm_desktop.ui.session import Session
from srm_desktop.ui.worker import Progress

if TYPE_CHECKING:
    from srm_desktop.services.package import Packaged
    from srm_desktop.services.rescue import Rescued


class Shown(NamedTuple):
    """What the window shows at the moment: keys of the controls in the list, and how many there are in all."""

    keys: tuple[str, ...]
    total: int


class HandingOver(QObject):
    """Carries out what the menus offer to write out of the open assessment, and to check in it."""

    def __init__(self, session: Session, window: QWidget, shown: Callable[[], Shown]) -> None:
        """Act on `session`; dialogs stand before `window`, which says what it shows."""
        super().__init__(window)
        self._session = session
        self._window = window
        self._shown = shown
        session.proven.connect(self._proven)
        session.rescue_asked.connect(self.rescue)

    def save_copy(self) -> None:
        """Write the whole assessment to another file."""
        from srm_desktop.ui.dialogs import attach_dialog

        file = self._session.file
        if file is None:
            return
        target = attach_dialog.ask_save_as(self._window, file.path.with_stem(f"{file.path.stem} copy"))
        if target is None:
            return
        self._session.run_long(
            "Saving a copy",
            lambda a, progress: assessments.save_copy(a, target, progress.report),
            lambda path: self._session.notice.emit(f"Copy saved as {path.name}", False),
        )

    def export(self) -> None:
        """Write the matrix."""
        from srm_desktop.ui.dialogs import export_dialog

        file = self._session.file
        if file is None:
            return
        shown = self._shown()
        suggested = settings.folder_to_open(settings.load()) / f"{file.path.stem} matrix.xlsx"
        choice = export_dialog.ask_export(self._window, file, suggested, len(shown.keys), shown.total)
        if choice is None:
            return
        keys = shown.keys if choice.only_shown else None

        def write(a: assessments.Assessment, progress: Progress) -> object:
            from srm_desktop.services import export

            return export.export(
                a, choice.layout, choice.path, program_version=__version__, keys=keys, progress=progress.report
            )

        self._session.run_long("Exporting the matrix", write, self._exported)

    def _exported(self, done: object) -> None:
        self._session.notice.emit(f"Matrix written and read back: {getattr(done, 'path', '')}", False)

    def package(self) -> None:
        """Write matrix, evidence and journal into one archive."""
        from srm_desktop.ui.dialogs import package_dialog

        file = self._session.file
        if file is None:
            return
        shown = self._shown()
        suggested = settings.folder_to_open(settings.load()) / f"{file.path.stem} package.zip"
        asked = package_dialog.ask_package(self._window, file, suggested, len(shown.keys), shown.total)
        if asked is None:
            return
        keys = shown.keys if asked.only_shown else None

        def write(a: assessments.Assessment, progress: Progress) -> object:
            from srm_desktop.services import package

            choice = package.Choice(keys, asked.accepted_only, asked.with_notes, asked.older, asked.hash_logs)
            return package.package(a, asked.path, choice, program_version=__version__, progress=progress.report)

        self._session.run_long("Writing the package", write, self._packaged, in_bytes=True)

    def _packaged(self, done: Packaged) -> None:
        from srm_desktop.ui.dialogs import package_dialog

        package_dialog.show_packaged(self._window, done)

    def extract(self) -> None:
        """Write all evidence into a folder."""
        from srm_desktop.ui.dialogs import attach_dialog

        folder = attach_dialog.ask_folder(
            self._window, "Extract all evidence to", settings.folder_to_open(settings.load())
        )
        if folder is not None:
            self._session.run_long(
                "Extracting evidence",
                lambda a, progress: evidence.extract(a, None, folder, progress.report),
                lambda paths: self._session.notice.emit(f"{len(paths)} files written to {folder}", False),
                in_bytes=True,
            )

    def compact(self) -> None:
        """Erase what no evidence uses any more."""
        from srm_desktop.ui.dialogs import compacting

        if self._session.running is None and self._session.finish():
            compacting.compact(self._window, self._session)
        elif self._session.running is not None:
            self._session.notice.emit(f"{self._session.running.name} is under way; compact when it is done.", False)

    def verify(self) -> None:
        """Read every byte again and say what is wrong."""
        if self._session.file is not None:
            self._session.verify()

    def _proven(self, verdict: Verdict) -> None:
        """Say how a verification went; what is wrong can be copied, and what is sound be written out."""
        if verdict.ok:
            said = f"Verified: {verdict.content} contents and {verdict.journal} journal entries are unchanged."
            self._session.notice.emit(said, False)
            return
        from srm_desktop.ui.dialogs import faults

        if faults.show_faults(self._window, verdict):
            self.rescue(verdict)

    def rescue(self, verdict: Verdict) -> None:
        """Write everything that is sound into a folder, with a report of what is not."""
        from srm_desktop.ui.dialogs import attach_dialog

        folder = attach_dialog.ask_folder(
            self._window, "Export what is sound to", settings.folder_to_open(settings.load())
        )
        if folder is None or self._session.file is None:
            return
        self._session.run_long(
            "Exporting what is sound",
            lambda a, progress: proof.rescue(a, folder, verdict, progress.report, program_version=__version__),
            self._rescued,
            in_bytes=True,
        )

    def _rescued(self, done: Rescued) -> None:
        left = f", {len(done.left_out)} left out and named" if done.left_out else ""
        self._session.notice.emit(f"{len(done.written)} pieces written{left}: see {done.report.name}", False)

    def export_history(self) -> None:
        """Write the history as a workbook."""
        from srm_desktop.ui.dialogs import attach_dialog

        if (file := self._session.file) is None:
            return
        suggested = settings.folder_to_open(settings.load()) / f"{file.path.stem} history.xlsx"
        workbooks = "Excel workbooks (*.xlsx)"
        target = attach_dialog.ask_target(self._window, "Export the history", suggested, ".xlsx", workbooks)
        if target is not None:
            self._session.run_long(
                "Exporting the history",
                lambda a, progress: history.export(a, target, program_version=__version__, progress=progress.report),
                lambda done: self._session.notice.emit(f"{done.rows} changes written to {done.path}", False),
            )
