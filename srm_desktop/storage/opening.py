"""Making a new assessment file and opening an existing one, as hostile until checked."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from srm_desktop.storage import gate, migrations, occupant
from srm_desktop.storage.assessment_file import AssessmentFile, utc_now
from srm_desktop.storage.connection import PAGE_SIZE, connect, make_durable
from srm_desktop.storage.problems import AlreadyExists, CannotWrite, FileInUse, environment, translated


def create(path: Path, *, who: str, clock: Callable[[], datetime] = utc_now) -> AssessmentFile:
    """A new, empty assessment at `path`, open for writing; nothing is left at `path` when it fails.

    Raises AlreadyExists where something is there, CannotWrite where the folder does not take it.
    """
    path = path.absolute()
    if path.exists():
        raise AlreadyExists(f"{path} exists already; choose another name, nothing was overwritten.")
    if not path.parent.is_dir():
        raise CannotWrite(f"There is no folder {path.parent}; nothing was created.")
    with environment(path):
        connection = connect(path, mode="rwc")
        try:
            connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")
            connection.execute(f"PRAGMA application_id = {migrations.APPLICATION_ID}")
            make_durable(connection)
            migrations.migrate(connection, 0)
        except BaseException:
            connection.close()
            path.unlink(missing_ok=True)
            raise
    occupant.announce(path, who, clock())
    return AssessmentFile(path, connection, who=who, clock=clock)


def discard(file: AssessmentFile) -> None:
    """Close and delete a file that `create` made and that could not be filled."""
    path = file.path
    file.close()
    path.unlink(missing_ok=True)


def open_file(
    path: Path, *, who: str, read_only: bool = False, clock: Callable[[], datetime] = utc_now
) -> AssessmentFile:
    """The assessment at `path`, checked before the first query, migrated after a backup where its schema is older.

    Raises a problem for everything that is not a whole assessment of a schema we know, FileInUse where another process
    has it, CannotWrite where it or its folder may only be read (open it read-only then).
    """
    path = path.absolute()
    version = gate.check_header(path)
    if read_only:
        return AssessmentFile(path, _open_to_read(path, version), read_only=True, who=who, clock=clock)
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        raise CannotWrite(f"{path} or its folder may not be written to; it can be opened read-only.")
    connection = _open_to_write(path, version)
    occupant.announce(path, who, clock())
    return AssessmentFile(path, connection, who=who, clock=clock)


def open_copy(path: Path, *, who: str, clock: Callable[[], datetime] = utc_now) -> AssessmentFile:
    """A read-only copy of a file that somebody else is writing to, as it was at one moment; deleted on closing.

    The copy is taken between two of the writer's transactions; after ten tries it gives up with FileInUse.
    """
    path = path.absolute()
    gate.check_header(path)
    folder = Path(tempfile.mkdtemp(prefix="srm-copy-"))
    copy = folder / path.name
    try:
        for _ in range(10):
            before = _change_mark(path)
            shutil.copyfile(path, copy)
            if before is not None and _change_mark(path) == before:
                file = open_file(copy, who=who, read_only=True, clock=clock)
                file.read_only_copy = True
                return file
        raise FileInUse(f"{path.name} is being written to right now; try again in a moment.")
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _change_mark(path: Path) -> tuple[bytes, int, int] | None:
    """What changes with every transaction of a writer; None while one is under way."""
    if path.with_name(path.name + "-journal").exists():
        return None
    with path.open("rb") as file:
        header = file.read(100)
    found = path.stat()
    return header, found.st_size, found.st_mtime_ns


def _open_to_read(path: Path, version: int) -> sqlite3.Connection:
    hot = path.with_name(path.name + "-journal").exists()
    if hot:
        raise CannotWrite(
            f"{path.name} was not closed properly and must be repaired first: open it once where it can be written to."
        )
    if version < migrations.LATEST:
        raise CannotWrite(f"{path.name} has an older schema ({version}): open it once where it can be written to.")
    with environment(path):
        connection = connect(path, mode="ro")
        with _closing_on_failure(connection):
            connection.execute(
                "PRAGMA locking_mode = EXCLUSIVE"
            )  # keeps the shared lock, so that nobody writes meanwhile
            try:
                gate.check_schema(connection, path, version)
            except sqlite3.OperationalError as error:
                if isinstance(translated(error, path), FileInUse):
                    raise FileInUse(occupant.sentence(path)) from error
                raise
    return connection


def _open_to_write(path: Path, version: int) -> sqlite3.Connection:
    connection = connect(path, mode="rw")
    with _closing_on_failure(connection):
        try:
            make_durable(connection)
        except sqlite3.Error as error:
            problem = translated(error, path)
            if isinstance(problem, FileInUse):
                raise FileInUse(occupant.sentence(path)) from error
            if problem:
                raise problem from error
            raise
        with environment(path):
            gate.check_schema(connection, path, version)
            if version < migrations.LATEST:
                _backup(path, version)
                migrations.migrate(connection, version)
            _clear_leftovers(connection)
    return connection


def _backup(path: Path, version: int) -> None:
    target = path.with_name(f"{path.stem}.schema-{version}.backup{path.suffix}")
    try:
        shutil.copyfile(path, target)
    except OSError as error:
        raise CannotWrite(f"No backup of {path.name} could be written before updating it: {error.strerror}.") from error


def _clear_leftovers(connection: sqlite3.Connection) -> None:
    """Delete what a crash left of evidence that was never acknowledged, a little at a time."""
    for (content,) in connection.execute("SELECT id FROM content WHERE sha256 IS NULL").fetchall():
        while connection.execute(
            "DELETE FROM chunk WHERE id IN (SELECT id FROM chunk WHERE content = ? LIMIT 64)", (content,)
        ).rowcount:
            pass
        connection.execute("DELETE FROM content WHERE id = ?", (content,))


@contextlib.contextmanager
def _closing_on_failure(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise
