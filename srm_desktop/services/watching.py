"""What lies in watched folders, looked at without reading a byte of it."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from srm_desktop.domain.progress import Tell, tell_nobody

MOST_FILES = 20_000
"""How many files of all folders together are looked at."""

_UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".opdownload", ".filepart", ".tmp", ".temp")
_OF_THE_SYSTEM = frozenset({"thumbs.db", "desktop.ini", "icon\r"})
_HIDDEN = getattr(stat, "FILE_ATTRIBUTE_HIDDEN", 0) | getattr(stat, "FILE_ATTRIBUTE_SYSTEM", 0)


class Seen(NamedTuple):
    """A file as it lies there: its size in bytes and when it was changed last, in nanoseconds since 1970."""

    path: Path
    size: int
    changed: int

    @property
    def mark(self) -> str:
        """What it is known again by as long as nobody changes it."""
        said = f"{self.path}|{self.size}|{self.changed}".encode("utf-8", "surrogateescape")
        return hashlib.sha256(said).hexdigest()[:16]


class Scan(NamedTuple):
    """The files that were found, the folders (and files) that cannot be reached, the folders in the folders, and
    whether there is more than is looked at."""

    files: tuple[Seen, ...] = ()
    missing: tuple[Path, ...] = ()
    folders: tuple[Path, ...] = ()
    more: bool = False


def scan(paths: Iterable[Path], progress: Tell = tell_nobody) -> Scan:
    """The files under folders, and files that are named themselves; each once, by folder and name.

    Hidden, system and unfinished files and assessments are left out, and so is what is empty; links to folders are not
    followed. What cannot be reached is named, and a folder below that may not be read is passed over.
    """
    files: dict[Path, Seen] = {}
    missing: list[Path] = []
    folders: list[Path] = []
    for path in paths:
        try:
            found = path.stat()
            inside = _walk(path, folders) if stat.S_ISDIR(found.st_mode) else iter([_seen(path, found)])
            for one in inside:
                progress(len(files), 0)
                if one is not None and one.size:
                    if len(files) == MOST_FILES and one.path not in files:
                        return Scan(tuple(files.values()), tuple(missing), tuple(folders), more=True)
                    files[one.path] = one
        except (OSError, ValueError):
            missing.append(path)
    return Scan(tuple(files.values()), tuple(missing), tuple(folders))


def _seen(path: Path, found: os.stat_result) -> Seen | None:
    return Seen(path, found.st_size, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) else None


def _walk(top: Path, folders: list[Path]) -> Iterator[Seen | None]:
    """The files in a folder, its own before those in the folders in it. Raises OSError for the folder itself."""
    ahead = [top]
    while ahead:
        folder = ahead.pop()
        below: list[Path] = []
        try:
            with os.scandir(folder) as entries:
                inside = sorted(entries, key=lambda entry: entry.name.casefold())
        except OSError:
            if folder == top:
                raise
            continue
        folders.append(folder)
        for entry in inside:
            yield _entry(entry, below)
        ahead += reversed(below)


def _entry(entry: os.DirEntry[str], below: list[Path]) -> Seen | None:
    """A file that may be evidence; a folder goes to those that are looked at later."""
    if is_passed_over(entry.name):
        return None
    try:
        if entry.is_dir():
            if not entry.is_symlink() and not (sys.version_info >= (3, 12) and entry.is_junction()):
                below.append(Path(entry.path))
            return None
        found = entry.stat()
        if getattr(found, "st_file_attributes", 0) & _HIDDEN:
            return None
        return _seen(Path(entry.path), found)
    except OSError:  # it went, or leads nowhere
        return None


def is_passed_over(name: str) -> bool:
    """Whether a file of this name is hidden, of the system, unfinished, an assessment or what lies beside one."""
    lower = name.lower()
    return lower.startswith((".", "~")) or lower.endswith(_UNFINISHED) or lower in _OF_THE_SYSTEM or ".srma" in lower
