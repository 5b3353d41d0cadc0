"""Drops that name no control: an assessment is opened, a catalog is looked at, everything else goes to the inbox."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from srm_desktop.services import assessments
from srm_desktop.ui.attaching import brings_evidence, paths_in
from srm_desktop.ui.commands import Commands
from srm_desktop.ui.control_page.drop import DropSign
from srm_desktop.ui.session import Session

_CATALOGS = (".json", ".xml", ".yaml", ".yml", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv")
"""The endings of files that may be catalogs."""

INBOX = "Drop to put it in the inbox"


class Ways(NamedTuple):
    """Where a drop can go: the inbox, and the control that is shown (its id is empty where none is)."""

    to_inbox: Callable[[list[Path]], object]
    to_control: Callable[[list[Path]], object]
    control: Callable[[], str]
    collects: Callable[[], bool]
    """Whether the page that is shown is one for evidence: a table that is dropped there is no catalog."""


class WindowDrops(QObject):
    """Takes what is dropped on the window and not on a control."""

    def __init__(self, session: Session, commands: Commands, over: QWidget, ways: Ways) -> None:
        """The sign that says where it goes lies over `over`."""
        super().__init__(over)
        self._session, self._commands, self._ways = session, commands, ways
        self._over = over
        self._sign: DropSign | None = None

    def enter(self, event: QDragEnterEvent) -> None:
        """Something is dragged over the window."""
        if not event.mimeData().hasUrls() and not brings_evidence(event.mimeData()):
            return
        event.acceptProposedAction()
        if self._session.writable and not _opens(paths_in(event.mimeData())):
            if self._sign is None:
                self._sign = DropSign(self._over)
            self._sign.show_text(INBOX)

    def leave(self) -> None:
        """It went elsewhere."""
        if self._sign is not None:
            self._sign.hide()

    def drop(self, event: QDropEvent) -> None:
        """It was let go."""
        self.leave()
        paths = paths_in(event.mimeData())
        if _opens(paths):
            QTimer.singleShot(0, lambda: self._commands.open_path(paths[0]))
        elif paths and self._session.writable:
            QTimer.singleShot(0, lambda: self._take(paths))
        else:
            self._refuse(bool(paths))
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def _refuse(self, files: bool) -> None:
        said = "This assessment is open for reading only." if files else "Only files of this computer can be dropped."
        if self._session.file is not None:
            self._session.notice.emit(said, False)

    def _take(self, paths: list[Path]) -> None:
        """A catalog is looked at as one wherever it was dropped; anything else waits in the inbox."""
        from srm_desktop.services import tables

        if len(paths) > 1 or paths[0].suffix.lower() not in _CATALOGS:
            self._ways.to_inbox(paths)
            return
        if self._ways.collects() and paths[0].suffix.lower() in tables.ENDINGS:
            self._ways.to_inbox(paths)
            return
        control = self._ways.control()
        catalog = self._commands.take_catalog(paths[0], control)
        if catalog:
            self._commands.add_catalog(paths[0])
        elif catalog is not None and control and paths[0].suffix.lower() in tables.ENDINGS:
            self._ways.to_control(paths)  # the question named it
        elif catalog is not None:
            self._ways.to_inbox(paths)


def _opens(paths: list[Path]) -> bool:
    return len(paths) == 1 and paths[0].suffix.lower() == assessments.ENDING
