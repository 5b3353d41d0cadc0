"""What can go wrong with a file, each as a finished sentence; SQLite's own errors are sorted by their code."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from srm_desktop.domain.problems import Problem


class NotAnAssessment(Problem):
    """The file is something else: no SQLite file, or one of another program."""


class NewerSchema(Problem):
    """The file was written by a newer version of the program."""


class Damaged(Problem):
    """The file is cut short or its structure is broken."""


class ForeignSchema(Problem):
    """The file holds tables, triggers, views or indexes that this program did not make."""


class FileInUse(Problem):
    """Another process has the file open; it can still be opened as a read-only copy."""


class CannotWrite(Problem):
    """The file, its folder or the disk does not take the change; nothing was written."""


class ReadOnly(Problem):
    """A change was asked of an assessment that is open for reading only."""


class FileGone(Problem):
    """The open file was moved, deleted or replaced by another one."""


class MissingFile(Problem):
    """There is no file at that path."""


class AlreadyExists(Problem):
    """A new assessment would have overwritten a file."""


class NothingToUndo(Problem):
    """There is no step to undo or redo."""


_BASE_CODES = 0xFF


def damaged(path: Path) -> Damaged:
    """The problem that a file has pages which SQLite cannot make sense of."""
    return Damaged(f"{path.name} is damaged and cannot be read any further; go back to a copy of it.")


def translated(error: sqlite3.Error, path: Path) -> Problem | None:
    """The problem that a SQLite error stands for if it comes from the environment; None if it is a bug of ours."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None and str(error).startswith("Could not decode"):  # the driver's own, about text that is no UTF-8
        code = sqlite3.SQLITE_CORRUPT
    if code is None:
        return None
    base = code & _BASE_CODES
    if base in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return damaged(path)
    if base == sqlite3.SQLITE_FULL:
        return CannotWrite(f"The disk that holds {path.name} is full; the change was not kept, the file is as it was.")
    if code == sqlite3.SQLITE_READONLY_ROLLBACK:
        return CannotWrite(
            f"{path.name} was not closed properly and must be repaired first: open it once where it can be written to."
        )
    if base in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return CannotWrite(f"{path.parent} or {path.name} may not be written to; the file is as it was.")
    if base == sqlite3.SQLITE_IOERR:
        return CannotWrite(f"The disk that holds {path.name} refused to read or write; the file is as it was.")
    if base in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return FileInUse(f"{path.name} is open in another program.")
    if base == sqlite3.SQLITE_TOOBIG:
        return CannotWrite(f"That is more than one field of {path.name} can hold; the file is as it was.")
    return None


@contextmanager
def environment(path: Path) -> Iterator[None]:
    """Run a block in which SQLite's errors that come from the environment are raised as problems about `path`."""
    try:
        yield
    except UnicodeDecodeError as error:  # SQLite's own message quotes a name that is no text any more
        raise damaged(path) from error
    except DBAPIError as error:
        problem = translated(error.orig, path) if isinstance(error.orig, sqlite3.Error) else None
        if problem is None:
            raise
        raise problem from error
    except sqlite3.Error as error:
        problem = translated(error, path)
        if problem is None:
            raise
        raise problem from error
