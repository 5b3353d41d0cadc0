"""The text inside evidence, found by its words through SQLite's full-text index (FTS5).

What is kept here is derived from the stored bytes: it is not journaled, no step undoes it, and it can be made anew at
any time. There is a row for each content whose text was looked for, be it that there was none.

What is found comes newest first. Ranking (`bm25`) looks each word up once more to count in how many texts it is: 30 ms
more for words that are in most of 5,000, and lines would change places at each key.

Measured on 5,000 pieces with 50 MB of text: one or two letters take 1 ms through the index of beginnings, which makes
the index of words 1.6 times as large; without it 46 and 24 ms, and in proportion to the text. What is longer takes 1 to
10 ms. Both together have 0.6 times the size of the text.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from typing import Any, NamedTuple

from sqlalchemy import TextClause, select, text
from sqlalchemy.exc import DBAPIError

from srm_desktop.storage import schema
from srm_desktop.storage.assessment_file import AssessmentFile
from srm_desktop.storage.catalog_words import beginning, quoted, words_of
from srm_desktop.storage.problems import Damaged

_SHORT = 2
"""A whole word of so few letters is meant as it stands, unless it is being typed: "a", "of", "s3"."""

_USED = "EXISTS (SELECT 1 FROM evidence e WHERE e.sha256 = c.sha256)"
_PENDING = (
    f"FROM content c WHERE c.sha256 IS NOT NULL AND {_USED} "
    "AND NOT EXISTS (SELECT 1 FROM evidence_text t WHERE t.id = c.id)"
)
# A cross join, so that the words are looked up first.
_FOUND = f"FROM evidence_words w CROSS JOIN content c ON c.id = w.rowid WHERE w.evidence_words MATCH :words AND {_USED}"
_NEWEST = text(f"SELECT c.id, c.sha256 {_FOUND} ORDER BY w.rowid DESC LIMIT :most")
_ALL = text(
    "SELECT c.sha256 FROM evidence_words w CROSS JOIN content c ON c.id = w.rowid WHERE w.evidence_words MATCH :words"
)
_PUT = text(
    "INSERT INTO evidence_text (id, sha256, body, note) SELECT c.id, :sha256, :body, :note FROM content c "
    "WHERE c.id = :id AND c.sha256 IS NOT NULL AND NOT EXISTS (SELECT 1 FROM evidence_text t WHERE t.id = c.id)"
)
_INDEX = text("INSERT INTO evidence_words (rowid, body) VALUES (:id, :body)")


_TABLES = tuple(f"evidence_words_{part}" for part in ("data", "idx", "docsize", "config"))
"""The tables in which FTS5 keeps the index."""


class Unread(NamedTuple):
    """A content whose text was not looked for yet, with the uid, name and media type of a piece that has it."""

    content: int
    sha256: str
    size: int
    uid: str
    name: str
    media_type: str


class Read(NamedTuple):
    """The text inside a content, empty where there is none; `note` says why nothing or not all of it was read."""

    content: int
    body: str
    note: str = ""


class Found(NamedTuple):
    """A content that holds the words, by its row and its SHA-256."""

    content: int
    sha256: str


class SearchDamaged(Damaged):
    """The words inside evidence cannot be looked up."""


def waiting(file: AssessmentFile) -> int:
    """How many contents that evidence uses are still to be read."""
    with file.reading() as connection:
        return int(connection.execute(text(f"SELECT count(*) {_PENDING}")).scalar_one())


def pending(file: AssessmentFile, most: int, largest: int | None = None) -> list[Unread]:
    """Contents that evidence uses and that were not read yet, the newest first; none of more than `largest` bytes."""
    query = text(
        "SELECT c.id, c.sha256, c.size, p.uid, p.name, p.media_type FROM content c JOIN evidence p ON p.uid = "
        "(SELECT e.uid FROM evidence e WHERE e.sha256 = c.sha256 ORDER BY e.number LIMIT 1) WHERE c.id IN "
        f"(SELECT c.id {_PENDING} AND c.size <= :largest ORDER BY c.id DESC LIMIT :most) ORDER BY c.id DESC"
    )
    with file.reading() as connection:
        given = {"most": most, "largest": (1 << 62) if largest is None else largest}
        return [Unread(*row) for row in connection.execute(query, given)]


def put(file: AssessmentFile, rows: Iterable[Read]) -> None:
    """Keep what was read, in one transaction (some 60 ms for a million characters).

    Nothing is kept for a content that is there no more, or that was read meanwhile. Raises SearchDamaged where the
    index takes nothing in.
    """
    made = [
        {"id": row.content, "body": row.body, "note": row.note, "sha256": _hash(row.body)} for row in rows
    ]  # before the lock is taken
    with file.writing() as connection:
        for row in made:
            if connection.execute(_PUT, row).rowcount == 1:
                try:
                    connection.execute(_INDEX, row)
                except DBAPIError as error:
                    raise damaged(file, error) from error


def damaged(file: AssessmentFile, error: DBAPIError) -> Exception:
    """What to raise for an error of the index: SearchDamaged, but what is the disk's fault stays what it is."""
    code = getattr(error.orig, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code not in (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT):
        return error
    return SearchDamaged(
        f"The words inside evidence in {file.path.name} cannot be looked up. 'srm-desktop verify FILE "
        "--renew-search' reads them again."
    )


def clear(file: AssessmentFile, *, secure: bool = False) -> None:
    """Forget all that was read, however broken the index is, so that it is read again; `secure` overwrites it."""
    with file.writing(secure=secure) as connection:
        made = connection.execute(text("SELECT sql FROM sqlite_master WHERE name = 'evidence_words'")).scalar_one()
        with closing(sqlite3.connect(":memory:")) as memory:  # an empty index, as FTS5 makes it
            memory.execute(str(made).replace("content = 'evidence_text'", "content = ''"))
            for table in _TABLES:
                connection.exec_driver_sql(f"DELETE FROM {table}")
                for row in memory.execute(f"SELECT * FROM {table}"):
                    connection.exec_driver_sql(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
        connection.execute(text("INSERT INTO evidence_words (evidence_words) VALUES ('delete-all')"))
        connection.execute(text("DELETE FROM evidence_text"))


def query_of(wanted: str) -> str:
    """What somebody typed, for FTS5: all words, from their beginnings; "" where there is no word in it.

    Of a word with signs in it ("multi-factor") the pieces must stand one after another. Accents and case do not count.
    """
    words = words_of(wanted)
    if not words:
        return ""
    whole = (quoted(word) if len(word) <= _SHORT else beginning(word) for word in words[:-1])
    return " ".join([*whole, beginning(words[-1])])


def find(file: AssessmentFile, wanted: str, most: int) -> list[Found]:
    """The contents of evidence that hold every word of `wanted`, the newest first.

    Raises SearchDamaged where the index cannot be read.
    """
    words = query_of(wanted)
    return [Found(*row) for row in _ask(file, _NEWEST, words, most)] if words else []


def find_all(file: AssessmentFile, wanted: str) -> frozenset[str]:
    """The SHA-256 of every content that holds the words, used or not. Raises SearchDamaged."""
    words = query_of(wanted)
    return frozenset(sha256 for (sha256,) in _ask(file, _ALL, words, 0)) if words else frozenset()


def _ask(file: AssessmentFile, query: TextClause, words: str, most: int) -> list[tuple[Any, ...]]:
    with file.reading() as connection:
        try:
            return [tuple(row) for row in connection.execute(query, {"words": words, "most": most})]
        except DBAPIError as error:
            raise damaged(file, error) from error


def bodies(file: AssessmentFile, found: Iterable[Found]) -> dict[int, str]:
    """The texts inside contents (some tens), as far as they were read."""
    t = schema.evidence_text.c
    return {row.id: row.body for row in file.fetch(select(t.id, t.body).where(t.id.in_([f.content for f in found])))}


def note(file: AssessmentFile, sha256: str) -> str | None:
    """Why nothing or not all of a content was read, "" where all was; None where it was not read yet."""
    c, t = schema.content.c, schema.evidence_text.c
    rows = file.fetch(select(t.note).join(schema.content, c.id == t.id).where(c.sha256 == sha256))
    return str(rows[0].note) if rows else None


def _hash(said: str) -> str:
    return hashlib.sha256(said.encode("utf-8")).hexdigest()
