"""The one worker: writes and long work run here, in order, away from the window. The only module that knows threads.

There is one thread, so that nothing is ever written side by side. Long work gives way at each report of its progress:
what was marked or typed meanwhile is written then, and does not wait for the end of a large file.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
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
        self._asked = self._begun = 0
        """Long jobs: each is counted by one thread alone."""
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

        def run_long() -> None:
            self._begun += 1
            run()

        if long:
            self._asked += 1
            self._executor.submit(run_long)
        else:
            self._short.append(run)
            self._executor.submit(self.give_way)

    @property
    def others_wait(self) -> bool:
        """Whether long work waits for the end of what is under way."""
        return self._asked > self._begun

    def give_way(self) -> None:
        """On the worker: do the short jobs that wait."""
        while self._short:
            self._short.popleft()()

    def drain(self) -> None:
        """Wait until all that was submitted is done, and deliver what came of it."""
        while self._pending:
            self._executor.submit(lambda: None).result()
            self._deliver()

    def stop(self) -> None:
        """Finish what was submitted and end the thread."""
        self.drain()
        self._executor.shutdown(wait=True)

    def _deliver(self) -> None:
        while self._deliveries:
            delivery = self._deliveries.popleft()
            self._pending -= 1
            delivery()
