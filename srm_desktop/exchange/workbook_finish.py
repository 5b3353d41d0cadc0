"""What makes a sheet of rows a sheet to work with: frozen headings, table, drop-downs, fills, page set-up.

The sheets are write-only ones. They have all of this in common with ordinary ones, whose type is used here because the
library's type descriptions leave it out of the write-only class.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from openpyxl.formatting.rule import Rule
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.header_footer import HeaderFooter, HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.table import TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from srm_desktop.exchange.workbook_styles import Tint, fill, font
from srm_desktop.exchange.workbook_text import escaped

_A3 = 8
_MOST_CHOICES = 255


class Finished(Protocol):
    """What the finishing needs to know of a column."""

    @property
    def title(self) -> str:
        """The heading."""

    @property
    def choices(self) -> tuple[str, ...]:
        """The drop-down's words; none for no drop-down."""

    @property
    def tints(self) -> tuple[tuple[str, Tint], ...]:
        """Words and the fills that go with them."""


def before_rows(sheet: Worksheet, widths: Sequence[float], frozen: int) -> None:
    """What has to be said before the first row is written: widths, page scaling, what stays in view.

    `frozen` is the number of columns that stay in view beside the heading row; 0 for a sheet that scrolls as a whole.
    """
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    if frozen:
        sheet.freeze_panes = f"{get_column_letter(frozen + 1)}2"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def finish_table(sheet: Worksheet, name: str, columns: Sequence[Finished], rows: int) -> None:
    """Make the written rows a table with drop-downs and fills. Without rows it stays plain: no table is empty."""
    if rows:
        last = rows + 1
        _add_table(sheet, name, columns, last)
        for number, column in enumerate(columns, 1):
            letter = get_column_letter(number)
            area = f"{letter}2:{letter}{last}"
            if column.choices:
                sheet.data_validations.append(_choice(column, area))
            for word, tint in column.tints:
                sheet.conditional_formatting.add(area, _tinted(word, tint))


def _add_table(sheet: Worksheet, name: str, columns: Sequence[Finished], last: int) -> None:
    table = ExcelTable(displayName=name, name=name, ref=f"A1:{get_column_letter(len(columns))}{last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False, showColumnStripes=False)
    table.tableColumns = [TableColumn(id=n, name=escaped(c.title)) for n, c in enumerate(columns, 1)]
    table.autoFilter = AutoFilter(ref=table.ref)
    sheet.tables.add(table)


def _tinted(word: str, tint: Tint) -> Rule:
    look = DifferentialStyle(fill=fill(tint), font=font(tint))
    return Rule(type="cellIs", operator="equal", formula=[f'"{word}"'], dxf=look)


def _choice(column: Finished, area: str) -> DataValidation:
    words = ",".join(column.choices)
    if len(words) > _MOST_CHOICES:
        raise ValueError(f"{column.title}: Excel takes {_MOST_CHOICES} characters of choices, these have {len(words)}.")
    return DataValidation(
        type="list",
        formula1=f'"{words}"',
        allow_blank=True,
        showErrorMessage=True,
        errorTitle=column.title,
        error=f"Choose one of: {words.replace(',', ', ')}."[:225],
        sqref=area,
    )


def set_up_page(sheet: Worksheet, footer: str, large_paper: bool) -> None:
    """Landscape, one page wide, page numbers; `footer` is text as `workbook_text.footer` gives it."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    if large_paper:
        sheet.page_setup.paperSize = _A3
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.6, header=0.25, footer=0.3)
    left, middle, right = (_HeaderFooterPart(text=text, size=8) for text in (footer, "&A", "Page &P of &N"))
    sheet.HeaderFooter = HeaderFooter(
        scaleWithDoc=False, oddFooter=HeaderFooterItem(left=left, center=middle, right=right)
    )


def break_pages(sheet: Worksheet, after: int, scale: int, repeated: int) -> None:
    """Print in two pages side by side: the second begins after column `after` and repeats the first `repeated` ones."""
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=False)
    sheet.page_setup.scale = scale
    sheet.col_breaks.append(Break(id=after))
    sheet.print_title_cols = f"A:{get_column_letter(repeated)}"
