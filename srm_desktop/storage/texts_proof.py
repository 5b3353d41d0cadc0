"""Whether the search inside evidence finds what the extracted texts say, and these are as they were written down."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from srm_desktop.domain.assessment import Fault
from srm_desktop.storage import lenient, schema
from srm_desktop.storage.assessment_file import AssessmentFile
from srm_desktop.storage.problems import Damaged

TABLES = tuple(f"evidence_words_{part}" for part in ("data", "idx", "docsize", "config"))
"""The tables in which FTS5 keeps the index."""

FAULT = Fault(
    "The search inside evidence does not match the texts; it may miss pieces, which are themselves not concerned. "
    "'srm-desktop verify FILE --renew-search' makes it anew."
)

_SIZE = 1 << 20
"""About how many bytes of texts are read under one lock."""

_ROWS = 256

_WORDS = 20_000
"""About how many words are looked up at most, evenly over all: some 0.5 s."""


def faults(file: AssessmentFile) -> list[Fault]:
    """The search inside evidence, where a text is not as it was extracted, or the index not what the texts come to."""
    try:
        if wrong := [row[0] for row in _texts(file) if not _is_right(row)]:
            return [_named(file, content) for content in wrong]
        if not _is_set_up(file):
            return [FAULT]
        with closing(_copy(file)) as held:
            held.execute("INSERT INTO evidence_words (evidence_words, rank) VALUES ('integrity-check', 1)")
            if not _found_by_word(held):
                return [FAULT]
    except (Damaged, DBAPIError, sqlite3.Error, UnicodeDecodeError):
        return [FAULT]
    return []


def _is_set_up(file: AssessmentFile) -> bool:
    """Whether a version that can be read is all that is set: FTS5 looks at it before a copy is filled."""
    with lenient.lenient(file) as connection:
        rows = connection.execute(text("SELECT k, v IN (4, 5) FROM evidence_words_config")).all()
    return [tuple(row) for row in rows] == [("version", 1)]


def _found_by_word(held: sqlite3.Connection) -> bool:
    """Whether words are found by looking them up, which FTS5's own check does not do; of very many, some everywhere."""
    held.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, evidence_words, row)")
    words = held.execute("SELECT term, doc FROM temp.words").fetchall()
    find = "SELECT count(*) FROM evidence_words WHERE evidence_words MATCH ?"
    return all(
        held.execute(find, (f'"{word}"',)).fetchone() == (pieces,)
        for word, pieces in words[:: len(words) // _WORDS + 1]
    )


def _named(file: AssessmentFile, content: int) -> Fault:
    """A text that differs from its hash, by the evidence that it was read from."""
    c, e = schema.content.c, schema.evidence.c
    pieces = select(e.number, e.name).join(schema.content, c.sha256 == e.sha256).where(c.id == content)
    found = [f"E-{row.number} {row.name}" for row in file.fetch(pieces.order_by(e.number))]
    return Fault(
        f"The text that is searched of {', '.join(found) or 'a removed piece'} is not what was read from it; the piece "
        "itself is not concerned. 'srm-desktop verify FILE --renew-search' reads it again."
    )


Row = tuple[int, Any, Any, Any]


def _is_right(row: Row) -> bool:
    """Whether a text has the hash that was written down with it."""
    body = row[2]
    return isinstance(body, str) and hashlib.sha256(body.encode("utf-8", "replace")).hexdigest() == row[1]


def _texts(file: AssessmentFile) -> Iterator[Row]:
    """The texts, some at a time. Raises Damaged."""
    query, after = text("SELECT id, sha256, body, note FROM evidence_text WHERE id > :after ORDER BY id"), 0
    while True:
        rows: list[Row] = []
        with lenient.lenient(file) as connection:
            result, size = connection.execute(query, {"after": after}), 0
            for row in result:
                rows.append((row[0], row[1], row[2], row[3]))
                size += len(row[2] or "")
                if size > _SIZE:
                    break
            result.close()
        if not rows:
            return
        if rows[-1][0] <= after:
            raise Damaged(f"{file.path.name} holds texts that are not in their order.")
        yield from rows
        after = rows[-1][0]


def _copy(file: AssessmentFile) -> sqlite3.Connection:
    """Texts and index in a temporary database, which spills to the disk where it is large: nobody waits for it."""
    with file.reading() as connection:
        names = "name IN ('evidence_text', 'evidence_words')"
        made = connection.execute(text(f"SELECT sql FROM sqlite_master WHERE {names} ORDER BY name")).scalars().all()
    held = sqlite3.connect("", isolation_level=None)
    try:
        for statement in made:
            held.execute(statement)
        held.execute("BEGIN")
        held.executemany("INSERT INTO evidence_text VALUES (?, ?, ?, ?)", _texts(file))
        for table in TABLES:
            held.execute(f"DELETE FROM {table}")
            _copy_rows(file, table, held)
        held.execute("COMMIT")
    except BaseException:
        held.close()
        raise
    return held


def _copy_rows(file: AssessmentFile, table: str, held: sqlite3.Connection) -> None:
    start, query = 0, text(f"SELECT * FROM {table} LIMIT {_ROWS} OFFSET :start")
    while True:
        with file.reading() as connection:
            rows = [tuple(row) for row in connection.execute(query, {"start": start})]
        if not rows:
            return
        held.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
        start += len(rows)
