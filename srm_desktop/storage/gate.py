"""What a file must pass before the first query: header, application id, version, size, and every row of its schema."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from srm_desktop.storage import migrations
from srm_desktop.storage.problems import Damaged, ForeignSchema, MissingFile, NewerSchema, NotAnAssessment

_MAGIC = b"SQLite format 3\x00"
_HEADER = 100


def journal_of(path: Path) -> Path:
    """Where SQLite keeps the rollback journal of a database."""
    return path.with_name(path.name + "-journal")


def check_header(path: Path) -> int:
    """The schema version of the file at `path`, read from its first 100 bytes without opening it as a database.

    Raises a problem where it is missing, a directory, empty, no SQLite file, another program's, newer or cut short.
    """
    if path.is_dir():
        raise NotAnAssessment(f"{path} is a folder; name the .srma file in it.")
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER)
            size = file.seek(0, 2)
    except FileNotFoundError:
        raise MissingFile(f"There is no file {path}.") from None
    except OSError as error:
        raise NotAnAssessment(f"{path} cannot be read: {error.strerror or error}.") from error
    if not header:
        raise NotAnAssessment(f"{path.name} is empty; it is not an assessment.")
    if header[:16] != _MAGIC[: len(header[:16])]:
        raise NotAnAssessment(f"{path.name} is not an assessment of SRM Desktop (.srma).")
    if len(header) < _HEADER:
        raise Damaged(f"{path.name} is cut short after {size} bytes; go back to a copy of it.")
    version = int.from_bytes(header[60:64], "big")
    application = int.from_bytes(header[68:72], "big")
    if application != migrations.APPLICATION_ID:
        raise NotAnAssessment(f"{path.name} is a database of another program, not an assessment of SRM Desktop.")
    if version > migrations.LATEST:
        raise NewerSchema(
            f"{path.name} was written by a newer version of SRM Desktop (schema {version}; this version knows "
            f"{migrations.LATEST}). Update the program to open it."
        )
    if version < 1:
        raise NotAnAssessment(f"{path.name} was never finished by SRM Desktop; it holds no assessment.")
    _check_size(path, header, size)
    return version


def _check_size(path: Path, header: bytes, size: int) -> None:
    page = int.from_bytes(header[16:18], "big")
    page = 65_536 if page == 1 else page
    changed, pages, valid_for = (int.from_bytes(header[at : at + 4], "big") for at in (24, 28, 92))
    if changed == valid_for and size < page * pages and not journal_of(path).exists():
        raise Damaged(
            f"{path.name} is cut short: {size} of {page * pages} bytes are there. Go back to a whole copy of it."
        )


def check_schema(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """Refuse a file whose schema is not, row by row, the one that this program makes for `version`."""
    found = migrations.schema_rows(connection)
    wanted = migrations.expected_schema(version)
    if strange := sorted(found - wanted):
        kind, name = strange[0][0], strange[0][1]
        raise ForeignSchema(
            f"{path.name} holds a {kind} that SRM Desktop did not make ({name!r}); it was not opened, for it could "
            "change what the file says."
        )
    if missing := sorted(wanted - found, key=lambda row: row[1]):
        raise Damaged(f"{path.name} lacks the {missing[0][0]} {missing[0][1]!r}; go back to a copy of it.")
