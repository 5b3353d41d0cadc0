"""The words in the texts of catalogs, found through SQLite's full-text index (FTS5), which keeps no text of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, text

from srm_desktop.domain.catalog import Control
from srm_desktop.storage.assessment_file import AssessmentFile

_ORDINALS = 20
"""Bits for the place of a control in its edition; the edition stands above them. Frozen: migration 2 counts so too."""

_ADD = text("INSERT INTO catalog_words (rowid, title, text, more) VALUES (:row, :title, :text, :more)")
_REMOVE = text(
    "INSERT INTO catalog_words (catalog_words, rowid, title, text, more) VALUES ('delete', :row, :title, :text, :more)"
)
_WORD = re.compile(r"\w+")


def add(connection: Connection, edition: int, controls: Iterable[tuple[int, Control]]) -> None:
    """Take in controls of an edition, each with its place in it."""
    if rows := [_row(edition, ordinal, control) for ordinal, control in controls]:
        connection.execute(_ADD, rows)


def remove(connection: Connection, edition: int, controls: Iterable[tuple[int, Control]]) -> None:
    """Take out what was taken in; each control must be as it was then."""
    if rows := [_row(edition, ordinal, control) for ordinal, control in controls]:
        connection.execute(_REMOVE, rows)


def find(file: AssessmentFile, wanted: str, editions: Sequence[int], most: int) -> list[tuple[int, int]]:
    """Edition and place of the controls that hold every word of `wanted`, or one that begins like it; best first.

    A title counts four times as much as what is required, and that twice as much as guidance and the like.
    """
    words = _WORD.findall(wanted)
    if not words or not editions:
        return []
    within = " OR ".join(f"rowid BETWEEN {e << _ORDINALS} AND {((e + 1) << _ORDINALS) - 1}" for e in map(int, editions))
    query = text(
        f"SELECT rowid FROM catalog_words WHERE catalog_words MATCH :words AND ({within}) "  # noqa: S608: numbers only
        "ORDER BY bm25(catalog_words, 8, 2, 1), rowid LIMIT :most"
    )
    with file.reading() as connection:
        rows = connection.execute(query, {"words": " ".join(f'"{word}"*' for word in words), "most": most})
        return [(row >> _ORDINALS, row & ((1 << _ORDINALS) - 1)) for (row,) in rows]


def _row(edition: int, ordinal: int, control: Control) -> dict[str, object]:
    more = [control.guidance, control.why, *(objective.text for objective in control.objectives)]
    for side in (control.aws, control.customer):
        more += [side.text, *(words for _, words in side.tiers)]
    for hint in control.hints:
        more += [hint.what, hint.console, hint.cli]
    return {
        "row": edition << _ORDINALS | ordinal,
        "title": control.title,
        "text": " ".join(said for part in control.parts for said in (part.intro, part.text)),
        "more": " ".join(more),
    }
