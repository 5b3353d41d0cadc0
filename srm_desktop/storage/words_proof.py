"""Whether the word search finds what the texts of the catalogs say: the index is made again and compared.

A doctored index could hide a control from a search, so it is not enough that FTS5 finds it well-formed: with a page
directory (`catalog_words_idx`) that leads past a word, the words are all there when they are read in order, and yet not
found. So both ways are gone, on copies in memory, without keeping anybody waiting.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import pairwise

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from srm_desktop.domain.assessment import Fault
from srm_desktop.storage import catalog_words
from srm_desktop.storage.assessment_file import AssessmentFile
from srm_desktop.storage.problems import Damaged

TABLES = tuple(f"catalog_words_{part}" for part in ("data", "idx", "docsize", "config"))
"""The tables in which FTS5 keeps the index."""

FAULT = Fault(
    "The word search does not match the catalog texts; search may miss controls. 'srm-desktop verify FILE "
    "--renew-search' makes it anew."
)

_ROWS = 256
"""Rows of the index that are read under one lock: 1 MB, some 2 ms."""


def faults(file: AssessmentFile) -> list[Fault]:
    """The word search, where it does not find each word of the catalogs in the file, there and nowhere else."""
    with closing(catalog_words.anew(file)) as right:
        try:
            with closing(_copy(file)) as held:
                return [] if _sound(held) and _alike(right, held) else [FAULT]
        except (Damaged, DBAPIError, sqlite3.Error):
            return [FAULT]


def renew(file: AssessmentFile) -> None:
    """Make the word search again of the texts of the catalogs, in one transaction (0.2 s for all of SP 800-53)."""
    rows = list(catalog_words.all_rows(file))
    with file.writing() as connection:
        _empty(connection)
        catalog_words.add(connection, rows)


def _empty(connection: Connection) -> None:
    """Take everything out, however broken; FTS5 reads the version of the index before it does anything."""
    connection.execute(text("DELETE FROM catalog_words_config"))
    connection.execute(text("INSERT INTO catalog_words_config VALUES ('version', 4)"))
    connection.execute(text("INSERT INTO catalog_words (catalog_words) VALUES ('delete-all')"))


def _copy(file: AssessmentFile) -> sqlite3.Connection:
    """The index of the file in memory, byte by byte. FTS5 has not looked at the one it replaces, so none is cached."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    memory.execute(catalog_words.definition(file))
    memory.execute("BEGIN")
    for table in TABLES:
        memory.execute(f"DELETE FROM {table}")
        start, query = 0, text(f"SELECT * FROM {table} LIMIT {_ROWS} OFFSET :start")
        while True:
            with file.reading() as connection:
                rows = [tuple(row) for row in connection.execute(query, {"start": start})]
            if not rows:
                break
            memory.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)
            start += len(rows)
    memory.execute("COMMIT")
    return memory


def _sound(held: sqlite3.Connection) -> bool:
    """Whether FTS5 finds it whole, and looking a word up leads to no later page than reading up to it.

    With pages in the order of the words they begin with, a search for the beginning of a word cannot pass by a page on
    which a search for a whole word would find one.
    """
    held.execute("INSERT INTO catalog_words (catalog_words) VALUES ('integrity-check')")
    pages = held.execute("SELECT segid, pgno >> 1 FROM catalog_words_idx ORDER BY segid, term").fetchall()
    return all(one < other for one, other in pairwise(pages))


def _alike(right: sqlite3.Connection, held: sqlite3.Connection) -> bool:
    """Whether both hold the same words at the same places, find the same by each word, and rank by the same lengths."""
    for memory in (right, held):
        memory.execute("CREATE VIRTUAL TABLE temp.places USING fts5vocab(main, catalog_words, instance)")
    right.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, catalog_words, row)")
    same = (
        "SELECT k, v IN (4, 5) FROM catalog_words_config",  # versions that can be read; nothing is set beside it
        "SELECT id, sz FROM catalog_words_docsize ORDER BY id",
        # How many words there are in all: nothing is written down of an index that was always empty.
        "SELECT block FROM catalog_words_data WHERE id = 1 AND EXISTS (SELECT 1 FROM catalog_words_docsize)",
        "SELECT term, doc, col, offset FROM temp.places",
    )
    find = "SELECT count(*) FROM catalog_words WHERE catalog_words MATCH ?"
    return all(_same(right, held, query) for query in same) and all(
        held.execute(find, (f'"{word}"',)).fetchone() == (controls,)
        for word, controls in right.execute("SELECT term, doc FROM temp.words")
    )


def _same(right: sqlite3.Connection, held: sqlite3.Connection, query: str) -> bool:
    ours, theirs = right.execute(query), held.execute(query)
    while (some := ours.fetchmany(_ROWS)) == theirs.fetchmany(_ROWS):
        if not some:
            return True
    return False
