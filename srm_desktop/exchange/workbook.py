"""Tables for assessors: columns as data in, finished sheets out (table, filters, drop-downs, fills, links, print)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from srm_desktop.exchange.workbook_finish import before_rows, break_pages, finish_table, set_up_page
from srm_desktop.exchange.workbook_heights import Heights
from srm_desktop.exchange.workbook_sheet import Beside, Columns, SafeSheet, add_sheet
from srm_desktop.exchange.workbook_styles import WITHOUT_LINK, Look, Tint
from srm_desktop.exchange.workbook_text import Value, one_line, pieces

R = TypeVar("R")
Tick = Callable[[int], None]
"""Told how many more rows are written; may raise to stop."""


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column of a table: heading, width in characters, and the value of a row.

    `choices` makes a drop-down, `tints` fills cells that hold exactly these words, `link` gives the place in the
    workbook, or the file beside it, that a cell leads to (None: nowhere).
    """

    title: str
    width: float
    value: Callable[[R], Value]
    look: Look = Look.TEXT
    choices: tuple[str, ...] = ()
    tints: tuple[tuple[str, Tint], ...] = ()
    link: Callable[[R], str | Beside | None] | None = None
    head: Look = Look.HEAD


@dataclass(frozen=True, slots=True)
class Table(Generic[R]):
    """One sheet that holds one table. `frozen` columns stay in view; `notice` stands where there are no rows.

    Printed it is one page wide, on A3 with `large_paper`. A table too wide for that breaks after the column
    `print_break`, at `print_scale` per cent, with the frozen columns on every page.
    """

    title: str
    name: str
    columns: tuple[Column[R], ...]
    notice: str
    frozen: int = 1
    large_paper: bool = False
    print_break: str = ""
    print_scale: int = 0
    head_height: float = 30


class SheetCount(NamedTuple):
    """What a sheet holds below its headings: rows, and how many cells are filled under each heading."""

    title: str
    rows: int
    filled: tuple[tuple[str, int], ...] = field(default=())

    def under(self, heading: str) -> int:
        """Filled cells under a heading; 0 where there is no such column."""
        return dict(self.filled).get(heading, 0)


def write_table(book: Workbook, table: Table[R], rows: Sequence[R], footer: str, tick: Tick) -> SheetCount:
    """Write a sheet and say what it should hold when it is read back.

    Text that is too long for one cell goes on in further columns to the right of its own, headed "Statement (continued
    2 of 3)": every row stays one row, so that sorting and filtering keep it together.
    """
    sheet = add_sheet(book, table.title)
    columns, values = _continued(table.columns, [tuple(c.value(row) for c in table.columns) for row in rows])
    before_rows(sheet.ordinary, [c.width for c in columns], table.frozen)
    sheet.add(Columns(sheet, [c.head for c in columns]), [c.title for c in columns], table.head_height)
    if rows:
        _write_rows(sheet, columns, rows, values, tick)
    else:
        sheet.add(Columns(sheet, [Look.NOTICE]), [table.notice], 24)
    finish_table(sheet.ordinary, table.name, columns, len(rows))
    set_up_page(sheet.ordinary, footer, table.large_paper)
    sheet.ordinary.print_title_rows = "1:1"
    if table.print_break:
        titles = [c.title for c in columns]
        break_pages(sheet.ordinary, titles.index(table.print_break) + 1, table.print_scale, table.frozen)
    return count(table.title, [c.title for c in columns], values)


def _write_rows(
    sheet: SafeSheet, columns: Sequence[Column[R]], rows: Sequence[R], values: Sequence[tuple[Value, ...]], tick: Tick
) -> None:
    heights = Heights([c.width for c in columns], [c.look for c in columns])
    links = [(number, c.link) for number, c in enumerate(columns, 1) if c.link]
    looks: dict[frozenset[int], Columns] = {}
    for row, found in zip(rows, values, strict=True):
        targets = {number: target for number, link in links if (target := link(row))}
        linked = frozenset(targets)
        if linked not in looks:
            looks[linked] = Columns(sheet, [_look(c, number in linked) for number, c in enumerate(columns, 1)])
        sheet.add(looks[linked], found, heights.of(found))
        for number, target in targets.items():
            sheet.link(number, sheet.rows_written, target)
        tick(1)


def _look(column: Column[R], linked: bool) -> Look:
    """Only what leads somewhere looks like a link."""
    return column.look if linked else WITHOUT_LINK.get(column.look, column.look)


def count(title: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> SheetCount:
    """Count rows and filled cells; None and empty text are not filled."""
    filled = [sum(1 for value in column if value is not None and value != "") for column in zip(*rows, strict=True)]
    return SheetCount(title, len(rows), tuple(zip(headings, filled, strict=True)) if rows else ())


def _continued(
    columns: Sequence[Column[R]], values: list[tuple[Value, ...]]
) -> tuple[list[Column[R]], list[tuple[Value, ...]]]:
    """Columns with unique headings, and more of them where some text does not fit in one cell."""
    cut = [[pieces(v) if isinstance(v, str) else [v] for v in column] for column in zip(*values, strict=True)]
    most = [max(map(len, column)) for column in cut] or [1] * len(columns)
    placed: list[Column[R]] = []
    titles: set[str] = set()
    for column, number in zip(columns, most, strict=True):
        for part in range(1, number + 1):
            heading = column.title if part == 1 else f"{column.title} (continued {part} of {number})"
            placed.append(_placed(column, _unique(heading, titles), part == 1))
    if max(most) == 1:
        return placed, values
    wide = [[v + [None] * (number - len(v)) for v in column] for column, number in zip(cut, most, strict=True)]
    return placed, [tuple(v for cell in row for v in cell) for row in zip(*wide, strict=True)]


def _placed(column: Column[R], heading: str, first: bool) -> Column[R]:
    link = column.link if first else None
    return Column(heading, column.width, column.value, column.look, column.choices, column.tints, link, column.head)


def _unique(heading: str, taken: set[str]) -> str:
    """A heading that Excel takes as a column name: one line, short, unlike the others whatever the case."""
    plain = one_line(heading, 200) or "Column"
    found, number = plain, 2
    while found.casefold() in taken:
        found, number = f"{plain} ({number})", number + 1
    taken.add(found.casefold())
    return found


def place(sheet: str, row: int, column: int = 1) -> str:
    """The address of a cell, as a link inside the workbook names it."""
    return f"'{sheet}'!{get_column_letter(column)}{row}"
