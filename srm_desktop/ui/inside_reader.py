"""Reads the text inside evidence while nothing else is to be done, a few pieces at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from srm_desktop.domain.assessment import Changes
from srm_desktop.domain.problems import Cancelled, Problem
from srm_desktop.services.assessments import Assessment
from srm_desktop.ui.session import Session
from srm_desktop.ui.worker import Progress, Worker

if TYPE_CHECKING:
    from srm_desktop.services.looking import Looker

FIRST_AFTER = 3000
"""Milliseconds from opening a file to the first look whether anything is to be read: the start is for the window."""

SOON, AGAIN = 500, 20
"""Milliseconds after a change or an interruption, and between two lots."""

_TOGETHER = 16
"""Pieces in one lot."""


class InsideReader(QObject):
    """Follows a session. It steps back for whatever the user asks for, and never says that anything changed."""

    left = Signal(int)
    """How many pieces are still to be read; 0 when all were, or when nothing can be read here."""

    def __init__(self, session: Session, parent: QObject) -> None:
        """Begin with the next file that is opened."""
        super().__init__(parent)
        self._session = session
        self._progress: Progress | None = None
        self._looker: Looker | None = None
        """Made and used on the worker, ended here between two lots."""
        self._stopped = False
        """Whether reading failed for this file and is not tried again until it is opened anew."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._begin)
        session.opened.connect(self._opened)
        session.closing.connect(self._step_back)
        session.changed.connect(self._changed)
        session.working.connect(lambda _progress: self._step_back())

    def _opened(self) -> None:
        self._stopped = False
        self.left.emit(0)
        self._timer.stop()
        self._end_looker()
        if self._session.writable:
            self._timer.start(FIRST_AFTER)

    def _changed(self, changes: Changes) -> None:
        if (changes.evidence or changes.everything) and self._progress is None and not self._timer.isActive():
            self._timer.start(SOON)

    def _step_back(self) -> None:
        """Stop within some milliseconds; what was read is kept."""
        if self._progress is not None:
            self._progress.cancel()

    def _begin(self) -> None:
        file, worker = self._session.file, self._session.worker
        if file is None or file.read_only or self._stopped or self._progress is not None:
            return
        if self._session.running is not None:
            self._timer.start(SOON)
            return
        progress = self._progress = Progress("Reading evidence", worker.give_way)
        worker.submit(lambda: self._read_some(file, progress, worker), self._read, self._failed, long=True)

    def _read_some(self, file: Assessment, progress: Progress, worker: Worker) -> int:
        """On the worker: read a lot, and say how many are left."""
        from srm_desktop.services import reading_inside
        from srm_desktop.services.looking import Looker

        def tell(done: int, total: int) -> None:
            if worker.others_wait:
                progress.cancel()
            progress.report(done, total)

        if not reading_inside.waiting(file):
            return 0
        self._looker = self._looker or Looker()
        return reading_inside.catch_up(file, self._looker, _TOGETHER, tell).left

    def _read(self, left: int) -> None:
        self._progress = None
        self.left.emit(left)
        if left:
            self._timer.start(AGAIN)
        else:
            self._end_looker()

    def _failed(self, error: BaseException) -> None:
        self._progress = None
        self._end_looker()
        if isinstance(error, Cancelled):
            self._timer.start(SOON)
            return
        self._stopped = True  # the disk is full, the file went away: whoever works on it is told soon enough
        self.left.emit(0)
        if not isinstance(error, Problem):
            self._session.crashed.emit(error)

    def _end_looker(self) -> None:
        looker, self._looker = self._looker, None
        if looker is not None:
            looker.close()
