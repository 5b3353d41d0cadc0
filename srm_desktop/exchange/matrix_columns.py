"""The columns of the matrix's sheets, as data. To add one: add a line here, and its heading to the golden file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import quote

from srm_desktop.domain.catalog import FRAMEWORKS
from srm_desktop.domain.responsibility import Service
from srm_desktop.domain.vocabulary import Freshness, Responsibility, Result, Review, Status
from srm_desktop.exchange import matrix_words as words
from srm_desktop.exchange.matrix_rows import (
    EVIDENCE,
    INHERITED,
    MATRIX,
    OPEN_ITEMS,
    SERVICES,
    PartRow,
    PieceRow,
    Rows,
    ServiceRow,
    control_ids,
)
from srm_desktop.exchange.workbook import Column, Table
from srm_desktop.exchange.workbook_sheet import Beside
from srm_desktop.exchange.workbook_styles import Look, Tint
from srm_desktop.exchange.workbook_text import day, moment

STATEMENT, REFERENCES = "Statement", "Evidence references"
YES = "X"
_ONE_LINE = 16
_NOTICES = {
    MATRIX: "No control part is the customer's or shared in this assessment.",
    INHERITED: "No control part is inherited from AWS in this assessment.",
    SERVICES: "No AWS service is in the scope of this assessment.",
    EVIDENCE: "No evidence is attached in this assessment.",
    OPEN_ITEMS: "Nothing is open: every part is walked, implemented and backed by fresh evidence.",
}
NOTICES = frozenset(_NOTICES.values())
"""The sentences that stand in a sheet without rows."""

_RESPONSIBILITY = (
    (Responsibility.INHERITED, Tint.GREY),
    (Responsibility.SHARED, Tint.BUSY),
    (Responsibility.CUSTOMER, Tint.CALM),
    (Responsibility.NOT_APPLICABLE, Tint.GREY),
)
_STATUS = {
    Status.NOT_STARTED: Tint.BAD,
    Status.PLANNED: Tint.BUSY,
    Status.PARTIAL: Tint.BUSY,
    Status.IMPLEMENTED: Tint.GOOD,
    Status.ALTERNATIVE: Tint.GOOD,
    Status.NOT_APPLICABLE: Tint.GREY,
}
_RESULT = (
    (Result.SATISFIED, Tint.GOOD),
    (Result.OTHER, Tint.BAD),
    (Result.NOT_APPLICABLE, Tint.GREY),
)
_REVIEW = ((Review.REVIEWED, Tint.GOOD), (Review.READY, Tint.CALM), (Review.IN_PROGRESS, Tint.BUSY))
_FRESH = (
    (Freshness.FRESH, Tint.GOOD),
    (Freshness.DUE_SOON, Tint.BUSY),
    (Freshness.STALE, Tint.BAD),
    (Freshness.OUTSIDE, Tint.BAD),
    (words.NO_EVIDENCE, Tint.GREY),
)
_OWNER = (
    ("AWS", Tint.GREY),
    ("shared", Tint.BUSY),
    ("customer", Tint.CALM),
    ("AWS, overruled", Tint.GREY),
    ("shared, overruled", Tint.BUSY),
    ("customer, overruled", Tint.CALM),
)

_Part = Column[PartRow]


def _which(rows: Rows, link_id: bool) -> tuple[_Part, ...]:
    """The columns that say which part a row is about; on other sheets than Matrix the id leads to the row there."""
    to_matrix: Callable[[PartRow], str | None] | None = (
        (lambda r: rows.parts_at.get((r.row.key, r.part.letter))) if link_id else None
    )
    return (
        Column("Framework", 13, lambda r: r.framework),
        Column("ID", 13, lambda r: r.row.id, Look.LINK if link_id else Look.TEXT, link=to_matrix),
        Column("Part", 5, lambda r: r.part.letter, Look.MARK),
        Column("Title", 20, lambda r: r.row.title),
    )


def _evidence(rows: Rows) -> tuple[_Part, ...]:
    """The count leads to the first piece, and so does the list where it is short: LibreOffice does not wrap links."""

    def first(row: PartRow) -> str | None:
        return next((at for e in row.linked if (at := rows.evidence_at.get(e.piece.id))), None)

    def first_if_short(row: PartRow) -> str | None:
        return first(row) if len(ids(row)) <= _ONE_LINE else None

    def ids(row: PartRow) -> str:
        return ", ".join(e.piece.id for e in row.linked)

    return (
        Column("Evidence count", 9, lambda r: len(r.linked), Look.NUMBER_LINK, link=first),
        Column(REFERENCES, 14, ids, Look.LINK, link=first_if_short),
    )


def _newest(rows: Rows) -> tuple[_Part, ...]:
    def leads_to(row: PartRow) -> str | Beside | None:
        if not row.newest:
            return None
        piece = row.newest.piece.id
        return beside(rows.files.get(piece, "")) or rows.evidence_at.get(piece)

    def collected(row: PartRow) -> int | str | None:
        return day(row.newest.piece.collected if row.newest else None)

    return (
        Column("Newest evidence", 10.5, collected, Look.DAY_LINK, link=leads_to),
        Column("Freshness", 10, lambda r: words.freshness(r.linked), Look.WORD, tints=_FRESH),
    )


def _decision() -> tuple[_Part, ...]:
    return (
        Column(
            "Responsibility",
            13.5,
            lambda r: r.part.responsibility,
            Look.WORD,
            choices=tuple(Responsibility),
            tints=_RESPONSIBILITY,
        ),
        Column("Derived", 10, lambda r: r.part.derivation.value, Look.WORD),
        Column("Basis", 10, lambda r: words.basis(r.part), Look.WORD, tints=(("overruled", Tint.BUSY),)),
        Column("Why", 28, lambda r: words.why(r.part)),
        Column("Layer by layer", 36, lambda r: r.layers),
        Column("Services and tiers", 20, lambda r: words.services_and_tiers(r.part.derivation.reasons)),
    )


def _status(word: Status) -> _Part:
    return Column(
        word.capitalize(),
        4.5,
        lambda r: YES if word in r.part.mark.status else None,
        Look.MARK,
        choices=(YES,),
        tints=((YES, _STATUS[word]),),
        head=Look.HEAD_UPRIGHT,
    )


def _framework(key: str, title: str) -> _Part:
    return Column(title, 10.5, lambda r: r.references.get(key, ""))


def matrix(rows: Rows) -> Table[PartRow]:
    """Matrix: a row per part in the customer's scope, and per part overruled to be not applicable."""
    return Table(
        MATRIX,
        "Matrix",
        (
            *_which(rows, False),
            Column("Requirement", 34, lambda r: r.part.text),
            *_decision(),
            Column("AWS does", 56, lambda r: r.aws),
            Column("Customer does", 56, lambda r: r.customer),
            *map(_status, Status),
            Column("Origination", 23, lambda r: words.origination(r.part)),
            Column("Result", 11, lambda r: r.part.mark.result, Look.WORD, choices=tuple(Result), tints=_RESULT),
            Column("Review", 10, lambda r: r.control.work.review, Look.WORD, choices=tuple(Review), tints=_REVIEW),
            Column(STATEMENT, 56, lambda r: words.statement(r.control, r.part)),
            Column("Owner", 11, lambda r: r.control.work.owner),
            *_evidence(rows),
            *_newest(rows),
            *(_framework(key, title) for key, title in FRAMEWORKS.items()),
        ),
        _NOTICES[MATRIX],
        frozen=4,
        large_paper=True,
        print_break="Customer does",
        print_scale=64,
        head_height=102,
    )


