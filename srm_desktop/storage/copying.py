"""Copies of a database: whole, under a temporary name until complete."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path

from srm_desktop.domain.progress import Tell, tell_nobody
from srm_desktop.storage.problems import CannotWrite, environment

PAGES = 512
"""Pages copied at a time: 8 MiB, about 20 ms."""

_LOCK_BYTES = (0x4000_0000, 512)
"""Where SQLite puts its locks and how many bytes they take. Windows lets nobody read there; nothing is stored there."""


def copy_database(source: sqlite3.Connection, target: Path, progress: Tell = tell_nobody) -> None:
    """Copy an open database to a path where nothing is yet; `progress` is told pages and may raise to stop."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with environment(target):
            copy = sqlite3.connect(temporary, isolation_level=None)
            try:
                copy.execute("PRAGMA journal_mode = OFF")
                source.backup(copy, pages=PAGES, progress=lambda _state, left, total: progress(total - left, total))
            finally:
                copy.close()
        temporary.replace(target)
    except OSError as error:
        raise CannotWrite(f"{target} cannot be written: {error.strerror or error}.") from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def copy_bytes(source: Path, target: Path) -> None:
    """Copy the bytes of a database that another process may hold locks on."""
    at, length = _LOCK_BYTES
    with source.open("rb") as read, target.open("wb") as written:
        while data := read.read(min(1 << 20, at - read.tell()) if read.tell() < at else 1 << 20):
            written.write(data)
            if read.tell() == at:
                read.seek(length, os.SEEK_CUR)
                written.seek(length, os.SEEK_CUR)
