"""Reading what can still be read: a damaged page costs its own rows, never the rest of a table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import Connection, Integer, Row, Select, Table, select

from srm_desktop.storage.assessment_file import AssessmentFile
from srm_desktop.storage.problems import Damaged

_WIDEST = 100_000
"""So many numbers between two rows are looked for one by one; a wider gap comes from a number that is itself broken."""


class Held(NamedTuple):
    """The rows of a table that can be read, and whether they are all of them."""

    rows: list[Row[Any]]
    whole: bool


def read(file: AssessmentFile, table: Table) -> Held:
    """The rows of a table: from its beginning, and where a page is damaged from its end too, and what lies between."""
    keys = list(table.primary_key.columns)
    query = select(table)
    try:
        return Held(fetch(file, query), True)
    except Damaged:
        pass
    first = _until_damaged(file, query.order_by(*keys))
    last = _until_damaged(file, query.order_by(*(key.desc() for key in keys)))[::-1]
    seen = {tuple(getattr(row, key.name) for key in keys) for row in first}
    last = [row for row in last if tuple(getattr(row, key.name) for key in keys) not in seen]
    if len(keys) == 1 and isinstance(keys[0].type, Integer) and first and last:
        begin, end = getattr(first[-1], keys[0].name), getattr(last[0], keys[0].name)
        return Held([*first, *_between(file, query, keys[0], begin, end), *last], False)
    return Held([*first, *last], False)


def _until_damaged(file: AssessmentFile, query: Select[Any]) -> list[Row[Any]]:
    rows: list[Row[Any]] = []
    try:
        with lenient(file) as connection:
            for row in connection.execute(query):
                rows.append(row)
    except Damaged:
        pass
    return rows


def _between(file: AssessmentFile, query: Select[Any], key: Any, begin: object, end: object) -> Iterator[Row[Any]]:
    if not (isinstance(begin, int) and isinstance(end, int)) or end - begin > _WIDEST:
        return
    for number in range(begin + 1, end):
        try:
            yield from fetch(file, query.where(key == number))
        except Damaged:
            continue


def fetch(file: AssessmentFile, query: Select[Any]) -> list[Row[Any]]:
    """All rows that a query finds, broken characters and all. Raises Damaged."""
    with lenient(file) as connection:
        return list(connection.execute(query).fetchall())


@contextmanager
def lenient(file: AssessmentFile) -> Iterator[Connection]:
    """A connection to read from, under the lock, to which text that is no UTF-8 comes with marks in the broken places.

    Otherwise the driver gives up at the first such text, and the rows behind it are lost.
    """
    with file.reading() as connection:
        raw: Any = connection.connection.dbapi_connection
        before = raw.text_factory
        raw.text_factory = _text
        try:
            yield connection
        finally:
            raw.text_factory = before


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
