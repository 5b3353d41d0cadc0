"""The columns of the evidence table, and the narrowings that its list of choices offers."""

from __future__ import annotations

from srm_desktop.domain.assessment import EvidenceRow
from srm_desktop.domain.sizes import size_text
from srm_desktop.domain.vocabulary import Freshness
from srm_desktop.services.evidence_listing import EvidenceFilter, kind
from srm_desktop.ui.pages.dates import day_text, period_text, time_text
from srm_desktop.ui.tables import Column
from srm_desktop.ui.words import id_text, sign

GUESS = "≈"
"""Before a day of collection that was taken from the file and that nobody has confirmed."""

CHOICES: tuple[tuple[str, EvidenceFilter], ...] = (
    ("All evidence", EvidenceFilter()),
    *((sign(word).word, EvidenceFilter(freshness=frozenset({word}))) for word in Freshness),
    ("Stale or outside", EvidenceFilter(freshness=frozenset(word for word in Freshness if word.bad))),
    ("Date is a guess", EvidenceFilter(guessed=True)),
    ("Serves no control", EvidenceFilter(unlinked=True)),
)


LESSER = ("Imported", "File", "Covers", "Kind", "Size")
"""Columns that give way, in this order, where there is not enough room for the title."""


def collected(row: EvidenceRow) -> str:
    """The day it was collected; a guess is marked."""
    mark = f"{GUESS} " if row.piece.collected_guessed else ""
    return mark + day_text(row.piece.collected)


def _collected_tip(row: EvidenceRow) -> str:
    if row.piece.collected_guessed:
        return f"{day_text(row.piece.collected)}, a guess from the file's own date: confirm it under Details"
    return day_text(row.piece.collected)


def _title(row: EvidenceRow) -> str:
    title = row.piece.title
    return f"{title}  (superseded by {row.newer_id})" if row.newer_id else title


COLUMNS = (
    Column("Id", lambda r: r.piece.id, lambda r: r.piece.number, width=6),
    Column("Title", _title, lambda r: r.piece.title.casefold(),
           tip=lambda r: "\n".join(filter(None, (_title(r), r.piece.name, r.piece.source, r.piece.note))),
           tone=lambda r: "quiet" if r.newer else None),
    Column("File", lambda r: r.piece.name, lambda r: r.piece.name.casefold(), width=22, tone=lambda r: "quiet"),
    Column("Kind", lambda r: kind(r.piece.media_type), width=9, tip=lambda r: r.piece.media_type),
    Column("Collected", collected, lambda r: r.piece.collected, width=14, tip=_collected_tip,
           tone=lambda r: "warn" if r.piece.collected_guessed else None),
    Column("Covers", lambda r: period_text(r.piece.covers),
           lambda r: (r.piece.covers.start or r.piece.collected, r.piece.covers.end or r.piece.collected), width=14),
    Column("Freshness", lambda r: sign(r.freshness).text, lambda r: r.freshness.rank, width=20,
           tone=lambda r: sign(r.freshness).tone),
    Column("Size", lambda r: size_text(r.piece.size), lambda r: r.piece.size, width=9, right=True),
    Column("Controls", lambda r: ", ".join(map(id_text, r.keys)) or "none", lambda r: (len(r.controls), r.controls),
           width=18, tone=lambda r: None if r.controls else "warn",
           tip=lambda r: "\n".join(map(id_text, r.keys)) or "Serves no control"),
    Column("Imported", lambda r: day_text(r.piece.imported.astimezone().date()), lambda r: r.piece.imported, width=12,
           tip=lambda r: time_text(r.piece.imported), tone=lambda r: "quiet"),
)  # fmt: skip
