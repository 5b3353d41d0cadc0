"""How high a row has to be. Excel fits rows to wrapped text when it opens a file, other programs do not."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from srm_desktop.exchange.workbook_styles import Look, size_of
from srm_desktop.exchange.workbook_text import Value

HIGHEST = 409.0
"""The highest row that Excel has, in points."""

_POINTS_PER_UNIT = 5.25
_WIDE = "\u1100"


class Heights:
    """The heights of rows whose columns have these widths (in Excel's units: characters) and looks."""

    def __init__(self, widths: Sequence[float], looks: Sequence[Look]) -> None:
        self._columns = [
            (int(width * _POINTS_PER_UNIT / _character(size_of(look))), size_of(look) * 1.3)
            for width, look in zip(widths, looks, strict=True)
        ]

    def of(self, values: Sequence[Value]) -> float:
        """The height in points at which all text of a row shows; no more than Excel allows."""
        needed = [
            _lines(value, room) * line
            for value, (room, line) in zip(values, self._columns, strict=True)
            if isinstance(value, str)
        ]
        return round(min(HIGHEST, max(needed, default=12.0) + 3), 1)


def _character(size: float) -> float:
    """The width of a character in running text, in points, with what wrapping at words leaves empty."""
    return size * 0.435


@lru_cache(maxsize=4096)
def _lines(text: str, room: int) -> int:
    """How many lines `text` takes where `room` characters fit in one."""
    return sum(max(1, -(-_length(line) // max(1, room))) for line in text.split("\n"))


def _length(line: str) -> int:
    return len(line) if line.isascii() else sum(2 if character >= _WIDE else 1 for character in line)
