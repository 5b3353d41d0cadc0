"""One SQLite connection, set up so that nothing acknowledged is lost (DESIGN, section 4, has the measurements)."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.dialects import sqlite as _  # noqa: F401 (else looked for in the installed packages while opening)
from sqlalchemy.pool import StaticPool

PAGE_SIZE = 16_384
WRITES = "srm_writes"
"""Execution option of a connection whose transaction is going to write."""


def connect(path: Path, *, mode: str) -> sqlite3.Connection:
    """A raw connection in autocommit mode. `mode` is `ro`, `rw` or `rwc`.

    The connection may be used from several threads, one at a time: the caller keeps the lock.
    """
    address = f"file:{quote(os.fsencode(path))}?mode={mode}"
    connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False, timeout=0)
    try:
        for pragma in (
            "trusted_schema = OFF",
            "cell_size_check = ON",
            "mmap_size = 0",
            "foreign_keys = ON",
            "cache_size = -4000",
            "temp_store = MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def make_durable(connection: sqlite3.Connection) -> None:
    """Set the journalling that survives a power cut, and keep the file locked for this process from now on."""
    # From persistent to delete: SQLite takes away a blank journal that a crash left, once it holds the lock for it.
    connection.execute("PRAGMA journal_mode = PERSIST")
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute("PRAGMA synchronous = EXTRA")
    connection.execute("BEGIN EXCLUSIVE")
    connection.execute("COMMIT")


def engine_on(connection: sqlite3.Connection) -> Engine:
    """A SQLAlchemy engine whose only connection is this one.

    The driver is in autocommit mode, so that SQLAlchemy's begin is the only one; it is immediate where the connection
    was opened for writing, so that DDL and reads in the same block belong to the transaction.
    """
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)

    @event.listens_for(engine, "begin")
    def _begin(conn: Connection) -> None:
        conn.exec_driver_sql("BEGIN IMMEDIATE" if conn.get_execution_options().get(WRITES) else "BEGIN")

    return engine