def inherited(rows: Rows) -> Table[PartRow]:
    """Inherited: what AWS does alone, what that rests on, and how to show it."""
    return Table(
        INHERITED,
        "Inherited",
        (
            *_which(rows, False),
            Column("Requirement", 30, lambda r: r.part.text),
            *(c for c in _decision() if c.title in ("Basis", "Why", "Services and tiers")),
            Column("What AWS covers", 40, lambda r: r.aws),
            Column("Sources", 24, lambda r: "\n".join(r.control.aws.sources)),
            Column("How to prove it", 46, lambda r: words.how_to_prove(r.control, r.customer)),
            Column(STATEMENT, 26, lambda r: words.statement(r.control, r.part)),
            *_evidence(rows),
        ),
        _NOTICES[INHERITED],
        frozen=4,
        large_paper=True,
    )


def services(scope: tuple[Service, ...]) -> Table[ServiceRow]:
    """Services: who owns each control in each service of the scope."""

    def owner(service: Service) -> Column[ServiceRow]:
        return Column(service.name, 13, lambda r: r.owners.get(service.id), Look.WORD, tints=_OWNER)

    return Table(
        SERVICES,
        "Services",
        (
            Column("Framework", 23, lambda r: r.framework),
            Column("ID", 14, lambda r: r.control.id),
            Column("Title", 34, lambda r: r.control.title),
            Column("Responsibility", 14, lambda r: r.control.responsibility, Look.WORD, tints=_RESPONSIBILITY),
            *map(owner, scope),
        ),
        _NOTICES[SERVICES],
        frozen=3,
        large_paper=len(scope) > 8,
        head_height=44,
    )


