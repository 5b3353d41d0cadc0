"""The evidence index: a row for each piece, as a text table that programs read and spreadsheets open."""

from __future__ import annotations

import re
from collections.abc import Mapping

from srm_desktop.domain.assessment import EvidenceRow
from srm_desktop.exchange.package_content import PackageContent

HEADINGS = (
    "id", "title", "name", "path", "sha256", "size", "media_type", "collected", "collected_is", "period_from",
    "period_to", "imported", "source", "account", "region", "method", "collector", "population", "confidentiality",
    "acceptance", "controls", "version", "supersedes",
)  # fmt: skip
_FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def evidence_index(content: PackageContent) -> bytes:
    """The table (RFC 4180) in UTF-8 with a mark at the beginning, by which Excel knows the encoding.

    Every value is in quotes. A text that a spreadsheet program would take for a formula has an apostrophe in front.
    """
    headings = (*HEADINGS, *(("note",) if content.with_notes else ()))
    ids = {entry.piece.uid: entry.piece.id for entry in content.evidence}
    rows = [headings, *(_row(content, entry, ids) for entry in content.evidence)]
    text = "".join(",".join(map(quoted, row)) + "\r\n" for row in rows)
    return b"\xef\xbb\xbf" + text.encode()


def _row(content: PackageContent, entry: EvidenceRow, ids: Mapping[str, str]) -> tuple[str, ...]:
    piece = entry.piece
    start, end = piece.covers.start, piece.covers.end
    row = (
        piece.id, piece.title, piece.name, content.places[piece.id], piece.sha256, str(piece.size), piece.media_type,
        piece.collected.isoformat(), "guessed" if piece.collected_guessed else "given",
        start.isoformat() if start else "", end.isoformat() if end else "",
        piece.imported.isoformat(timespec="seconds"),
        piece.source, piece.account, piece.region, piece.method, piece.collector, piece.population,
        piece.confidentiality, piece.acceptance, "; ".join(entry.controls), str(piece.version),
        ids.get(piece.supersedes, ""),
    )  # fmt: skip
    return (*row, piece.note) if content.with_notes else row


def quoted(text: str) -> str:
    """A value for the table: in quotes, no formula, and a sign in place of each control character."""
    shown = _UNSHOWABLE.sub("\N{REPLACEMENT CHARACTER}", text)
    if shown and not _FORMULA_STARTS.isdisjoint((shown[0], shown.lstrip()[:1])):
        shown = f"'{shown}"
    return '"' + shown.replace('"', '""') + '"'
