"""The Excel responsibility matrix: what goes in, the workbook that comes out, and the check that it holds everything.

Which part goes on which sheet is decided in `matrix_rows`, the columns are data in `matrix_columns`, the Cover is
`matrix_cover`, and what every workbook of ours shares (safe text, styles, tables, page set-up) is `workbook*`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook
from python_calamine import CalamineError, CalamineWorkbook

from srm_desktop.domain.assessment import CatalogInUse, ControlView, Details, EvidenceRow, Head
from srm_desktop.domain.problems import Problem
from srm_desktop.domain.progress import Tell, tell_nobody
from srm_desktop.domain.responsibility import Layer, Service
from srm_desktop.exchange import matrix_columns as columns
from srm_desktop.exchange import workbook
from srm_desktop.exchange.matrix_cover import COVER, write_cover
from srm_desktop.exchange.matrix_rows import EVIDENCE, INHERITED, MATRIX, OPEN_ITEMS, SERVICES, Rows, gather
from srm_desktop.exchange.workbook import SheetCount
from srm_desktop.exchange.workbook_file import replacing
from srm_desktop.exchange.workbook_sheet import discard, save
from srm_desktop.exchange.workbook_text import escaped, footer

SHEETS = (COVER, MATRIX, INHERITED, SERVICES, EVIDENCE, OPEN_ITEMS)
_STEP = 50
_SHORT = 250


class NotTheSame(Problem):
    """The workbook that was written does not hold what was put into it."""


class MatrixContent(NamedTuple):
    """What a matrix is made of. `controls` are all of the assessment in catalog order; `exported_at` is UTC.

    `files` gives the path of each piece from the workbook on, by its id, where the pieces lie beside it (a package).
    """

    assessment_id: str
    details: Details
    catalogs: tuple[CatalogInUse, ...]
    services: tuple[Service, ...]
    layers: tuple[Layer, ...]
    controls: Sequence[ControlView]
    evidence: Sequence[EvidenceRow]
    head: Head
    exported_by: str
    exported_at: datetime
    program: str
    files: Mapping[str, str] = {}


class MatrixCounts(NamedTuple):
    """What the sheets hold: rows, and filled cells under each heading."""

    sheets: tuple[SheetCount, ...]

    def of(self, title: str) -> SheetCount:
        """The count of one sheet; an empty one where there is no such sheet."""
        return next((sheet for sheet in self.sheets if sheet.title == title), SheetCount(title, 0))

    @property
    def parts(self) -> int:
        """Rows of Matrix."""
        return self.of(MATRIX).rows

    @property
    def inherited(self) -> int:
        """Rows of Inherited."""
        return self.of(INHERITED).rows

    @property
    def evidence(self) -> int:
        """Rows of Evidence."""
        return self.of(EVIDENCE).rows

    @property
    def open_items(self) -> int:
        """Rows of Open items."""
        return self.of(OPEN_ITEMS).rows

    @property
    def statements(self) -> int:
        """Rows of Matrix with a statement."""
        return self.of(MATRIX).under(columns.STATEMENT)

    @property
    def references(self) -> int:
        """Rows of Matrix that name evidence."""
        return self.of(MATRIX).under(columns.REFERENCES)


def write_matrix(content: MatrixContent, target: Path, progress: Tell = tell_nobody) -> MatrixCounts:
    """Write the matrix as an Excel workbook to `target`, replacing what is there, and say what it holds.

    The file appears when it is complete and was read back with the same counts: rows, and filled cells under every
    heading. `progress` is told rows done and rows in all, and may raise to stop. Whatever is raised, nothing is left
    behind and an existing file is as it was. Raises `CannotExport` where the system refuses, `NotTheSame` where the
    file does not read back as it was written.
    """
    titles = {c.id: c.title for c in content.catalogs}
    layers = {layer.id: layer.title for layer in content.layers}
    rows = gather(content.controls, content.evidence, titles, layers, [s.id for s in content.services], content.files)
    total = rows.total() + 1
    with replacing(target) as temporary:
        progress(0, total)
        written = _write(content, rows, temporary, _ticker(progress, total))
        found = read_counts(temporary)
        if found != written:
            raise NotTheSame(f"{target.name} was not written: {_difference(written, found)}. Please export it again.")
        progress(total, total)
    return written


def _ticker(progress: Tell, total: int) -> workbook.Tick:
    done = 0

    def tick(more: int) -> None:
        nonlocal done
        done += more
        if done % _STEP == 0:
            progress(done, total)

    return tick


def _write(content: MatrixContent, rows: Rows, path: Path, tick: workbook.Tick) -> MatrixCounts:
    book = Workbook(write_only=True)
    below = footer(content.details.title)
    try:
        _describe(book, content)
        write_cover(book, content, rows, below)
        counts = (
            workbook.write_table(book, columns.matrix(rows), rows.matrix, below, tick),
            workbook.write_table(book, columns.inherited(rows), rows.inherited, below, tick),
            workbook.write_table(book, columns.services(content.services), rows.services, below, tick),
            workbook.write_table(book, columns.evidence(rows), rows.evidence, below, tick),
            workbook.write_table(book, columns.open_items(rows), rows.open_items, below, tick),
        )
        save(book, path, content.exported_at)
    finally:
        discard(book)
    return MatrixCounts(counts)


def _describe(book: Workbook, content: MatrixContent) -> None:
    """The document properties; the assessment's id is the identifier, so that files can be told apart."""
    about = book.properties
    about.title = escaped(f"Shared responsibility matrix: {content.details.title}"[:_SHORT])
    about.subject = escaped(content.details.system[:_SHORT])
    about.creator = escaped((content.exported_by or content.program)[:_SHORT])
    about.identifier = escaped(content.assessment_id)
    about.description = escaped(f"Written by {content.program} from journal head {content.head}")
    at = content.exported_at
    about.created = (at.astimezone(UTC) if at.tzinfo else at).replace(tzinfo=None, microsecond=0)


def read_counts(path: Path) -> MatrixCounts:
    """Count rows and filled cells of a matrix. Raises `NotTheSame` where it is no workbook with the sheets of one."""
    try:
        with path.open("rb") as file:
            book = CalamineWorkbook.from_filelike(file)
            if tuple(book.sheet_names) != SHEETS:
                raise NotTheSame(f"{path.name} does not have the sheets of a matrix: {', '.join(SHEETS)}.")
            return MatrixCounts(tuple(_count(book, title) for title in SHEETS if title != COVER))
    except CalamineError as error:
        raise NotTheSame(f"{path.name} cannot be read as an Excel workbook: {error}.") from error


def _count(book: CalamineWorkbook, title: str) -> SheetCount:
    headings, *rows = book.get_sheet_by_name(title).to_python() or [[]]
    notice = len(rows) == 1 and not any(rows[0][1:]) and str(rows[0][0]) in columns.NOTICES
    return workbook.count(title, [str(heading) for heading in headings], [] if notice else rows)


def _difference(written: MatrixCounts, found: MatrixCounts) -> str:
    """Where two counts differ, as the end of a sentence."""
    for ours, theirs in zip(written.sheets, found.sheets, strict=True):
        if ours.rows != theirs.rows:
            return f"the sheet {ours.title} has {theirs.rows} rows where {ours.rows} were written"
        for (heading, wanted), (_, have) in zip(ours.filled, theirs.filled, strict=False):
            if wanted != have:
                return f"the column {heading} of {ours.title} has {have} filled cells where {wanted} were written"
    return "the headings differ"
