"""The Cover sheet: what this is about, where it stands, and how it can be checked against the assessment file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from openpyxl import Workbook

from srm_desktop.domain.assessment import NOT_STARTED, ControlView
from srm_desktop.domain.freshness import Period
from srm_desktop.domain.responsibility import Service
from srm_desktop.domain.vocabulary import Freshness, Responsibility, Result
from srm_desktop.exchange.matrix_rows import EVIDENCE, INHERITED, MATRIX, OPEN_ITEMS, SERVICES, Rows
from srm_desktop.exchange.workbook import place
from srm_desktop.exchange.workbook_finish import before_rows, set_up_page
from srm_desktop.exchange.workbook_heights import Heights
from srm_desktop.exchange.workbook_sheet import Columns, add_sheet
from srm_desktop.exchange.workbook_styles import Look
from srm_desktop.exchange.workbook_text import Value, moment, pieces

if TYPE_CHECKING:
    from srm_desktop.exchange.matrix import MatrixContent

COVER = "Cover"
_WIDTHS = (30, 100)
_HEIGHTS = {Look.COVER_TITLE: 36, Look.COVER_SECTION: 24}
_NONE = "–"
_CONTENTS = {
    MATRIX: "every control part in the customer's scope: who does what, where it stands, what proves it",
    INHERITED: "what AWS covers alone, what that rests on, and how to prove it",
    SERVICES: "who owns each control in each AWS service",
    EVIDENCE: "every piece of evidence with dates, size and SHA-256",
    OPEN_ITEMS: "what is still to be done, and why",
}
_READING = (
    (
        "Responsibility",
        "Derived from the AWS services in scope, layer by layer. Where an auditor overruled it, Why holds the reason "
        "and Derived what would hold without it.",
    ),
    ("Not applicable", "Parts that an auditor excluded stay in the sheet Matrix, with the reason under Why."),
    (
        "Links",
        "In Matrix, Evidence count leads to the first piece and Newest evidence to the newest; in Evidence, ID leads "
        "back to the first row it serves. Links lead to places as exported: after sorting, filter by the id instead.",
    ),
    ("Long text", "Text that does not fit in one cell goes on in the columns to its right headed “continued”."),
    ("Odd characters", "Control characters are written as _x0007_ (hexadecimal), as ECMA-376, 22.9.2.19, has it."),
)

_LINKS_TO_FILES = (
    "Newest evidence in Matrix and File in Evidence open the files in the folder “evidence” beside this workbook: "
    "unzip all of the package first. Evidence count leads to the first piece in Evidence, and ID there back to the "
    "first row it serves. Links lead to places as exported: after sorting, filter by the id instead."
)


class _Line(NamedTuple):
    label: str = ""
    value: Value = None
    look: Look = Look.COVER_TEXT
    link: str | None = None
    label_look: Look = Look.COVER_LABEL


def write_cover(book: Workbook, content: MatrixContent, rows: Rows, footer: str) -> None:
    """Write the Cover as labels and values. What is too long for one cell continues in the row below, and says so."""
    sheet = add_sheet(book, COVER)
    before_rows(sheet.ordinary, _WIDTHS, 0)
    sheet.ordinary.sheet_view.showGridLines = False
    sheet.ordinary.sheet_view.tabSelected = True
    for line in _lines(content, rows):
        looks = [line.label_look, line.look]
        parts = pieces(line.value) if isinstance(line.value, str) else [line.value]
        for number, part in enumerate(parts, 1):
            label = line.label if number == 1 else f"{line.label} (continued {number} of {len(parts)})"
            height = _HEIGHTS.get(line.label_look) or Heights(_WIDTHS, looks).of([label, part])
            sheet.add(Columns(sheet, looks), [label, part], height)
            if line.link:
                sheet.link(2, sheet.rows_written, line.link)
    set_up_page(sheet.ordinary, footer, False)


def _lines(content: MatrixContent, rows: Rows) -> Iterator[_Line]:
    details = content.details
    yield _Line("Shared responsibility matrix", label_look=Look.COVER_TITLE)
    yield _Line("Assessment", details.title)
    yield _Line("Organisation", details.organisation or _NONE)
    yield _Line("System", details.system or _NONE)
    yield _Line("Audit period", _period(details.period))
    yield _Line(
        "Catalogs", "\n".join(f"{c.title}, version {c.version}: {c.controls} controls" for c in content.catalogs)
    )
    yield from _section("AWS services in scope", list(_services(content.services)) or [_Line("None", _NONE)])
    yield from _section("Where it stands", list(_counts(content.controls, rows)))
    yield from _section("Sheets", [_Line(n, t, Look.COVER_LINK, place(n, 1)) for n, t in _CONTENTS.items()])
    reading = {**dict(_READING), **({"Links": _LINKS_TO_FILES} if rows.files else {})}
    yield from _section("How to read it", [_Line(label, text) for label, text in reading.items()])
    yield from _section("Where it comes from", list(_origin(content)))


def _section(title: str, lines: Sequence[_Line]) -> Iterator[_Line]:
    yield _Line()
    yield _Line(title, look=Look.COVER_SECTION, label_look=Look.COVER_SECTION)
    yield from lines


def _period(period: Period) -> str:
    if not period:
        return _NONE
    start, end = period.start, period.end
    if start and end:
        return f"{start.isoformat()} to {end.isoformat()}"
    return f"from {start.isoformat()}" if start else f"to {end.isoformat()}" if end else _NONE


def _services(services: Sequence[Service]) -> Iterator[_Line]:
    tiers: dict[str, list[str]] = {}
    for service in services:
        tiers.setdefault(service.tier_title, []).append(service.name)
    for tier, names in tiers.items():
        yield _Line(tier, ", ".join(names))


def _counts(controls: Sequence[ControlView], rows: Rows) -> Iterator[_Line]:
    kinds = Counter(row.part.responsibility for row in (*rows.matrix, *rows.inherited))
    mine = [row for row in rows.matrix if row.part.responsibility.mine]
    results = Counter(row.part.mark.result for row in mine)
    walked = sum(1 for row in mine if row.part.mark.status != NOT_STARTED)
    yield _Line("Controls", len(controls))
    yield _Line("Control parts", kinds.total())
    for kind in (
        Responsibility.SHARED,
        Responsibility.CUSTOMER,
        Responsibility.INHERITED,
        Responsibility.NOT_APPLICABLE,
    ):
        yield _Line(f"   {kind}", kinds[kind])
    yield _Line("Shared and customer parts", len(mine))
    yield _Line("   walked", walked)
    yield _Line("   with evidence", sum(1 for row in mine if row.linked))
    yield _Line("   satisfied", results[Result.SATISFIED])
    yield _Line("   other than satisfied", results[Result.OTHER])
    yield _Line("   still open", len(rows.open_items))
    yield _Line("Pieces of evidence", _ages(rows))


def _ages(rows: Rows) -> str:
    found = Counter(row.entry.freshness for row in rows.evidence)
    said = ", ".join(f"{found[state]} {state}" for state in Freshness if found[state])
    return f"{len(rows.evidence)}: {said}" if said else "0"


def _origin(content: MatrixContent) -> Iterator[_Line]:
    yield _Line("Assessment id", content.assessment_id)
    yield _Line("Journal head", content.head.sha256)
    yield _Line("Journal length", content.head.length)
    yield _Line("Check it with", f"srm-desktop verify FILE --anchor {content.head}")
    yield _Line("Exported by", content.exported_by or _NONE)
    yield _Line("Exported at (UTC)", moment(content.exported_at), Look.COVER_MOMENT)
    yield _Line("Program", content.program)
