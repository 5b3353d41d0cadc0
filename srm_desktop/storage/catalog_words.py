"""The words in the texts of catalogs, found through SQLite's full-text index (FTS5), which keeps no text of its own.

The index holds where each word stands (FTS5's `detail=full`): in an index without text, FTS5 ranks and finds phrases by
that alone. For all of SP 800-53 it is 0.9 MB of the file's 5.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from srm_desktop.domain.catalog import Control
from srm_desktop.storage import schema
from srm_desktop.storage.assessment_file import AssessmentFile
from srm_desktop.storage.edition_rows import read_controls

_ORDINALS = 20
"""Bits for the place of a control in its edition; the edition stands above them. Frozen: migration 2 counts so too."""

MOST_WORDS = 32
"""How many words of a query are looked at: who pastes a page does not mean all of it."""

ADD = "INSERT INTO catalog_words (rowid, title, text, more) VALUES (?, ?, ?, ?)"
_REMOVE = "INSERT INTO catalog_words (catalog_words, rowid, title, text, more) VALUES ('delete', ?, ?, ?, ?)"
_FIND = (
    "SELECT rowid FROM catalog_words WHERE catalog_words MATCH ? AND ({within}) "
    "ORDER BY bm25(catalog_words, 8, 2, 1), rowid LIMIT ?"
)
_MEMO = "catalog words "

Row = tuple[int, str, str, str]
"""What the index is given of one control: its number, title, statement, and all else that is said of it."""


def row(edition: int, ordinal: int, control: Control) -> Row:
    """What the index is given of one control. Frozen with migration 2, which makes the same of older files."""
    more = [control.guidance, control.why, *(objective.text for objective in control.objectives)]
    for side in (control.aws, control.customer):
        more += [side.text, *(words for _, words in side.tiers)]
    for hint in control.hints:
        more += [hint.what, hint.console, hint.cli]
    text = " ".join(said for part in control.parts for said in (part.intro, part.text))
    return edition << _ORDINALS | ordinal, control.title, text, " ".join(more)


def add(connection: Connection, rows: Sequence[Row]) -> None:
    """Take in controls."""
    if rows:
        connection.exec_driver_sql(ADD, list(rows))


def remove(connection: Connection, rows: Sequence[Row]) -> None:
    """Take out what was taken in; each row must be as it was then."""
    if rows:
        connection.exec_driver_sql(_REMOVE, list(rows))


def all_rows(file: AssessmentFile) -> Iterable[Row]:
    """What the index of this file must hold, made of the catalogs in it."""
    for (edition,) in file.fetch(select(schema.edition.c.id)):
        for ordinal, control in read_controls(file, edition):
            yield row(edition, ordinal, control)


def anew(file: AssessmentFile) -> sqlite3.Connection:
    """The index made again in memory of the catalogs in the file: what the one in the file ought to be."""
    memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    memory.execute(definition(file))
    memory.execute("BEGIN")
    memory.executemany(ADD, all_rows(file))
    memory.execute("COMMIT")
    return memory


def definition(file: AssessmentFile) -> str:
    """The statement that makes the index; what the file says was compared with the migrations when it was opened."""
    with file.reading() as connection:
        said = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'catalog_words'").scalar_one()
    return str(said)


def words_of(wanted: str) -> list[str]:
    """The words to look for in what somebody typed; signs alone are none."""
    return [word for word in wanted.replace("\0", " ").split() if any(map(str.isalnum, word))][:MOST_WORDS]


def quoted(word: str) -> str:
    """A word as FTS5 takes it, so that nothing in it is an operator."""
    return '"' + word.replace('"', '""') + '"'


def beginning(word: str) -> str:
    """The same for all words that begin so."""
    return quoted(word) + "*"


def find(file: AssessmentFile, wanted: str, editions: Sequence[int], most: int) -> list[tuple[int, int]]:
    """Edition and place of the controls that hold every word of `wanted`, or one that begins like it; best first.

    A title counts four times as much as what is required, and that twice as much as guidance and the like. Of a word
    with signs in it ("multi-factor") the pieces must stand one after another. Where the index cannot be read, one in
    memory answers.
    """
    words = words_of(wanted)
    if not words or not editions:
        return []
    within = " OR ".join(f"rowid BETWEEN {e << _ORDINALS} AND {((e + 1) << _ORDINALS) - 1}" for e in map(int, editions))
    query = _FIND.format(within=within)
    given = (" ".join(map(beginning, words)), most)
    with file.reading() as connection:
        try:
            rows = [tuple(found) for found in connection.exec_driver_sql(query, given)]
        except DBAPIError:
            rows = _in_memory(file, editions).execute(query, given).fetchall()
    return [(number >> _ORDINALS, number & ((1 << _ORDINALS) - 1)) for (number,) in rows]


def _in_memory(file: AssessmentFile, editions: Sequence[int]) -> sqlite3.Connection:
    """The index in memory, made once for these editions."""
    asked = _MEMO + str(sorted(editions))
    memory = file.memo.get(asked)
    if not isinstance(memory, sqlite3.Connection):
        memory = file.memo[asked] = anew(file)
    return memory
