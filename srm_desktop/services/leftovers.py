"""Private folders for what is looked at or copied, and taking away those of a program that ended before it could."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import sys
import tempfile
import time
from pathlib import Path

_PREFIX = "srm-desktop-"
_OLD = 2 * 86_400
"""Seconds after which a folder counts as left behind where it cannot be told whether its process still runs."""


def private_folder() -> Path:
    """A new folder that nobody else may enter, named for this process; first, those of dead processes are removed."""
    clear()
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))


def remove(folder: Path) -> None:
    """Remove a folder of ours with all that is in it; what another program keeps to itself on Windows stays behind."""
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            if not path.is_symlink():
                path.chmod(stat.S_IRWXU)  # what may only be read is not removed on Windows
    shutil.rmtree(folder, ignore_errors=True)


def clear() -> None:
    """Remove our folders of processes that do not run any more."""
    with contextlib.suppress(OSError):
        for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*-*"):
            number = folder.name.removeprefix(_PREFIX).partition("-")[0]
            if number.isdigit() and _is_left(folder, int(number)):
                remove(folder)


def _is_left(folder: Path, process: int) -> bool:
    try:
        about = folder.lstat()
        if sys.platform == "win32":
            return time.time() - about.st_mtime > _OLD
        if about.st_uid != os.getuid():
            return False
        os.kill(process, 0)  # asks only whether it is there
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False
