"""The evidence list narrowed down: one meaning for every front end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from srm_desktop.domain.assessment import EvidenceRow
from srm_desktop.domain.kinds import word as kind
from srm_desktop.domain.vocabulary import Freshness
from srm_desktop.services.listing import Spelled


class EvidenceFilter(NamedTuple):
    """What a list of evidence is narrowed to; an empty field does not narrow. Fields add up: all must hold.

    `unlinked` means evidence that serves no control, `guessed` a day of collection that nobody has confirmed. `text` is
    words, each of which must be in the id, title, name, kind, source, note or a control that it serves; the id of a
    control is found in any usual spelling.
    """

    text: str = ""
    freshness: frozenset[Freshness] = frozenset()
    unlinked: bool = False
    guessed: bool = False


def narrow_evidence(rows: Iterable[EvidenceRow], wanted: EvidenceFilter) -> tuple[EvidenceRow, ...]:
    """The rows that pass a filter, in their order."""
    words = wanted.text.casefold().split()
    spelled = Spelled(wanted.text)
    return tuple(
        row
        for row in rows
        if (not wanted.freshness or row.freshness in wanted.freshness)
        and (not wanted.unlinked or not row.controls)
        and (not wanted.guessed or row.piece.collected_guessed)
        and (not words or _says(row, words) or any(map(spelled.fits, row.keys)))
    )


def _says(row: EvidenceRow, words: list[str]) -> bool:
    piece = row.piece
    parts = (piece.id, piece.title, piece.name, kind(piece.media_type), piece.source, piece.note, *row.controls)
    text = " ".join(parts).casefold()
    return all(word in text for word in words)


__all__ = ["EvidenceFilter", "kind", "narrow_evidence"]
