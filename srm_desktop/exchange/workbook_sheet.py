"""One sheet, written row by row. openpyxl writes the workbook and what surrounds the rows; the rows are written here.

Through openpyxl's cells a styled, linked matrix took 1.65 times as long as bare values, most of it spent on objects and
XML elements that are thrown away at once; this way it takes 0.6 times as long (benchmarks/matrix.py). A row is put
together as text (ECMA-376 part 1, 18.3.1.73 and 18.3.1.4), kept in an unnamed file, and set into the frame that
openpyxl makes for a sheet without rows.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import cast

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from srm_desktop.exchange.workbook_styles import Look, register
from srm_desktop.exchange.workbook_text import Value, escaped, looks_like_formula, needs_escape

_MOST_LINKS = 65_530  # Excel specifications and limits
_NO_ROWS = re.compile(rb"<sheetData\s*(?:/>|></sheetData>)")


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

    _writer: WorksheetWriter | None

    def __init__(self, book: Workbook, title: str) -> None:
        super().__init__(book, title)
        self.styles = register(self)
        self.rows_written = 0
        self._links: list[Hyperlink] = []
        self._rows_file = tempfile.TemporaryFile()  # noqa: SIM115  # closed in close() or discard()

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

    def link(self, column: int, row: int, place: str) -> None:
        """Make a cell lead to a place in the workbook, as long as Excel takes more links on a sheet."""
        if len(self._links) < _MOST_LINKS:
            self._links.append(Hyperlink(ref=f"{get_column_letter(column)}{row}", location=place))

    def close(self) -> None:
        """Make the sheet's part of the workbook; openpyxl calls this when it saves."""
        self._writer = writer = WorksheetWriter(self)
        self._hyperlinks = self._links
        writer.write()
        part = Path(str(writer.out))
        frame = part.read_bytes()
        gap = _NO_ROWS.search(frame)
        if gap is None:
            raise RuntimeError("openpyxl wrote a sheet without a place for rows.")
        with part.open("wb") as whole, self._rows_file as rows:
            whole.write(frame[: gap.start()] + b"<sheetData>")
            rows.seek(0)
            shutil.copyfileobj(rows, whole, 1 << 20)
            whole.write(b"</sheetData>" + frame[gap.end() :])

    def discard(self) -> None:
        """Remove what is on disk for a sheet that will not be saved; a saved one has nothing left there."""
        self._rows_file.close()
        if self._writer is not None:
            with suppress(OSError, ValueError):
                self._writer.cleanup()


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


def discard(book: Workbook) -> None:
    """Remove what is on disk for a workbook that will not be saved. Of a saved one nothing is left there."""
    for sheet in cast("list[object]", book.worksheets):
        if isinstance(sheet, SafeSheet):
            sheet.discard()
