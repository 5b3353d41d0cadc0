"""The numbered steps from one schema to the next. Each is frozen once released: plain SQL, no import of live code."""

from __future__ import annotations

import sqlite3

from srm_desktop.storage.migrations import m0001_first, m0002_catalogs, m0003_evidence

APPLICATION_ID = 0x53524D41
"""`SRMA` in ASCII, at offset 68 of every assessment file."""

STEPS: tuple[tuple[str, ...], ...] = (m0001_first.STATEMENTS, m0002_catalogs.STATEMENTS, m0003_evidence.STATEMENTS)
"""The SQL statements of each migration; number n (from 1) brings a file from schema n - 1 to n."""

LATEST = len(STEPS)


def migrate(connection: sqlite3.Connection, start: int, end: int) -> None:
    """Bring a file from schema `start` to `end`, each step in one transaction together with its number.

    `connection` must be in autocommit mode (`isolation_level=None`); the caller has made a backup.
    """
    for number in range(start + 1, end + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in STEPS[number - 1]:
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:  # SQLite has rolled back already where the disk is full
                connection.execute("ROLLBACK")
            raise


def expected_schema(version: int) -> frozenset[tuple[str, str, str, str | None]]:
    """Every row that `sqlite_master` of a file of this schema must hold, no more and no less."""
    model = sqlite3.connect(":memory:", isolation_level=None)
    try:
        migrate(model, 0, version)
        return schema_rows(model)
    finally:
        model.close()


def schema_rows(connection: sqlite3.Connection) -> frozenset[tuple[str, str, str, str | None]]:
    """The rows of `sqlite_master` as (type, name, table, sql)."""
    return frozenset(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"))
