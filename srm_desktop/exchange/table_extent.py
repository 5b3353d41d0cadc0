"""How far the cells of a sheet reach, found before a workbook is read whole.

The reader makes room for every cell between the outermost ones: a sheet with a word in A1 and one in XFD1048576 would
take 17 billion cells. What a sheet declares about itself (`<dimension>`) is no help, for it is often too large and may
be false. So each sheet is gone through once, piece by piece, and only the places of cells with a value are looked at.
"""

from __future__ import annotations

from srm_desktop.exchange.table_problems import BadTable

MOST_CELLS = 20_000_000
"""Cells between the outermost ones of a sheet, or all sheets together where they are read at once: 640 MB in memory."""

MOST_TEXT = 512 * 1024 * 1024
"""Characters in all cells of a workbook, a text counted as often as it stands in a cell."""

ROWS = 1_048_576
COLUMNS = 16_384
"""What a sheet of today has (Excel's limits)."""


class Extent:
    """The rectangle that holds all cells that were taken; rows and columns from 0."""

    def __init__(self) -> None:
        """Nothing is in it yet."""
        self.top = self.left = ROWS
        self.bottom = self.right = -1

    def take(self, row: int, column: int) -> None:
        """One more cell has a value."""
        self.top, self.bottom = min(self.top, row), max(self.bottom, row)
        self.left, self.right = min(self.left, column), max(self.right, column)

    @property
    def cells(self) -> int:
        """How many cells lie between the outermost ones, these included."""
        return max(0, self.bottom - self.top + 1) * max(0, self.right - self.left + 1)

    def check(self, name: str, sheet: str) -> None:
        """Raise BadTable where there are more cells than are read, or some outside of what a sheet has."""
        if self.bottom >= ROWS or self.right >= COLUMNS:
            raise BadTable(f"{name}, {sheet}: a cell lies outside of what a sheet has; it is not read.")
        if self.cells > MOST_CELLS:
            first, last = place(self.top, self.left), place(self.bottom, self.right)
            raise BadTable(
                f"{name}, {sheet}: its cells reach from {first} to {last}, which is room for {self.cells:,}, and at"
                f" most {MOST_CELLS:,} are read; delete what stands far from the table."
            )


def place(row: int, column: int) -> str:
    """A cell as people name it, from row and column counted from 0: (0, 27) is AB1."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def column_of(letters: str) -> int:
    """The column that letters name, from 0."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1
