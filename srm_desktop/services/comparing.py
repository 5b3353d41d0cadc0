"""Comparing two pieces of evidence: what of them is text, a table or data decides how."""

from __future__ import annotations

import itertools
import json
from typing import Any, NamedTuple

from srm_desktop.domain import kinds
from srm_desktop.domain.assessment import Evidence
from srm_desktop.domain.comparison import MOST_LINES, Comparison, Pair, Row, Sign, of_lines, of_rows
from srm_desktop.domain.data_paths import Number, of_data
from srm_desktop.domain.problems import BadValue
from srm_desktop.domain.progress import tell_nobody
from srm_desktop.domain.sizes import size_text
from srm_desktop.exchange import table_text
from srm_desktop.exchange.lens.texts import GUESSED, decoded
from srm_desktop.exchange.table_problems import BadTable
from srm_desktop.services import evidence
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment

__all__ = ["Compared", "Comparison", "Pair", "Sign", "comparable", "compare"]

MOST_BYTES = 8_000_000
"""Bytes of each piece that are compared."""

SAME_BYTES = "They are the same, byte for byte."
UNSEEN = "Their bytes differ only in what is not shown: line ends, spaces in data, or how letters are written."
_TABLES = ("text/csv", "text/tab-separated-values")


class Compared(NamedTuple):
    """Two pieces and how they differ."""

    left: Evidence
    right: Evidence
    found: Comparison


def comparable(piece: Evidence) -> bool:
    """Whether a piece can be compared with others: it is text of some kind."""
    return kinds.is_text(piece.media_type)


def compare(file: Assessment, left: str, right: str) -> Compared:
    """How the right piece (their uids) differs from the left one.

    CSV as rows, JSON as values, all other text as lines; where a piece is not what it is called, as lines too. Bounded
    in bytes, lines and steps, which the notes say. Raises UnknownEvidence, or BadValue for what is no text.
    """
    pieces = evidence.piece_named(file, left), evidence.piece_named(file, right)
    for piece in pieces:
        if not comparable(piece):
            raise BadValue(
                f"{piece.id} {piece.name} is {kinds.kind_text(piece.media_type)}; only texts, CSV and JSON can be"
                " compared."
            )
    notes: list[str] = []
    texts = [_text(file, piece, side, notes) for piece, side in zip(pieces, ("left", "right"), strict=True)]
    found = _compared(pieces, (texts[0], texts[1]))
    if pieces[0].sha256 == pieces[1].sha256:
        notes.append(SAME_BYTES)
    elif not found.differs and not notes and not found.notes:
        notes.append(UNSEEN)
    return Compared(*pieces, found._replace(notes=(*notes, *found.notes)))


def _text(file: Assessment, piece: Evidence, side: str, notes: list[str]) -> str:
    text, guessed = decoded(evidence.read_start(file, piece.uid, MOST_BYTES))
    if guessed:
        notes.append(f"On the {side}: {GUESSED}")
    if piece.size > MOST_BYTES:
        notes.append(f"Only the first {size_text(MOST_BYTES)} of {size_text(piece.size)} on the {side} were compared.")
        text = text.rpartition("\n")[0] or text
    return text


def _compared(pieces: tuple[Evidence, Evidence], texts: tuple[str, str]) -> Comparison:
    whole = all(piece.size <= MOST_BYTES for piece in pieces)
    try:
        if whole and all(piece.media_type == "application/json" for piece in pieces):
            return of_data(*map(_data, texts))
        if all(piece.media_type in _TABLES for piece in pieces):
            return of_rows(*(_rows(piece, text) for piece, text in zip(pieces, texts, strict=True)))
    except (ValueError, RecursionError, BadTable):
        pass  # it is not what it is called: as lines it can be compared all the same
    left, right = (text.removesuffix("\n").split("\n") for text in texts)
    return of_lines(left, right)


def _data(text: str) -> Any:
    return json.loads(text, parse_int=Number, parse_float=Number, parse_constant=Number)


def _rows(piece: Evidence, text: str) -> list[Row]:
    found = table_text.records(piece.name, text, tell_nobody)
    return [tuple(record.cells) for record in itertools.islice(found, MOST_LINES + 1)]
