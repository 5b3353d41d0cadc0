"""Waiting for what another process writes, without a thread, so that the one who waits can do something meanwhile."""

from __future__ import annotations

import os
import sys
import time

EVERY = 0.02
"""Seconds between two looks at what else there is to do."""

_MOST = 1 << 20


def arrived(fd: int, seconds: float, most: int) -> bytes | None:
    """What came within some seconds, at most `most` bytes; None where nothing did, no bytes at the end of it all."""
    return _read(fd, most) if _ready(fd, seconds) else None


def _read(fd: int, most: int) -> bytes:
    try:
        return os.read(fd, min(most, _MOST))
    except OSError:  # Windows says so where the other end is gone
        return b""


if sys.platform == "win32":
    import _winapi
    import msvcrt

    def _ready(fd: int, seconds: float) -> bool:
        """Pipes cannot be waited for on Windows: they are asked how much they hold, every few milliseconds."""
        until = time.monotonic() + seconds
        while True:
            try:
                if _winapi.PeekNamedPipe(msvcrt.get_osfhandle(fd), 0)[0]:
                    return True
            except OSError:
                return True  # closed: reading says so
            if time.monotonic() >= until:
                return False
            time.sleep(0.002)

else:
    import selectors

    def _ready(fd: int, seconds: float) -> bool:
        with selectors.DefaultSelector() as selector:
            selector.register(fd, selectors.EVENT_READ)
            return bool(selector.select(seconds))