def _file(rows: Rows) -> tuple[Column[PieceRow], ...]:
    """Where a piece lies beside the workbook, and the way there; no column where pieces are not handed over with it."""
    if not rows.files:
        return ()

    def path(row: PieceRow) -> str:
        return rows.files.get(row.entry.piece.id, "")

    return (Column("File", 40, path, Look.LINK, link=lambda r: beside(path(r))),)


def beside(path: str) -> Beside | None:
    """The link to a file beside the workbook.

    Only ASCII is escaped: old parts of Windows read escaped bytes of a local path in the system's code page.
    """
    return Beside("".join(quote(c) if c.isascii() else c for c in path)) if path else None


def evidence(rows: Rows) -> Table[PieceRow]:
    """Evidence: every piece, with what identifies it and what it serves."""
    return Table(
        EVIDENCE,
        "Evidence",
        (
            Column("ID", 8, lambda r: r.entry.piece.id, Look.LINK, link=lambda r: r.leads_to),
            Column("Title", 28, lambda r: r.entry.piece.title),
            Column("File name", 26, lambda r: r.entry.piece.name),
            *_file(rows),
            Column("Type", 17, lambda r: r.entry.piece.media_type),
            Column("Collected", 10.5, lambda r: day(r.entry.piece.collected), Look.DAY),
            Column("Collected is", 10, lambda r: "guessed" if r.entry.piece.collected_guessed else "given", Look.WORD),
            Column("Period from", 10.5, lambda r: day(r.entry.piece.covers.start), Look.DAY),
            Column("Period to", 10.5, lambda r: day(r.entry.piece.covers.end), Look.DAY),
            Column("Imported (UTC)", 17, lambda r: moment(r.entry.piece.imported), Look.MOMENT),
            Column("Source", 18, lambda r: r.entry.piece.source),
            Column("Size (bytes)", 13, lambda r: r.entry.piece.size, Look.NUMBER),
            Column("SHA-256", 34, lambda r: r.entry.piece.sha256, Look.CODE),
            Column("Controls", 18, control_ids),
            Column("Where to look", 22, lambda r: r.places),
            Column("Freshness", 11, lambda r: r.entry.freshness, Look.WORD, tints=_FRESH),
            Column("Version", 8.5, lambda r: r.entry.piece.version, Look.NUMBER),
        ),
        _NOTICES[EVIDENCE],
        frozen=2,
        large_paper=True,
    )


def open_items(rows: Rows) -> Table[PartRow]:
    """Open items: every part of the customer's that is not done, why, and what to do."""
    by_title: Mapping[str, _Part] = {c.title: c for c in matrix(rows).columns}
    return Table(
        OPEN_ITEMS,
        "OpenItems",
        (
            *_which(rows, True),
            Column("Responsibility", 13.5, lambda r: r.part.responsibility, Look.WORD, tints=_RESPONSIBILITY),
            Column("What is open", 40, lambda r: "\n".join(what for what, _ in r.open_reasons)),
            Column("What to do", 56, lambda r: "\n".join(todo for _, todo in r.open_reasons)),
            Column("Status", 18, lambda r: ", ".join(r.part.mark.status), Look.WORD),
            by_title["Owner"],
            *_evidence(rows),
            by_title["Freshness"],
        ),
        _NOTICES[OPEN_ITEMS],
        frozen=4,
    )
