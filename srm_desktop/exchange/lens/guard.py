"""What the process that reads takes from itself before it reads anything: memory, time, files, network, programs.

On POSIX the system holds it to the limits. On Windows there are no such limits for a process alone: only its time is
limited there, by whoever started it. The audit hook holds on both; it stops Python code, and what a library does in C
without asking Python passes by it, so it is a second fence and not the first.
"""

from __future__ import annotations

import contextlib
import os
import sys

MEMORY = 1_500_000_000
"""Bytes of address space."""

FILES = 32
"""Files open at a time."""

_REFUSED = (
    "socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.startfile",
    "os.kill", "_winapi.CreateProcess", "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.chmod", "os.chown",
    "os.link", "os.symlink", "os.truncate", "os.utime", "os.setxattr", "shutil.", "tempfile.", "urllib.", "http.",
    "ftplib.", "smtplib.", "winreg.", "webbrowser.",
)  # fmt: skip
_NEEDED_TO_IMPORT = ("socket.gethostname",)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Forbidden(Exception):
    """The code that reads files does something that no reader has to do."""


class Guard:
    """Limits on this process that cannot be taken back. `reading` is the one file outside the program it may open."""

    def __init__(self) -> None:
        """Nothing may be opened yet but the program itself."""
        self.reading = ""
        places = {sys.base_prefix, sys.prefix, *sys.path, str(getattr(sys, "_MEIPASS", sys.prefix))}
        self._own = tuple(os.path.join(place, "") for place in places if place)  # noqa: PTH118

    def begin(self) -> None:
        """Put all limits up."""
        if sys.platform != "win32":
            _limit()
        sys.addaudithook(self._watch)

    def allow_seconds(self, seconds: float) -> None:
        """How long the next request may compute: a bound for when nobody is left to end it."""
        if sys.platform != "win32":
            import resource

            used = resource.getrusage(resource.RUSAGE_SELF)
            soft = int(used.ru_utime + used.ru_stime + seconds) + 5
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))

    def _watch(self, event: str, about: tuple[object, ...]) -> None:
        if event == "open":
            self._opening(*about)
        elif event in ("os.listdir", "os.scandir"):
            if not os.path.join(str(about[0]), "").startswith(self._own):  # noqa: PTH118
                raise Forbidden(f"looking around: {about[0]}")
        elif event == "ctypes.dlopen":
            if about[0] is not None and not str(about[0]).startswith(self._own):
                raise Forbidden(f"a library: {about[0]}")
        elif event.startswith(_REFUSED) and event not in _NEEDED_TO_IMPORT:
            raise Forbidden(event)

    def _opening(self, path: object, mode: object, flags: object) -> None:
        if isinstance(path, int):
            return
        if isinstance(flags, int) and flags & _WRITING:
            raise Forbidden(f"writing {path!r}")
        name = os.fsdecode(path) if isinstance(path, str | bytes) else str(path)
        if name != self.reading and not name.startswith(self._own):
            raise Forbidden(f"reading {path!r}")


def limits_memory() -> bool:
    """Whether the system holds this process to its limit of memory: Linux does."""
    if sys.platform == "win32":
        return False
    import resource

    return sys.platform == "linux" and 0 < resource.getrlimit(resource.RLIMIT_AS)[0] <= MEMORY


def _limit() -> None:
    import resource

    limits = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_NOFILE: FILES,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NPROC: 0,
    }
    for what, most in limits.items():
        # macOS knows no limit of address space, and refuses to set one.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most))
