"""How cells look. Styles are registered once for a workbook and used by number: setting them by the cell is slow."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet._write_only import WriteOnlyWorksheet


class Look(Enum):
    """What a cell holds, as far as its looks go."""

    TEXT = auto()
    WORD = auto()
    MARK = auto()
    NUMBER = auto()
    SMALL_NUMBER = auto()
    NUMBER_LINK = auto()
    DAY = auto()
    DAY_LINK = auto()
    MOMENT = auto()
    LINK = auto()
    CODE = auto()
    HEAD = auto()
    HEAD_UPRIGHT = auto()
    NOTICE = auto()
    COVER_TITLE = auto()
    COVER_SECTION = auto()
    COVER_LABEL = auto()
    COVER_TEXT = auto()
    COVER_LINK = auto()
    COVER_MOMENT = auto()


class Tint(Enum):
    """The fill that goes with a word, as (fill, text) colours; the word itself is always in the cell too."""

    GOOD = ("E2F0D9", "1E5B2A")
    BUSY = ("FFF2CC", "6B4E00")
    BAD = ("F8D7DA", "842029")
    CALM = ("DDEBF7", "1F4E79")
    GREY = ("EDEDED", "4D4D4D")


class StyleNumbers(NamedTuple):
    """The numbers of one look in a workbook: as usual, and with the quote prefix that keeps text text."""

    usual: int
    quoted: int


_INK = "1F2933"
_LINK = "0B5394"
_DARK = "1F3A5F"
_LINE = Side(style="hair", color="9AA5B1")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_UNDER = Border(bottom=Side(style="thin", color=_DARK))
_NO_BORDER = Border()
_TOP = Alignment(vertical="top", wrap_text=True)
_TOP_CENTRE = Alignment(vertical="top", horizontal="center", wrap_text=True)
_TOP_LEFT = Alignment(vertical="top", horizontal="left", wrap_text=True)
_TOP_RIGHT = Alignment(vertical="top", horizontal="right", indent=1)
_PLAIN = Alignment(vertical="top")
_MIDDLE = Alignment(vertical="center")
_BODY = Font(name="Calibri", size=9, color=_INK)
_STRONG = Font(name="Calibri", size=9, bold=True, color=_INK)
_HEAD = Font(name="Calibri", size=9, bold=True, color="FFFFFF")
_BODY_LINK = Font(name="Calibri", size=9, color=_LINK, underline="single")
_COVER = Font(name="Calibri", size=11, color=_INK)
_COVER_LINK = Font(name="Calibri", size=11, color=_LINK, underline="single")
_DAY, _MOMENT = "yyyy\\-mm\\-dd", "yyyy\\-mm\\-dd\\ hh:mm:ss"

_LOOKS: dict[Look, tuple[Font, Alignment, Border, str]] = {
    Look.TEXT: (_BODY, _TOP, _BOX, "General"),
    Look.WORD: (_BODY, _TOP, _BOX, "General"),
    Look.MARK: (_STRONG, _TOP_CENTRE, _BOX, "General"),
    Look.NUMBER: (_BODY, _TOP_RIGHT, _BOX, "#,##0"),
    Look.SMALL_NUMBER: (_BODY, _TOP_CENTRE, _BOX, "#,##0"),
    Look.NUMBER_LINK: (_BODY_LINK, _TOP_CENTRE, _BOX, "#,##0"),
    Look.DAY: (_BODY, _TOP_LEFT, _BOX, _DAY),
    Look.DAY_LINK: (_BODY_LINK, _TOP_LEFT, _BOX, _DAY),
    Look.MOMENT: (_BODY, _TOP_LEFT, _BOX, _MOMENT),
    Look.LINK: (_BODY_LINK, _TOP, _BOX, "General"),
    Look.CODE: (Font(name="Consolas", size=8, color=_INK), _TOP, _BOX, "General"),
    Look.HEAD: (_HEAD, Alignment(vertical="bottom", wrap_text=True), _BOX, "General"),
    Look.HEAD_UPRIGHT: (_HEAD, Alignment(horizontal="center", vertical="bottom", text_rotation=90), _BOX, "General"),
    Look.NOTICE: (Font(name="Calibri", size=11, italic=True, color=_INK), _PLAIN, _NO_BORDER, "General"),
    Look.COVER_TITLE: (Font(name="Calibri", size=20, bold=True, color=_DARK), _PLAIN, _NO_BORDER, "General"),
    Look.COVER_SECTION: (Font(name="Calibri", size=12, bold=True, color=_DARK), _MIDDLE, _UNDER, "General"),
    Look.COVER_LABEL: (Font(name="Calibri", size=11, color="52606D"), _TOP, _NO_BORDER, "General"),
    Look.COVER_TEXT: (_COVER, _TOP_LEFT, _NO_BORDER, "General"),
    Look.COVER_LINK: (_COVER_LINK, _TOP_LEFT, _NO_BORDER, "General"),
    Look.COVER_MOMENT: (_COVER, _TOP_LEFT, _NO_BORDER, _MOMENT),
}
_HEADS = (Look.HEAD, Look.HEAD_UPRIGHT)


WITHOUT_LINK = {Look.LINK: Look.TEXT, Look.NUMBER_LINK: Look.SMALL_NUMBER, Look.DAY_LINK: Look.DAY}
"""What a cell that could lead somewhere looks like where it does not."""


def register(sheet: WriteOnlyWorksheet) -> dict[Look, StyleNumbers]:
    """Make every look known to the workbook of `sheet`, and give back their numbers. Asking twice adds nothing."""
    return {look: StyleNumbers(_number(sheet, look, False), _number(sheet, look, True)) for look in Look}


def _number(sheet: WriteOnlyWorksheet, look: Look, quoted: bool) -> int:
    probe = Cell(sheet, 1, 1)
    font, alignment, border, number_format = _LOOKS[look]
    probe.font, probe.alignment, probe.border, probe.number_format = font, alignment, border, number_format
    if look in _HEADS:
        probe.fill = PatternFill("solid", fgColor=_DARK)
    if quoted:
        probe.quotePrefix = True
    return int(probe.style_id)


def size_of(look: Look) -> float:
    """The size of its letters, in points."""
    return float(_LOOKS[look][0].size)


def fill(tint: Tint) -> PatternFill:
    """The fill of a tint for a conditional format, which takes its colour from the background."""
    return PatternFill(bgColor=tint.value[0])


def font(tint: Tint) -> Font:
    """The text colour that goes with the fill of a tint (contrast at least 4.5 : 1)."""
    return Font(color=tint.value[1])
