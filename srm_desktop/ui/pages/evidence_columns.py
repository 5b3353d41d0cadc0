"""The columns of the evidence table, and the narrowings that its list of choices offers."""

from __future__ import annotations

from srm_desktop.domain.assessment import EvidenceRow
from srm_desktop.domain.sizes import size_text
from srm_desktop.domain.vocabulary import Acceptance, Freshness
from srm_desktop.services.evidence_listing import NOT_ACCEPTED, STALE, EvidenceFilter, kind
from srm_desktop.ui.evidence_words import (
    checked_text,
    checked_tone,
    collected_text,
    collected_tone,
    dates_tip,
    fresh_text,
    known_tip,
    title_tone,
)
from srm_desktop.ui.pages.dates import day_text, period_text, time_text
from srm_desktop.ui.tables import Column
from srm_desktop.ui.words import id_text, sign

CHOICES: tuple[tuple[str, EvidenceFilter], ...] = (
    ("All evidence", EvidenceFilter()),
    *((sign(word).word, EvidenceFilter(freshness=frozenset({word}))) for word in Freshness),
    ("Stale or outside", EvidenceFilter(freshness=STALE)),
    ("Not accepted", EvidenceFilter(acceptance=NOT_ACCEPTED)),
    *((sign(word).word, EvidenceFilter(acceptance=frozenset({word}))) for word in Acceptance),
    ("Date is a guess", EvidenceFilter(guessed=True)),
    ("Serves no control", EvidenceFilter(unlinked=True)),
)


LESSER = ("Imported", "File", "Size", "Covers", "Kind", "Source", "Accepted")
"""Columns that give way, in this order, where there is not enough room for the title."""


def _title(row: EvidenceRow) -> str:
    title = row.piece.title
    if row.piece.acceptance is Acceptance.REJECTED:  # also where there is no room for the column that says so
        title = f"{sign(Acceptance.REJECTED).symbol} {title}"
    return f"{title}  (superseded by {row.newer_id})" if row.newer_id else title


def _controls(row: EvidenceRow) -> str:
    """The first control, and how many more: a list cut short says neither."""
    more = f" +{len(row.keys) - 1}" if len(row.keys) > 1 else ""
    return f"{id_text(row.keys[0])}{more}" if row.keys else "none"


COLUMNS = (
    Column("Id", lambda r: r.piece.id, lambda r: r.piece.number, width=6),
    Column("Title", _title, lambda r: r.piece.title.casefold(),
           tip=lambda r: known_tip(r.piece, _title(r)), tone=lambda r: title_tone(r.piece, r.newer)),
    Column("File", lambda r: r.piece.name, lambda r: r.piece.name.casefold(), width=22, tone=lambda r: "quiet"),
    Column("Kind", lambda r: kind(r.piece.media_type), width=9, tip=lambda r: r.piece.media_type),
    Column("Collected", lambda r: collected_text(r.piece), lambda r: r.piece.collected, width=14,
           tip=lambda r: dates_tip(r.piece), tone=lambda r: collected_tone(r.piece)),
    Column("Covers", lambda r: period_text(r.piece.covers),
           lambda r: (r.piece.covers.start or r.piece.collected, r.piece.covers.end or r.piece.collected), width=26),
    Column("Freshness", lambda r: fresh_text(r.freshness), lambda r: r.freshness.rank, width=11,
           tone=lambda r: sign(r.freshness).tone,
           tip=lambda r: f"{sign(r.freshness).word}; it must be {' and '.join(rule.words for rule in r.rules)}"),
    Column("Accepted", lambda r: checked_text(r.piece), lambda r: r.piece.acceptance.rank, width=14,
           tone=lambda r: checked_tone(r.piece)),
    Column("Source", lambda r: r.piece.source, lambda r: r.piece.source.casefold(), width=18, tone=lambda r: "quiet",
           tip=lambda r: known_tip(r.piece)),
    Column("Size", lambda r: size_text(r.piece.size), lambda r: r.piece.size, width=9, right=True),
    Column("Controls", _controls, lambda r: (len(r.controls), r.controls), width=15,
           tone=lambda r: None if r.controls else "warn",
           tip=lambda r: "\n".join(map(id_text, r.keys)) or "Serves no control"),
    Column("Imported", lambda r: day_text(r.piece.imported.astimezone().date()), lambda r: r.piece.imported, width=12,
           tip=lambda r: time_text(r.piece.imported), tone=lambda r: "quiet"),
)  # fmt: skip
