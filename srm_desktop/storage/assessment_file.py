"""The open assessment: one connection, one lock, and what was touched since when."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Select

from srm_desktop.domain.assessment import Changes
from srm_desktop.domain.progress import Tell, tell_nobody
from srm_desktop.storage import occupant
from srm_desktop.storage.connection import WRITES, engine_on
from srm_desktop.storage.copying import copy_database
from srm_desktop.storage.problems import FileGone, ReadOnly, environment


def utc_now() -> datetime:
    """The clock: now, in UTC, to the millisecond."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


class AssessmentFile:
    """An open `.srma` file. Made by `opening.create` and `opening.open_file`; close it when done.

    Any thread may read or write; the lock lets one in at a time, and no block that holds it lasts long.
    """

    def __init__(
        self,
        path: Path,
        connection: sqlite3.Connection,
        *,
        read_only: bool = False,
        who: str = "",
        clock: Callable[[], datetime] = utc_now,
        new_id: Callable[[], str] = lambda: uuid4().hex,
    ) -> None:
        """Take over an open, checked connection."""
        self.path = path
        self.read_only = read_only
        self.who = who
        self.clock = clock
        self.new_id = new_id
        self.revision = 0
        self.memo: dict[str, object] = {}
        """What services remember between calls, each under its own name; emptied by closing."""
        self.log: list[Changes] = []
        """What each revision touched, oldest first: `log[n]` led from revision n to n + 1."""
        self.read_only_copy = False
        self.staging = False
        """Whether evidence is coming in: there is one stager at a time."""
        self._raw: sqlite3.Connection | None = connection
        self._engine = engine_on(connection)
        self._lock = threading.RLock()
        self._active: Connection | None = None
        self._identity = identity(path)
        _OPEN_HERE[self._identity] = self

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read from; inside `writing` of the same thread it is the same one."""
        with self._lock, environment(self.path):
            if self._active is not None:
                yield self._active
                return
            with self._engine.connect() as connection:
                self._active = connection
                try:
                    yield connection
                finally:
                    self._active = None

    def fetch(self, query: Select[*tuple[Any, ...]]) -> list[Any]:
        """All rows that a query finds, read under one short lock."""
        with self.reading() as connection:
            return list(connection.execute(query).fetchall())

    @contextlib.contextmanager
    def writing(self, *, secure: bool = False) -> Iterator[Connection]:
        """A transaction: all of the block or nothing. Not nested, and not inside `reading`.

        `secure` overwrites what it deletes. Raises ReadOnly, FileGone, or CannotWrite when the disk refuses.
        """
        if self.read_only:
            raise ReadOnly(f"{self.path.name} is open for reading only; nothing was changed.")
        with self._lock, environment(self.path):
            assert self._active is None, "a transaction is under way in this thread"
            self._check_still_there()
            with (
                self._overwriting(secure),
                self._engine.connect().execution_options(**{WRITES: True}) as connection,
                connection.begin(),
            ):
                self._active = connection
                try:
                    yield connection
                finally:
                    self._active = None

    @contextlib.contextmanager
    def _overwriting(self, secure: bool) -> Iterator[None]:
        """Let what is deleted in the block be overwritten with zeros, where asked for."""
        if not secure or self._raw is None:
            yield
            return
        self._raw.execute("PRAGMA secure_delete = ON")
        try:
            yield
        finally:
            self._raw.execute("PRAGMA secure_delete = OFF")

    def record(self, changes: Changes) -> Changes:
        """Count one more revision, which touched `changes`."""
        with self._lock:
            if changes:
                self.log.append(changes)
                self.revision += 1
        return changes

    def touched_since(self, revision: int) -> Changes:
        """All that changed after `revision`, as one."""
        with self._lock:
            total = Changes()
            for changes in self.log[revision:]:
                total = total | changes
            return total

    def close(self) -> None:
        """Let go of the file; calling it again does nothing."""
        with self._lock:
            if self._raw is None:
                return
            self.memo.clear()
            self._engine.dispose()
            self._raw.close()
            self._raw = None
            _OPEN_HERE.pop(self._identity, None)
            if not self.read_only:
                occupant.leave(self.path)
            if self.read_only_copy:
                self.path.unlink(missing_ok=True)
                with contextlib.suppress(OSError):
                    self.path.parent.rmdir()

    def __enter__(self) -> AssessmentFile:
        """Itself, so that `with` closes it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    def backup_to(self, target: Path, progress: Tell = tell_nobody) -> None:
        """Write the whole file to a path where nothing is yet, all of it or nothing, letting others in all the while.

        Raises CannotWrite where the folder or the disk does not take it. `progress` may raise to stop.
        """
        assert self._raw is not None, "the file is closed"

        def told(done: int, total: int) -> None:
            self._lock.release()
            try:
                progress(done, total)
                time.sleep(0.001)  # whoever waits for the lock gets it
            finally:
                self._lock.acquire()

        with self._lock:
            copy_database(self._raw, target, told)

    def shrink(self) -> None:
        """Give room that is not used any more back to the disk; nobody gets in meanwhile (2 s for a gigabyte).

        Raises CannotWrite where the disk has no room for the smaller file beside this one.
        """
        if self.read_only:
            raise ReadOnly(f"{self.path.name} is open for reading only; nothing was changed.")
        with self._lock, environment(self.path):
            assert self._raw is not None and self._active is None, "closed, or in the middle of a transaction"
            self._check_still_there()
            self._raw.execute("PRAGMA temp_store = FILE")  # in memory it would take as much of it as the file is long
            try:
                self._raw.execute("VACUUM")
            finally:
                self._raw.execute("PRAGMA temp_store = MEMORY")

    def spare(self) -> int:
        """How many bytes of the file are room that nothing uses any more; `shrink` gives it back."""
        with self.reading() as connection:
            pages, size = (connection.exec_driver_sql(f"PRAGMA {n}").scalar() for n in ("freelist_count", "page_size"))
        return int(pages or 0) * int(size or 0)

    def is_itself(self, path: Path) -> bool:
        """Whether `path` leads to this very file, under whatever name."""
        return identity(path) == self._identity

    def _check_still_there(self) -> None:
        if identity(self.path) != self._identity:
            raise FileGone(
                f"{self.path} was moved, deleted or replaced while it was open; nothing was written. Save a copy under "
                "another name to keep what you see."
            )


Identity = tuple[int, int] | None

_OPEN_HERE: weakref.WeakValueDictionary[Identity, AssessmentFile] = weakref.WeakValueDictionary()


def opened_here(path: Path) -> AssessmentFile | None:
    """The assessment at `path` if this process has it open.

    Such a file must not be opened a second time, not even to copy it: on POSIX, closing any handle of a file lets go of
    all locks that the process holds on it.
    """
    where = identity(path)
    return _OPEN_HERE.get(where) if where else None


def identity(path: Path) -> Identity:
    """What a file is, whatever its name: device and inode; None where there is none."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino
