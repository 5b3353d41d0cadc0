"""One sheet, written row by row. openpyxl writes the workbook and what surrounds the rows; the rows are written here.

Through openpyxl's cells a styled, linked matrix took 1.65 times as long as bare values, most of it spent on objects and
XML elements that are thrown away at once; this way it takes 0.6 times as long (benchmarks/matrix.py). A row is put
together as text (ECMA-376 part 1, 18.3.1.73 and 18.3.1.4), kept in an unnamed file, and set into the frame that
openpyxl makes for a sheet without rows. Both go straight into the archive: whatever ends the process, nothing of a
sheet lies on disk under a name of its own.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any, NamedTuple, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from srm_desktop.exchange.workbook_styles import Look, register
from srm_desktop.exchange.workbook_text import Value, escaped, looks_like_formula, needs_escape

_MOST_LINKS = 65_530  # Excel specifications and limits
_NO_ROWS = re.compile(rb"<sheetData\s*(?:/>|></sheetData>)")


class Beside(NamedTuple):
    """A file that a link leads to: its path from the folder of the workbook, escaped as in a web address."""

    path: str


class Columns:
    """The letters and style numbers for the cells of a row, in order; made once and used for many rows."""

    def __init__(self, sheet: SafeSheet, looks: Sequence[Look]) -> None:
        """For cells in these looks, from the first column on."""
        styles = sheet.styles
        self.cells = [
            (get_column_letter(number), styles[look].usual, styles[look].quoted) for number, look in enumerate(looks, 1)
        ]


class SafeSheet(WriteOnlyWorksheet):
    """A sheet to which rows are added in order. Text stays text, whatever it holds, and reads back unaltered."""

    def __init__(self, book: Workbook, title: str) -> None:
        super().__init__(book, title)
        self.styles = register(self)
        self.rows_written = 0
        self._links: list[Hyperlink] = []
        self._rows_file = tempfile.TemporaryFile()  # noqa: SIM115  # closed in discard()

    @property
    def ordinary(self) -> Worksheet:
        """The same sheet, for what write-only sheets have in common with ordinary ones."""
        return cast(Worksheet, self)

    def add(self, columns: Columns, values: Sequence[Value], height: float) -> None:
        """Write the next row, one value per column; `height` is in points."""
        self.rows_written += 1
        number = self.rows_written
        cells = [_cell(f"{c[0]}{number}", c, v) for c, v in zip(columns.cells, values, strict=True)]
        self._rows_file.write(f'<row r="{number}" ht="{height}" customHeight="1">{"".join(cells)}</row>'.encode())

    def link(self, column: int, row: int, place: str | Beside) -> None:
        """Make a cell lead to a place in the workbook or to a file, as long as Excel takes more links on a sheet."""
        if len(self._links) < _MOST_LINKS:
            ref = f"{get_column_letter(column)}{row}"
            if isinstance(place, Beside):
                self._links.append(Hyperlink(ref=ref, target=place.path))
            else:
                self._links.append(Hyperlink(ref=ref, location=place))

    def put_into(self, archive: ZipFile) -> None:
        """Write the sheet's part of the workbook."""
        frame = BytesIO()
        writer = WorksheetWriter(self, frame)
        self._hyperlinks = self._links
        writer.write()
        self._rels = writer._rels  # type: ignore[attr-defined]  # missing in the library's type descriptions
        gap = _NO_ROWS.search(frame.getvalue())
        if gap is None:
            raise RuntimeError("openpyxl wrote a sheet without a place for rows.")
        part = ZipInfo(self.path[1:])
        part.compress_type = archive.compression
        part.file_size = len(gap.string) + self._rows_file.tell()  # about: from 2 GiB on it is told beforehand
        with archive.open(part, "w") as whole:
            whole.write(gap.string[: gap.start()] + b"<sheetData>")
            self._rows_file.seek(0)
            shutil.copyfileobj(self._rows_file, whole, 1 << 20)
            whole.write(b"</sheetData>" + gap.string[gap.end() :])

    def close(self) -> None:
        """Refuse: openpyxl's own saving, which calls this, would leave out the rows."""
        raise RuntimeError("A workbook with sheets of ours is saved with workbook_sheet.save.")

    def discard(self) -> None:
        """Let go of the rows, which go from the disk with that."""
        with suppress(OSError):  # a full disk does not take the last of them, which nobody wants any more
            self._rows_file.close()


def _cell(at: str, column: tuple[str, int, int], value: Value) -> str:
    """A cell in XML; an empty one keeps its style, so that what is typed there looks like the rest."""
    if value is None or value == "":
        return f'<c r="{at}" s="{column[1]}"/>'
    if not isinstance(value, str):
        return f'<c r="{at}" s="{column[1]}"><v>{value}</v></c>'
    text = escaped(value) if needs_escape(value) else value
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    style = column[2] if looks_like_formula(value) else column[1]
    return f'<c r="{at}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def add_sheet(book: Workbook, title: str) -> SafeSheet:
    """A new sheet at the end of the workbook."""
    sheet = SafeSheet(book, title)
    book._add_sheet(sheet)  # type: ignore[attr-defined]  # missing in the library's type descriptions
    return sheet


class _Parts(ExcelWriter):
    """Writes a workbook whose sheets are all of ours."""

    def write_worksheet(self, ws: Worksheet) -> None:
        """Put a sheet into the archive and into the list of what is in it."""
        cast(SafeSheet, ws).put_into(self._archive)  # type: ignore[attr-defined]  # as above
        self.manifest.append(ws)


class _Stamped(ZipFile):
    """An archive whose parts all carry one time, and nothing of the machine that they were written on."""

    def __init__(self, path: Path, at: datetime) -> None:
        super().__init__(path, "w", ZIP_DEFLATED)
        self._at = at

    def open(self, name: str | ZipInfo, *args: Any, **named: Any) -> IO[bytes]:
        """Open a part, for writing under the one time."""
        if isinstance(name, ZipInfo):
            name.date_time = (max(self._at.year, 1980), *self._at.timetuple()[1:6])
            name.create_system, name.external_attr = 3, 0o644 << 16
        return super().open(name, *args, **named)


def save(book: Workbook, path: Path, at: datetime | None = None) -> None:
    """Write the workbook to `path`; each sheet can be written once. Raises OSError where the system refuses.

    `at` (UTC) is when it was made, otherwise now: the same workbook and time give the same bytes.

    Not with openpyxl's own `save`: when that fails it leaves the archive open, which on a full disk tries once more to
    write when Python clears it away, and complains on standard error.
    """
    at = (at or datetime.now(UTC)).replace(tzinfo=None, microsecond=0)
    book.properties.modified = at
    archive = _Stamped(path, at)
    try:
        _Parts(book, archive).save()
    except BaseException:
        with suppress(OSError):  # its end cannot be written either, but it is closed
            archive.close()
        raise


def discard(book: Workbook) -> None:
    """Let go of what is on disk for the sheets of a workbook, saved or not."""
    for sheet in cast("list[object]", book.worksheets):
        if isinstance(sheet, SafeSheet):
            sheet.discard()
