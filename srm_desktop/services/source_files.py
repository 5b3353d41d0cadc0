"""The files on the disk that are to be attached: found under what was dropped, and refused with a sentence."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from srm_desktop.domain.problems import Problem
from srm_desktop.domain.progress import Tell, tell_nobody


class CannotRead(Problem):
    """A file that was to be attached is missing, may not be read, or is not a file."""


def files_under(paths: Iterable[Path], progress: Tell = tell_nobody) -> list[Path]:
    """The files that dropped paths stand for: folders give all the files in them, hidden and system files left out.

    In the order given, a folder's in the order of names; links to folders are not followed. `progress` is told at each
    name how many files were found so far, out of an unknown number. Raises CannotRead where a path is missing or
    may not be read.
    """
    found: list[Path] = []
    for path in paths:
        progress(len(found), 0)
        if stat.S_ISDIR(stat_of(path).st_mode):
            _find(path, found, progress)
        else:
            found.append(path)
    return found


def _find(folder: Path, found: list[Path], progress: Tell) -> None:
    """Add the files in a folder to those found; its own before those in the folders in it."""
    ahead = [os.fspath(folder)]
    while ahead:
        files: dict[str, Path] = {}
        folders: list[str] = []
        for entry in _entries(ahead.pop()):
            progress(len(found) + len(files), 0)
            name = entry.name
            if name.startswith("."):
                continue
            if _is_folder(entry):
                folders += [] if _leads_elsewhere(entry) else [entry.path]
            elif not name.startswith("~$") and name.lower() not in ("thumbs.db", "desktop.ini"):
                files[name] = Path(entry.path)
        found += [files[name] for name in sorted(files)]
        ahead += sorted(folders, reverse=True)


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    """What lies in a folder, as it is read. Raises CannotRead."""
    try:
        with os.scandir(folder) as entries:
            yield from entries
    except OSError as error:
        raise CannotRead(f"{folder} may not be read; nothing was attached.") from error


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether it is a folder or leads to one; where a link leads nowhere is said when it is read."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _leads_elsewhere(entry: os.DirEntry[str]) -> bool:
    """Whether it is a link, or what Windows calls a junction: they may lead round in a circle."""
    return entry.is_symlink() or (sys.version_info >= (3, 12) and entry.is_junction())


def stat_of(path: Path) -> os.stat_result:
    """What the system knows of a file. Raises CannotRead."""
    try:
        return path.stat()
    except ValueError as error:  # no name that a file can have
        raise CannotRead(f"There is no file {str(path)!r}; nothing was attached.") from error
    except OSError as error:
        raise unreadable(path, error) from error


def unreadable(path: Path, error: OSError) -> CannotRead:
    """What is said of a file that the system did not let us read."""
    if isinstance(error, FileNotFoundError):
        return CannotRead(f"There is no file {path}; nothing was attached.")
    return CannotRead(f"{path} cannot be read ({error.strerror or error}); nothing was attached.")
