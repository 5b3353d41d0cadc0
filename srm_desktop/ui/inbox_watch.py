"""Keeps an eye on watched folders while an assessment is open: looks on the worker, and says what waits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from srm_desktop import settings
from srm_desktop.domain.assessment import Changes
from srm_desktop.domain.problems import Problem
from srm_desktop.services import assessments
from srm_desktop.ui.session import Session
from srm_desktop.ui.worker import Progress

if TYPE_CHECKING:
    from srm_desktop.services.assessments import Assessment
    from srm_desktop.services.inbox import Inbox, Memory

FIRST = 1_500
"""Milliseconds after an assessment was opened before anything is looked at: the window is painted first."""
SOON = 400
AGAIN = 30_000
"""A network folder does not say that something changed in it: it is looked at again after so many milliseconds."""
SETTLING = 2_300
MOST_WATCHED = 500
"""How many folders, with those in them, the system is asked to tell about."""


class InboxWatch(QObject):
    """What waits for the open assessment. Nothing is looked at before `FIRST` has passed."""

    found = Signal()
    """`inbox` is another one now."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        """Follow `session`."""
        super().__init__(parent)
        self._session = session
        self.inbox: Inbox | None = None
        self._id = ""
        self._dropped: list[Path] = []
        self._with_ignored = False
        self._memory: Memory | None = None
        self._looking: Progress | None = None
        self._stale = False
        self._watcher: QFileSystemWatcher | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.look)
        self._again = QTimer(self)
        self._again.setInterval(AGAIN)
        self._again.timeout.connect(self._look_if_seen)
        session.opened.connect(self._opened)
        session.closing.connect(self._stop)
        session.changed.connect(self._changed)
        session.working.connect(self._give_way)

    # What is looked at

    @property
    def folders(self) -> list[Path]:
        """The folders that are watched for the open assessment."""
        return settings.folders_of(settings.load(), self._id) if self._id else []

    def watch(self, folder: Path, *, watched: bool = True) -> None:
        """Watch a folder from now on, or no longer."""
        settings.save(settings.watching(settings.load(), self._id, folder, watched=watched))
        self.look()

    def drop(self, paths: Iterable[Path]) -> None:
        """Let files and folders wait that were dropped or pasted; they are forgotten when the assessment is closed.

        A file that was attached or ignored before waits again: somebody just asked for it.
        """
        from srm_desktop.services.inbox import TAKEN
        from srm_desktop.services.watching import scan

        paths = list(paths)
        marks = [one.mark for one in scan(path for path in paths if path.is_file()).files]
        again = {*marks, *(TAKEN + mark for mark in marks)}
        if not again.isdisjoint(settings.load().ignored.get(self._id, ())):
            settings.save(settings.ignoring(settings.load(), self._id, list(again), ignored=False))
        self._dropped += [path for path in paths if path not in self._dropped]
        self.look()

    def ignore(self, keys: Sequence[str], *, ignored: bool = True) -> None:
        """Let things wait no longer, for good; or let them wait again."""
        settings.save(settings.ignoring(settings.load(), self._id, list(keys), ignored=ignored))
        if self.inbox is not None:
            shown = [w._replace(ignored=ignored) if w.key in keys else w for w in self.inbox.waiting]
            more = sum(a.ignored - b.ignored for a, b in zip(shown, self.inbox.waiting, strict=True))
            kept = tuple(w for w in shown if self._with_ignored or not w.ignored)
            self._show(self.inbox._replace(waiting=kept, ignored=self.inbox.ignored + more))
        self._look_soon()

    def show_ignored(self, shown: bool) -> None:
        """List what is ignored, too, or no longer."""
        self._with_ignored = shown
        self.look()

    def taken(self, keys: Iterable[str], other: Collection[str]) -> None:
        """These were attached; `other` are those that went elsewhere than their name says, and do not come back."""
        from srm_desktop.services.inbox import TAKEN

        gone = set(keys)
        dropped = [w.key for w in self.inbox.waiting if w.dropped and w.key in gone] if self.inbox else []
        if kept := [TAKEN + key for key in dict.fromkeys([*other, *dropped])]:
            settings.save(settings.ignoring(settings.load(), self._id, kept))
        if self.inbox is not None:
            self._show(self.inbox._replace(waiting=tuple(w for w in self.inbox.waiting if w.key not in gone)))
        self._look_soon()

    # When it is looked

    def _opened(self) -> None:
        self._dropped, self._memory, self._id, self.inbox = [], None, "", None
        self._with_ignored = False
        self._watch_folders(())
        self._again.stop()
        if self._session.file is None:
            self._soon.stop()
            self.found.emit()
        else:
            self._soon.start(FIRST)

    def _stop(self) -> None:
        """The assessment is about to be closed."""
        self._soon.stop()
        self._drop_look()

    def _give_way(self, _work: Progress) -> None:
        """Long work was asked for: it does not wait until all folders were looked at."""
        if self._looking is not None:
            self._drop_look()
            self._look_soon()

    def _drop_look(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None

    def _changed(self, changes: Changes) -> None:
        if changes.everything:
            self._memory = None
        if changes.evidence or changes.everything:
            self._look_soon()

    def _look_soon(self) -> None:
        if self._session.file is not None and not self._soon.isActive():
            self._soon.start(SOON)

    def _look_if_seen(self) -> None:
        if QGuiApplication.applicationState() == Qt.ApplicationState.ApplicationActive:
            self.look_again()

    def look_again(self) -> None:
        """Look at watched folders again, if there are any: the window got the focus, or some time has passed."""
        if self.inbox is not None and (self.folders or self._dropped):
            self._look_soon()

    def look(self) -> None:
        """Look now. While it is looked already it is looked once more afterwards."""
        if self._session.file is None:
            return
        if self._looking is not None:
            self._stale = True
            return
        from srm_desktop.services import inbox

        self._soon.stop()
        if not self._id:
            self._id = assessments.info(self._session.file).id
        known = settings.load()
        folders, dropped = settings.folders_of(known, self._id), list(self._dropped)
        ignored, with_ignored = known.ignored.get(self._id, ()), self._with_ignored
        memory = self._memory = self._memory or inbox.Memory()

        def read(file: Assessment, progress: Progress) -> Inbox:
            return inbox.waiting(
                file, folders, dropped, ignored, with_ignored=with_ignored, memory=memory, progress=progress.report
            )

        self._looking = self._session.fetch("Looking for new files", read, self._arrived, self._failed)

    def _arrived(self, inbox: Inbox) -> None:
        self._looking = None
        self._watch_folders(inbox.folders)
        if not self._again.isActive():  # also where all folders are out of reach: they may come back
            self._again.start()
        self._show(inbox)
        if self._stale:
            self._stale = False
            self.look()
        elif inbox.settling:
            self._soon.start(SETTLING)

    def _failed(self, _problem: Problem) -> None:
        """What could not be looked at now is looked at the next time."""
        self._looking = None
        self._stale = False

    def _show(self, inbox: Inbox) -> None:
        if inbox != self.inbox:
            self.inbox = inbox
            self.found.emit()

    def _watch_folders(self, folders: Sequence[Path]) -> None:
        """Let the system tell when something comes into a folder."""
        wanted = {str(folder) for folder in folders[:MOST_WATCHED]}
        if self._watcher is None:
            if not wanted:
                return
            self._watcher = QFileSystemWatcher(self)
            self._watcher.directoryChanged.connect(self._look_soon)
        there = set(self._watcher.directories())
        if gone := there - wanted:
            self._watcher.removePaths(list(gone))
        if new := wanted - there:
            self._watcher.addPaths(list(new))
