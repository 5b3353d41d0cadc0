"""A file appears under its name only when it is whole: written beside, forced to disk, checked, then renamed."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from srm_desktop.domain.problems import Problem


class CannotExport(Problem):
    """The file that was asked for could not be written, for a reason that the system names."""


class TargetIsFolder(CannotExport):
    """There is a folder of the name under which the file should be written."""


class FolderMissing(CannotExport):
    """The folder in which the file should be written does not exist."""


class NotWritable(CannotExport):
    """The folder does not let this user write."""


class DiskFull(CannotExport):
    """There is no room for the file."""


class TargetInUse(CannotExport):
    """Another program holds the file that should be replaced."""


_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}
_NO_FOLDER = {errno.ENOENT, errno.ENOTDIR}
_LEFT_BEHIND = re.compile(r"\.srm-[0-9a-f]{16}\.tmp(\..*)?")
_AGE = 3600
"""Seconds after which nobody can still be writing a file under a temporary name: that takes seconds, or minutes."""


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give a free name in the folder of `target`; when the block ends well, what was written there becomes `target`.

    If the block raises, or the system refuses, nothing is left and an existing `target` is as it was. Errors of the
    system come out as `CannotExport`. A process that is killed leaves a hidden file, which the next one to write into
    the same folder an hour later removes.
    """
    temporary = target.parent / f".srm-{secrets.token_hex(8)}.tmp{target.suffix[:8]}"
    renaming = False
    try:
        if target.is_dir():
            raise TargetIsFolder(f"{target} is a folder; give the name of a file in it.")
        if not target.parent.is_dir():
            raise FolderMissing(f"The folder {target.parent} does not exist; create it or choose another one.")
        with temporary.open("xb"):
            pass
        _clear_left_behind(temporary)
        yield temporary
        _force_to_disk(temporary)
        renaming = True
        temporary.replace(target)
        with contextlib.suppress(OSError):  # some network folders cannot; the file is whole all the same
            _force_folder_to_disk(target.parent)
    except OSError as error:
        raise problem_of(error, target, renaming) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def problem_of(error: OSError, target: Path, renaming: bool) -> CannotExport:
    """The sentence for what the system said while `target` was written, or (`renaming`) put in its place."""
    if error.errno in _FULL:
        return DiskFull(f"There is no room to write {target.name}; free some space or choose another disk.")
    if renaming and isinstance(error, PermissionError):
        return TargetInUse(f"{target.name} cannot be replaced; close it in Excel, or choose another name.")
    if error.errno in _REFUSED:
        return NotWritable(f"The folder {target.parent} cannot be written to; choose another one.")
    if error.errno in _NO_FOLDER and not target.parent.is_dir():
        return FolderMissing(f"The folder {target.parent} is no longer there; choose another one.")
    return CannotExport(f"{target.name} could not be written: {error.strerror or error}.")


def _clear_left_behind(fresh: Path) -> None:
    """Remove what killed processes left beside a file that was just made.

    Its own time is the measure, for the disk may be another machine's with another clock.
    """
    with contextlib.suppress(OSError):
        now = fresh.stat().st_mtime
        for path in fresh.parent.iterdir():
            if _LEFT_BEHIND.fullmatch(path.name):
                with contextlib.suppress(OSError):
                    if now - path.stat().st_mtime > _AGE:
                        path.unlink()


def _force_to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _force_folder_to_disk(folder: Path) -> None:
    """Make the rename itself last; systems that cannot open a folder (Windows) do that by themselves."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
