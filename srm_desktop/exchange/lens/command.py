"""How the process that reads is started: the one place that knows its command line and surroundings."""

from __future__ import annotations

import os
import sys
from pathlib import Path

HIDDEN_ARGUMENT = "--lens"
"""What a frozen program is started with to become the process that reads, for it has no Python to start."""

_START = "import sys; sys.path[:] = sys.argv[1:]; from srm_desktop.exchange.lens.child import main; main()"
_KEPT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "WINDIR")


def command() -> list[str]:
    """Program and arguments. Not more of Python is started than is needed: isolated, without `site`."""
    if getattr(sys, "frozen", False):
        return [sys.executable, HIDDEN_ARGUMENT]
    path = [str(Path(entry).resolve()) for entry in sys.path]
    return [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", _START, *path]


def surroundings() -> dict[str, str]:
    """Environment variables: only those without which a program may not start; keys of AWS's are no business of it."""
    return {name: os.environ[name] for name in _KEPT if name in os.environ}
