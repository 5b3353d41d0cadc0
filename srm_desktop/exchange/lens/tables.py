"""Workbooks and text tables: the first rows and columns of each sheet, as text."""

from __future__ import annotations

import csv
from datetime import datetime, time

from srm_desktop.domain.look import Sheet, TableLook
from srm_desktop.domain.sizes import size_text
from srm_desktop.exchange import table, table_text
from srm_desktop.exchange.lens import texts
from srm_desktop.exchange.lens.guard import limits_memory
from srm_desktop.exchange.lens.piece import Piece
from srm_desktop.exchange.lens.problems import CannotShow

ROWS = 2_000
COLUMNS = 200
SHEETS = 100
MOST_CELLS = 500_000
"""Cells in all sheets together."""
LONGEST = 32_767
"""Characters of a cell that are shown; Excel's own limit."""
MOST_CHARACTERS = 8_000_000
TEXT_BYTES = 4_000_000
"""Bytes of a text table that are read."""

_TEXT = ("text/csv", "text/tab-separated-values")
_MACROS = "It holds macros; they are not run here."


def look(piece: Piece) -> TableLook:
    """The beginnings of the sheets. Raises CannotShow."""
    try:
        return _of_text(piece) if piece.media_type in _TEXT else _of_workbook(piece)
    except table.BadTable as problem:
        raise CannotShow(problem.sentence) from problem


def _of_workbook(piece: Piece) -> TableLook:
    data = piece.whole(table.LARGEST)
    sheets = table.workbook(piece.name, data, most=ROWS, confined=limits_memory())
    notes = [_MACROS] if has_macros(data) else []
    if len(sheets) > SHEETS:
        notes.append(f"The first {SHEETS} of {len(sheets):,} sheets are shown.")
    made = _Cut()
    shown = tuple(
        made.sheet(sheet.name, [(row.number, row.cells) for row in sheet.rows], sheet.height, hidden=sheet.hidden)
        for sheet in sheets[:SHEETS]
    )
    if not any(sheet.rows for sheet in sheets):
        notes.append("No cell of it holds a value.")
    return TableLook(shown, (*notes, *made.notes()))


def has_macros(data: bytes) -> bool:
    """Whether an Office file holds a project of Visual Basic."""
    lower = data.lower()
    return b"vbaproject.bin" in lower or "_VBA_PROJECT".encode("utf-16-le") in data


def _of_text(piece: Piece) -> TableLook:
    data, size = piece.start(TEXT_BYTES), piece.full_size()
    whole = len(data) >= size
    if not whole:
        data = data[: data.rfind(b"\n") + 1] or data
    found = texts.decoded(data)
    notes = [texts.GUESSED] if found.guessed else []
    rows: list[tuple[int, tuple[object, ...]]] = []
    total = 0
    try:
        for record in table_text.records(piece.name, found.text, lambda done, total: None):
            total = record.number
            if total <= ROWS:
                rows.append((total, tuple(record.cells)))
    except (table.BadTable, csv.Error) as why:
        if not rows:
            raise CannotShow(str(why)) from why
        notes.append(f"Row {total + 1:,} could not be read; the rows before it are shown.")
    made = _Cut()
    sheet = made.sheet("", rows, total)
    if not whole:
        notes.append(f"Only the first {size_text(len(data))} of {size_text(size)} were read.")
    return TableLook((sheet,), (*notes, *made.notes()))


class _Cut:
    """Counts what is shown, and remembers what was left out."""

    def __init__(self) -> None:
        self._cells = MOST_CELLS
        self._characters = MOST_CHARACTERS
        self._rows = self._columns = self._long = False

    def sheet(
        self, name: str, rows: list[tuple[int, tuple[object, ...]]], total: int, *, hidden: bool = False
    ) -> Sheet:
        """A sheet from its rows by number; those without a value are empty rows."""
        made: list[tuple[str, ...]] = []
        for number, cells in rows:
            wide = cells[:COLUMNS]
            self._cells -= len(wide) + number - len(made)
            texts = tuple(self._cell(cell) for cell in wide)
            self._characters -= sum(map(len, texts))
            if self._cells < 0 or self._characters < 0 or number > ROWS:
                break
            self._columns = self._columns or len(cells) > COLUMNS
            made += [()] * (number - 1 - len(made))
            made.append(texts)
        total = max(total, rows[-1][0] if rows else 0)
        self._rows = self._rows or len(made) < total
        return Sheet(name, tuple(made), total, hidden)

    def _cell(self, value: object) -> str:
        said = shown(value)
        self._long = self._long or len(said) > LONGEST
        return said[:LONGEST]

    def notes(self) -> list[str]:
        """What was left out."""
        notes = []
        if self._rows:
            notes.append("Only the first rows are shown.")
        if self._columns:
            notes.append(f"The first {COLUMNS} columns are shown.")
        if self._long:
            notes.append(f"Of long cells the first {LONGEST:,} characters are shown.")
        return notes


def shown(value: object) -> str:
    """A cell as text: days without a time, numbers without an end of zeros."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    return f"{value:.15g}" if isinstance(value, float) else str(value)
