"""Ctrl+C while a file is open: the command stops at the next safe place, not in the middle of a transaction.

An interrupt that breaks into SQLAlchemy makes it throw its connection away, and then nothing can be tidied up. So the
first Ctrl+C is only noted and asked for between steps; a second one breaks in, for what never comes to its next step.
"""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

from srm_desktop.domain.problems import Cancelled

STOPPED = "Stopped; nothing is left half-written."

_asked = 0


@contextlib.contextmanager
def at_safe_places() -> Iterator[None]:
    """Within the block Ctrl+C is noted, and `check` stops for it."""
    global _asked
    _asked = 0
    try:
        before = signal.signal(signal.SIGINT, _note)
    except ValueError:  # not in the main thread: whoever runs there has its own way to stop
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _note(_number: int, _frame: FrameType | None) -> None:
    global _asked
    _asked += 1
    if _asked > 1:
        raise KeyboardInterrupt


def check() -> None:
    """Stop here if somebody asked for it. Raises Cancelled."""
    if _asked:
        raise Cancelled(STOPPED)


def insisted() -> bool:
    """Whether Ctrl+C was pressed again and broke in, so that what follows from it is no failure of its own."""
    return _asked > 1
