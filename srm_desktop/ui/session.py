"""The open assessment as the window sees it: one signal for changes, one way to change, one way to fail."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from srm_desktop.domain.assessment import Changes, Head
from srm_desktop.domain.id_text import AS_PUBLISHED, in_step
from srm_desktop.domain.problems import Cancelled, Problem
from srm_desktop.services import assessments, history, listing, proof, walk
from srm_desktop.services.assessments import Assessment
from srm_desktop.ui import words
from srm_desktop.ui.worker import Progress, Worker

if TYPE_CHECKING:
    from srm_desktop.services.looking import Looker

Waiting = Callable[[], None]
"""What a look calls at short intervals; it raises once nobody wants it any more."""


class Session(QObject):
    """Holds the open assessment and runs operations on it, in order, on the worker.

    Widgets read through `file` with functions of `srm_desktop.services` and change through `run`. While `file` is None
    nothing is open.
    """

    closing = Signal()
    """The open assessment is about to be closed: hand over what was typed."""
    opened = Signal()
    """Another assessment is open now, or none."""
    changed = Signal(object)
    """`Changes`: what was touched; each screen decides whether to care."""
    restyled = Signal()
    """Ids are written in another style: show again what shows them."""
    notice = Signal(str, bool)
    """A line for the user about what just happened, and whether it can be undone."""
    piece_wanted = Signal(str)
    """The uid of a piece that the user wants to see."""
    history_wanted = Signal(str)
    """The uid of a piece whose history the user wants to see."""
    offer = Signal(str, str, object)
    """A line about what just happened, what could be done about it, and what does that."""
    problem = Signal(str)
    """A finished sentence about something that did not work."""
    crashed = Signal(object)
    """An exception that is a bug of ours."""
    proven = Signal(object)
    """`Verdict` of a verification that came to its end."""
    rescue_asked = Signal(object)
    """`Verdict` with faults: write out what is sound."""
    working = Signal(object)
    """`Progress` of long work that began."""

    def __init__(self, who: str) -> None:
        """Nothing is open; `who` is written into the journal."""
        super().__init__()
        self.who = who
        self.file: Assessment | None = None
        self.worker = Worker()
        self._long: list[Progress] = []
        self._failures = 0
        self._typing: dict[tuple[str, str, str | None], int] = {}
        self._looker: Looker | None = None

    @property
    def writable(self) -> bool:
        """Whether an assessment is open that may be changed."""
        return self.file is not None and not self.file.read_only

    def adopt(self, file: Assessment) -> None:
        """Make an assessment the open one; the one before is closed when its work is done."""
        self.close()
        self.file = file
        self.opened.emit()

    def call_me(self, who: str) -> None:
        """From now on write this name into the journal."""
        self.who = who
        if self.file is not None:
            self.file.who = who

    @property
    def running(self) -> Progress | None:
        """The long work that is under way or waits, if there is any."""
        self._long = [progress for progress in self._long if not progress.finished]
        return self._long[0] if self._long else None

    def finish(self) -> bool:
        """Finish all work; False where something could not be written and is only on the screen."""
        if self.file is not None:
            self.closing.emit()
        before = self._failures
        self.worker.drain()
        return self._failures == before

    def close(self) -> None:
        """Finish all work and close the file."""
        self.finish()
        self._close_looker()
        if self.file is not None:
            self.file.close()
            self.file = None
            self._typing.clear()
            self.opened.emit()

    def end(self) -> None:
        """Close for good."""
        self.close()
        self.worker.stop()

    def run(
        self,
        operation: Callable[[Assessment], Any],
        *,
        say: bool = True,
        then: Callable[[Any], None] | None = None,
        settled: Callable[[bool], None] | None = None,
        long: bool = False,
    ) -> None:
        """Run an operation that changes the assessment. What it returns (or its `.changes`) is signalled.

        `say` shows a line with Undo, named after the step; `then` is called here with what the operation returned;
        `settled` before anything is signalled, with whether it worked. `long` work lets shorter work go first.
        """
        file = self.file
        if file is None:
            return

        def done(value: Any) -> None:
            if settled is not None:
                settled(True)
            changes = value if isinstance(value, Changes) else getattr(value, "changes", Changes())
            if changes:
                self.changed.emit(changes)
                if say and changes.step:
                    self.notice.emit(self.told(changes.step), True)
            if then is not None:
                then(value)

        def failed(error: BaseException) -> None:
            if settled is not None:
                settled(False)
            self._failed(error)

        self.worker.submit(lambda: operation(file), done, failed, long=long)

    def run_long(
        self,
        name: str,
        operation: Callable[[Assessment, Progress], Any],
        then: Callable[[Any], None] | None = None,
        *,
        in_bytes: bool = False,
        settled: Callable[[bool], None] | None = None,
    ) -> Progress:
        """Like `run`, for work that takes a while: it reports progress and can be cancelled through it.

        Each report lets changes go first that were asked for meanwhile.
        `in_bytes` says that what it counts is bytes.
        """
        progress = Progress(name, self.worker.give_way)
        progress.in_bytes = in_bytes
        self._long.append(progress)

        def operate(file: Assessment) -> Any:
            try:
                return operation(file, progress)
            finally:
                progress.finished = True

        self.run(operate, then=then, settled=settled, long=True)
        self.working.emit(progress)
        return progress

    def verify(self, anchor: Head | None = None) -> Progress:
        """Read everything again; `proven` is signalled with what was found. An anchor is one of an earlier export."""
        return self.run_long(
            "Verifying",
            lambda file, progress: proof.verify(file, anchor, progress.report),
            self.proven.emit,
            in_bytes=True,
        )

    def fetch(
        self,
        name: str,
        read: Callable[[Assessment, Progress], Any],
        then: Callable[[Any], None],
        failed: Callable[[Problem], None],
    ) -> Progress:
        """Read something for a dialog that waits, away from the window: `then` is called with it, or `failed`.

        Neither is called once it was cancelled. Changes that were asked for meanwhile go first.
        """
        progress = Progress(name, self.worker.give_way)

        def done(value: Any) -> None:
            if not progress.cancelled:
                then(value)

        def went_wrong(error: BaseException) -> None:
            if progress.cancelled:
                return
            if isinstance(error, Problem):
                failed(error)
                return
            self.crashed.emit(error)
            failed(Problem(f"{name} stopped at a fault of this program; nothing was changed."))

        if (file := self.file) is not None:
            self.worker.submit(lambda: read(file, progress), done, went_wrong, long=True)
        return progress

    def look(
        self,
        asker: Hashable,
        read: Callable[[Looker, Assessment | None, Waiting], Any],
        then: Callable[[Any], None],
        failed: Callable[[Problem], None],
    ) -> None:
        """Look at something away from the window and beside all other work: `then` is called with it, or `failed`.

        Only the newest look of an asker counts. What is open may only be read.
        """
        from srm_desktop.services.looking import Looker

        if self._looker is None:
            self._looker = Looker()
        looker, file = self._looker, self.file

        def went_wrong(error: BaseException) -> None:
            if isinstance(error, Problem):
                failed(error)
                return
            self.crashed.emit(error)
            failed(Problem("It could not be shown, for a fault of this program."))

        self.worker.look(asker, lambda waiting: read(looker, file, waiting), then, went_wrong)

    def look_away(self, asker: Hashable) -> None:
        """Drop what an asker looks at."""
        self.worker.look_away(asker)

    def _close_looker(self) -> None:
        if self._looker is not None:
            self.worker.rest_eyes()
            self._looker.close()
            self._looker = None

    def type_text(
        self,
        key: str,
        field: str,
        text: str,
        part: str | None = None,
        *,
        settled: Callable[[bool], None] | None = None,
    ) -> None:
        """Keep what was typed into a field so far; one bout of typing is one step. `settled` as in `run`."""
        slot = (key, field, part)

        def operation(file: Assessment) -> walk.Typed:
            typed = walk.type_text(file, key, field, text, part=part, going_on=self._typing.get(slot))
            self._typing = {slot: typed.step}
            return typed

        self.run(operation, say=False, settled=settled)

    def told(self, step: str) -> str:
        """The name of a step as the screen shows it: the ids of controls in the style that is set."""
        return self.all_told([step])[0]

    def all_told(self, steps: Iterable[str]) -> list[str]:
        """The same of many."""
        if self.file is None or words.id_style() == AS_PUBLISHED:
            return list(steps)
        keys = {row.id: row.key for row in listing.rows(self.file)}
        return [in_step(step, keys, words.id_text) for step in steps]

    def undo(self) -> None:
        """Take back the last step."""
        self.run(history.undo, say=False, then=lambda c: self.notice.emit(f"Undone: {self.told(c.step)}", False))

    def undo_back(self, step: int) -> None:
        """Take back all steps down to this one."""
        self.run(lambda file: history.undo_back(file, step), say=False, then=self._undone_back)

    def _undone_back(self, back: history.Back) -> None:
        self.notice.emit(
            f"{back.steps} steps undone" if back.steps > 1 else f"Undone: {self.told(back.changes.step)}", False
        )
        if back.stopped:
            self.problem.emit(back.stopped)

    def redo(self) -> None:
        """Take the step again that was taken back last."""
        self.run(history.redo, say=False, then=lambda c: self.notice.emit(f"Redone: {self.told(c.step)}", False))

    def open_path(self, path: Path, *, read_only: bool = False, copy: bool = False) -> None:
        """Open an assessment here and now. Raises a problem with a finished sentence."""
        self.adopt(assessments.open_assessment(path, who=self.who, read_only=read_only, copy=copy))

    def _failed(self, error: BaseException) -> None:
        self._failures += not isinstance(error, Cancelled)
        if isinstance(error, Cancelled):
            self.notice.emit(error.sentence, False)
        elif isinstance(error, Problem):
            self.problem.emit(error.sentence)
        else:
            self.crashed.emit(error)
