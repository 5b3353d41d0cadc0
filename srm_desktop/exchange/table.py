"""A workbook or text table as frozen records: sheets, rows by their number, values. What it is, its content says.

Workbooks are measured (`table_measure`, `table_xls`) before python-calamine reads them; text tables are `table_text`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from srm_desktop.domain.progress import Tell, tell_nobody
from srm_desktop.exchange import table_measure, table_text, table_xls
from srm_desktop.exchange.table_extent import MOST_TEXT
from srm_desktop.exchange.table_problems import EXPECTED, BadTable, NoIdColumn, ProtectedTable
from srm_desktop.exchange.table_zip import Archive

LARGEST = 128 * 1024 * 1024
"""Bytes of a file; a CSV of 200,000 findings has about 100 MB."""

MOST_SHEETS = 1_000

QUICKLY_MEASURED = 4_000_000
"""Bytes of a workbook, unpacked, that are measured in some tenths of a second."""

Value = str | int | float | bool | date | datetime | None
"""What a cell holds. None: nothing, an empty text, or an error of Excel's (#REF!): the reader does not tell them apart.

A number is an int where it is whole. Times of day and durations are text, as "03:04:00". Text is as it stands there,
with spaces and line ends. Formulas are their last computed value.
"""

_EVERY = 5_000


class Row(NamedTuple):
    """A row by its number, from 1 as the user sees it; its cells from column A on, without empty ones at the end."""

    number: int
    cells: tuple[Value, ...]

    def at(self, column: int | None) -> Value:
        """The value in a column, counted from 0; None where there is none or no column is given."""
        return self.cells[column] if column is not None and column < len(self.cells) else None


class Sheet(NamedTuple):
    """A sheet; `rows` are those with a value in them, in the order of the file."""

    name: str
    hidden: bool
    rows: tuple[Row, ...]
    height: int = 0
    """The number of the last row that is used, also where only the first rows were asked for."""

    @property
    def width(self) -> int:
        """How many columns the widest row has."""
        return max((len(row.cells) for row in self.rows), default=0)


class Table(NamedTuple):
    """A file that was read: its name without the folder; the sheets in their order, a text table having just one."""

    name: str
    sheets: tuple[Sheet, ...]

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of a name, or None."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def workbook(
    name: str, data: bytes, progress: Tell = tell_nobody, most: int | None = None, *, confined: bool = False
) -> tuple[Sheet, ...]:
    """The sheets of a workbook in memory, measured first; `most`: only so many rows of each, from the first on.

    `confined`: this process may run out of memory without harm, so that of a large workbook only the unpacked size is
    measured, which is several times as quick. Raises BadTable or ProtectedTable, as `read` does.
    """
    if data.startswith(b"PK") and confined and (archive := Archive(name, data)).size > QUICKLY_MEASURED:
        for entry in archive.entries:
            for _ in archive.pieces(entry):
                pass
    elif data.startswith(b"PK"):
        table_measure.measure(name, data, progress)
    else:
        table_xls.measure(name, data)
    return _workbook(name, data, progress, most)


def read(path: Path, progress: Tell = tell_nobody) -> Table:
    """Read a workbook (xlsx, xlsm, xlsb, xls, ods) or a text table, whatever it is called.

    `progress` is told bytes measured and in all, then rows read and in all of each sheet that is long (lines of a text
    table); it may raise to stop. Raises BadTable with a sentence that names
    file, place and what was expected; ProtectedTable where a password is needed.
    """
    data = _bytes(path)
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
        sheets = workbook(path.name, data, progress)
    else:
        text = table_text.decoded(path.name, data)
        rows = (_row(found.number, list(found.cells)) for found in table_text.records(path.name, text, progress))
        sheets = (Sheet(path.stem, False, tuple(row for row in rows if row.cells)),)
    if not any(sheet.rows for sheet in sheets):
        raise BadTable(f"{path.name} has no cell with a value in it; {EXPECTED}.")
    return Table(path.name, sheets)


def _bytes(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise BadTable(f"{path.name} is no file; {EXPECTED}.")  # a folder, or a pipe that may never end
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        raise BadTable(f"{path.name} cannot be read: {error.strerror or error}.") from error
    if len(data) > LARGEST:
        raise BadTable(f"{path.name} has more than the {LARGEST / 1e6:,.0f} MB that are read; take a part of it.")
    if not data.strip(b"\0 \t\r\n"):
        raise BadTable(f"{path.name} is empty, and {EXPECTED}.")
    return data


def _workbook(name: str, data: bytes, progress: Tell, most: int | None) -> tuple[Sheet, ...]:
    try:
        with CalamineWorkbook.from_object(BytesIO(data)) as book:
            if len(book.sheets_metadata) > MOST_SHEETS:
                raise BadTable(f"{name} has {len(book.sheets_metadata):,} sheets; at most {MOST_SHEETS:,} are read.")
            characters = MOST_TEXT
            sheets: list[Sheet] = []
            for number, about in enumerate(book.sheets_metadata):
                if about.typ is not SheetTypeEnum.WorkSheet:
                    continue  # a chart has no cells
                rows: list[Row] = []
                sheet = book.get_sheet_by_index(number)
                for row in _rows(sheet, progress, most):
                    characters -= sum(len(cell) for cell in row.cells if isinstance(cell, str))
                    if characters < 0:
                        raise BadTable(f"{name} holds more text than is read; keep only the sheets that are needed.")
                    rows.append(row)
                height = sheet.end[0] + 1 if sheet.end else 0
                sheets.append(Sheet(about.name, about.visible is not SheetVisibleEnum.Visible, tuple(rows), height))
            return tuple(sheets)
    except PasswordError as error:
        raise ProtectedTable(f"{name} is locked with a password; save a copy without one.") from error
    except (CalamineError, OSError, ValueError, OverflowError) as error:  # a false checksum, a date in the year 70000
        raise _damaged(name) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # the reader gave up where it did not expect to
            raise _damaged(name) from error
        raise


def _damaged(name: str) -> BadTable:
    return BadTable(f"{name} is damaged or no whole workbook; open it in Excel and save it anew as .xlsx.")


def _rows(sheet: CalamineSheet, progress: Tell, most: int | None) -> Iterator[Row]:
    """The rows with a value. The reader starts at row 1, but at the first column that is used."""
    before = [None] * sheet.start[1] if sheet.start else []
    for number, cells in enumerate(islice(sheet.iter_rows(), most), 1):
        if row := _row(number, [*before, *cells]).cells:
            yield Row(number, row)
        if number % _EVERY == 0:
            progress(number, sheet.total_height)


def _row(number: int, cells: list[object]) -> Row:
    values = [_value(cell) for cell in cells]
    while values and values[-1] is None:
        values.pop()
    return Row(number, tuple(values))


def _value(cell: object) -> Value:
    if cell is None or cell == "":
        return None
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 1e15 else cell
    if isinstance(cell, str | int | date):
        return cell
    return str(cell) if isinstance(cell, time | timedelta) else None


__all__ = ["BadTable", "NoIdColumn", "ProtectedTable", "Row", "Sheet", "Table", "Value", "read", "workbook"]
