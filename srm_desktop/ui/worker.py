"""The one worker: writes and long work run here, in order, away from the window. The only module that knows threads.

There is one thread, so that nothing is ever written side by side. Long work gives way at each report of its progress:
what was marked or typed meanwhile is written then, and does not wait for the end of a large file.

A second thread, begun when it is first needed, only looks: it reads files for previews. On the first one a look would
wait behind a long attach and, while a hostile file takes its time, hold up marks. It never writes to the assessment.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from srm_desktop.domain.problems import Cancelled


class Progress:
    """How far a piece of work is: set by the worker, polled by the window; the window sets the flag to cancel."""

    def __init__(self, name: str, give_way: Callable[[], None] = lambda: None) -> None:
        """Not begun; `give_way` is called at each report and does what is short and waits."""
        self.name = name
        self._give_way = give_way
        self.done = 0
        """What is done; as long as `total` is 0, what was found so far."""
        self.total = 0
        """What there is in all; 0 while nobody knows."""
        self.in_bytes = False
        """Whether it counts bytes, which are then shown as sizes."""
        self.finished = False
        self._cancelled = threading.Event()

    def report(self, done: int, total: int) -> None:
        """Say how far it is, as `domain.progress.Tell` says it. Raises Cancelled once the user asked to stop."""
        self.done, self.total = done, total
        if self.cancelled:
            raise Cancelled(f"{self.name} was cancelled; nothing of it was kept.")
        self._give_way()

    @property
    def cancelled(self) -> bool:
        """Whether the user asked to stop."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._cancelled.set()


class _Look:
    """A look that was asked for, and whether anybody still wants it."""

    def __init__(self) -> None:
        self._dropped = threading.Event()

    @property
    def wanted(self) -> bool:
        return not self._dropped.is_set()

    def drop(self) -> None:
        self._dropped.set()

    def waiting(self) -> None:
        """For whoever reads: raises Cancelled once nobody wants it any more."""
        if self._dropped.is_set():
            raise Cancelled("Something else is looked at now.")


class Worker(QObject):
    """Runs jobs one after another on a single thread; what comes of them is delivered on the window's thread."""

    _home = Signal()

    def __init__(self) -> None:
        """Start idle."""
        super().__init__()
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="srm-worker")
        self._deliveries: deque[Callable[[], None]] = deque()
        self._short: deque[Callable[[], None]] = deque()
        self._pending = 0
        self._looking: ThreadPoolExecutor | None = None
        self._looks: dict[Hashable, _Look] = {}
        self._seen: deque[Callable[[], None]] = deque()
        self._home.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def submit(
        self,
        job: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None],
        *,
        long: bool = False,
    ) -> None:
        """Run `job` on the worker; then call `done` with its value or `failed` with its exception, here.

        Short jobs keep their order, and long ones keep theirs; a short job need not wait for the end of a long one.
        """
        self._pending += 1

        def run() -> None:
            try:
                value = job()
            except BaseException as error:
                caught = error
                self._deliveries.append(lambda: failed(caught))
            else:
                self._deliveries.append(lambda: done(value))
            self._home.emit()

        if long:
            self._executor.submit(run)
        else:
            self._short.append(run)
            self._executor.submit(self.give_way)

    def give_way(self) -> None:
        """On the worker: do the short jobs that wait."""
        while self._short:
            self._short.popleft()()

    def drain(self) -> None:
        """Wait until all that was submitted is done, and deliver what came of it."""
        while self._pending:
            self._executor.submit(lambda: None).result()
            self._deliver()

    def look(
        self,
        asker: Hashable,
        job: Callable[[Callable[[], None]], Any],
        done: Callable[[Any], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        """Run `job` on the thread that looks; then call `done` with its value or `failed` with its exception, here.

        The newest look of an asker is the one that counts: those before it are dropped, and neither `done` nor `failed`
        is called for them. `job` is given what it calls at short intervals, which ends it once it is dropped.
        """
        self.look_away(asker)
        asked = self._looks[asker] = _Look()

        def home(deliver: Callable[[], None]) -> None:
            if self._looks.get(asker) is asked:
                del self._looks[asker]
                deliver()

        def run() -> None:
            if not asked.wanted:
                return
            try:
                value = job(asked.waiting)
            except BaseException as error:
                caught = error
                self._seen.append(lambda: home(lambda: failed(caught)))
            else:
                self._seen.append(lambda: home(lambda: done(value)))
            self._home.emit()

        if self._looking is None:
            self._looking = ThreadPoolExecutor(max_workers=1, thread_name_prefix="srm-look")
        self._looking.submit(run)

    def look_away(self, asker: Hashable) -> None:
        """Drop what an asker looks at, if there is anything."""
        if look := self._looks.pop(asker, None):
            look.drop()

    def rest_eyes(self) -> None:
        """Drop all looks, and come back when none runs any more."""
        for asker in list(self._looks):
            self.look_away(asker)
        if self._looking is not None:
            self._looking.submit(lambda: None).result()

    def stop(self) -> None:
        """Finish what was submitted, drop what is looked at, and end the threads."""
        self.rest_eyes()
        if self._looking is not None:
            self._looking.shutdown(wait=True)
            self._looking = None
        self.drain()
        self._executor.shutdown(wait=True)

    def _deliver(self) -> None:
        while self._seen:
            self._seen.popleft()()
        while self._deliveries:
            delivery = self._deliveries.popleft()
            self._pending -= 1
            delivery()
