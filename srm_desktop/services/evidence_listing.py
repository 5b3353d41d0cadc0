"""The evidence list narrowed down: one meaning for every front end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from srm_desktop.domain.assessment import TEXTS, EvidenceRow
from srm_desktop.domain.kinds import word as kind
from srm_desktop.domain.vocabulary import Acceptance, Freshness
from srm_desktop.services.listing import Spelled


class EvidenceFilter(NamedTuple):
    """What a list of evidence is narrowed to; an empty field does not narrow. Fields add up: all must hold.

    `unlinked` means evidence that serves no control, `guessed` a day of collection that nobody has confirmed. `text` is
    words, each of which must be in the id, title, name, kind, a control that it serves or one of the texts that are
    known of it; the id of a control is found in any usual spelling.
    """

    text: str = ""
    freshness: frozenset[Freshness] = frozenset()
    unlinked: bool = False
    guessed: bool = False
    acceptance: frozenset[Acceptance] = frozenset()


STALE = frozenset(word for word in Freshness if word.bad)
"""What is said to be stale in short: too old, or outside the audit period."""

NOT_ACCEPTED = frozenset(word for word in Acceptance if word is not Acceptance.ACCEPTED)
"""What an assessor should not be shown yet: not checked, or rejected."""


def narrow_evidence(
    rows: Iterable[EvidenceRow], wanted: EvidenceFilter, inside: frozenset[str] = frozenset()
) -> tuple[EvidenceRow, ...]:
    """The rows that pass a filter, in their order.

    `inside` are the uids of pieces whose own text holds the words of the filter (`search.uids_inside`).
    """
    words = wanted.text.casefold().split()
    spelled = Spelled(wanted.text)
    return tuple(
        row
        for row in rows
        if (not wanted.freshness or row.freshness in wanted.freshness)
        and (not wanted.unlinked or not row.controls)
        and (not wanted.guessed or row.piece.collected_guessed)
        and (not wanted.acceptance or row.piece.acceptance in wanted.acceptance)
        and (not words or row.piece.uid in inside or _says(row, words) or any(map(spelled.fits, row.keys)))
    )


def _says(row: EvidenceRow, words: list[str]) -> bool:
    piece = row.piece
    known = (getattr(piece, name) for name in TEXTS)
    text = " ".join((piece.id, piece.name, kind(piece.media_type), *known, *row.controls)).casefold()
    return all(word in text for word in words)


__all__ = ["EvidenceFilter", "kind", "narrow_evidence"]
