"""Making a new assessment file and opening an existing one, as hostile until checked."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from srm_desktop.domain.filenames import folded, unlike
from srm_desktop.storage import compaction, content, editions, gate, migrations, occupant
from srm_desktop.storage.assessment_file import AssessmentFile, opened_here, utc_now
from srm_desktop.storage.connection import PAGE_SIZE, connect, make_durable
from srm_desktop.storage.copying import copy_bytes, copy_database
from srm_desktop.storage.problems import AlreadyExists, CannotWrite, FileInUse, damaged, environment, translated

_TRIES = 10
"""How often a copy is tried of a file that somebody is writing to."""


def create(path: Path, *, who: str, clock: Callable[[], datetime] = utc_now) -> AssessmentFile:
    """A new, empty assessment at `path`, open for writing; nothing is left at `path` when it fails.

    Raises AlreadyExists where something is there, CannotWrite where the folder does not take it.
    """
    path = path.absolute()
    if not path.parent.is_dir():
        raise CannotWrite(f"There is no folder {path.parent}; nothing was created.")
    try:
        path.open("xb").close()  # ours from here on: of two that create it at once, one is refused
    except FileExistsError:
        raise AlreadyExists(f"{path} exists already; choose another name, nothing was overwritten.") from None
    except OSError as error:
        raise CannotWrite(f"{path} cannot be created: {error.strerror or error}.") from error
    try:
        with environment(path), _closing_on_failure(connect(path, mode="rw")) as connection:
            connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")
            connection.execute(f"PRAGMA application_id = {migrations.APPLICATION_ID}")
            make_durable(connection)
            migrations.migrate(connection, 0, migrations.LATEST)
    except BaseException:
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

    Raises a problem for everything that is not a whole assessment of a schema we know, FileInUse where it is open
    already, CannotWrite where it or its folder may only be read (open it read-only then).
    """
    path = path.absolute()
    if opened_here(path):
        raise FileInUse(f"{path.name} is open in this program already.")
    version = gate.check_header(path)
    if read_only:
        return AssessmentFile(path, _open_to_read(path, version), read_only=True, who=who, clock=clock)
    if not _writable(path) or not _writable(path.parent):
        raise CannotWrite(f"{path} or its folder may not be written to; it can be opened read-only.")
    connection = _open_to_write(path, version)
    occupant.announce(path, who, clock())
    file = AssessmentFile(path, connection, who=who, clock=clock)
    try:
        for clear in (content.clear_leftovers, compaction.finish, editions.clear_leftovers):
            with contextlib.suppress(CannotWrite):  # a full disk must lock nobody out: it goes when there is room
                clear(file)
    except BaseException:
        file.close()
        raise
    return file


def open_copy(path: Path, *, who: str, clock: Callable[[], datetime] = utc_now) -> AssessmentFile:
    """A read-only copy of a file that somebody else is writing to, as it was at one moment; deleted on closing.

    The copy is taken between two of the writer's transactions; after some tries it gives up with FileInUse.
    """
    path = path.absolute()
    folder = Path(tempfile.mkdtemp(prefix=f"srm-desktop-{os.getpid()}-"))  # as `leftovers` clears away after a crash
    try:
        _copy_at_rest(path, folder / path.name)
        file = open_file(folder / path.name, who=who, read_only=True, clock=clock)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    file.read_only_copy = True
    return file


def _copy_at_rest(path: Path, copy: Path) -> None:
    if ours := opened_here(path):
        return ours.backup_to(copy)
    gate.check_header(path)
    try:
        for _ in range(_TRIES):
            before = _change_mark(path)
            if before is not None:
                copy_bytes(path, copy)
                if _change_mark(path) == before:
                    return None
            time.sleep(0.05)
    except OSError as error:
        raise CannotWrite(f"{path.name} cannot be copied: {error.strerror or error}.") from error
    raise FileInUse(f"{path.name} is being written to right now; try again in a moment.")


def _change_mark(path: Path) -> tuple[bytes, int, int, bytes] | None:
    """What changes with every transaction of a writer; None while one is under way.

    A writer that keeps the file to itself leaves the journal there, its header blank, and the first page in it under a
    checksum with a new random number each time.
    """
    journal = b""
    if (beside := gate.journal_of(path)).exists():
        with beside.open("rb") as file:
            journal = file.read(32_768)
        if journal[:1].strip(b"\0"):
            return None
    with path.open("rb") as file:
        header = file.read(100)
    found = path.stat()
    return header, found.st_size, found.st_mtime_ns, journal


def _open_to_read(path: Path, version: int) -> sqlite3.Connection:
    if version < migrations.LATEST:
        raise CannotWrite(f"{path.name} has an older schema ({version}): open it once where it can be written to.")
    with _environment_of_opening(path), _closing_on_failure(connect(path, mode="ro")) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")  # keeps the shared lock: nobody writes meanwhile
        gate.check_schema(connection, path, version)
    return connection


def _open_to_write(path: Path, version: int) -> sqlite3.Connection:
    with _environment_of_opening(path), _closing_on_failure(connect(path, mode="rw")) as connection:
        make_durable(connection)
        gate.check_schema(connection, path, version)
        if version < migrations.LATEST:
            _update(connection, path, version)
    return connection


def _update(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """Bring an older file to the latest schema; the backup beside it stays when that worked, and goes when not."""
    name = f"{path.stem}.schema-{version}.backup{path.suffix}"
    backup = path.with_name(unlike(name, {folded(p.name) for p in path.parent.iterdir()}))
    copy_database(connection, backup)
    try:
        migrations.migrate(connection, version, migrations.LATEST)
    except BaseException:
        backup.unlink(missing_ok=True)
        raise


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


@contextmanager
def _environment_of_opening(path: Path) -> Iterator[None]:
    """As `environment`, but whoever has the file is named."""
    try:
        yield
    except UnicodeDecodeError as error:  # as in `environment`
        raise damaged(path) from error
    except sqlite3.Error as error:
        problem = translated(error, path)
        if problem is None:
            raise
        raise FileInUse(occupant.sentence(path)) if isinstance(problem, FileInUse) else problem from error


@contextmanager
def _closing_on_failure(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    try:
        yield connection
    except BaseException:
        connection.close()
        raise
