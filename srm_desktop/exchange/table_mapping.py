"""Which column of a table holds what, and how that is remembered for the next file of the same shape."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping as Words
from typing import NamedTuple

from srm_desktop.exchange.table import Row, Sheet, Table, Value

ROLES = ("id", "title", "text", "group", "responsibility", "guidance", "objective")
"""What a column may hold, as the fields of `Mapping`."""

HEADER_WITHIN = 30
"""How many rows that are not empty may stand above the table; titles and notes take some."""


class Mapping(NamedTuple):
    """Which column holds what: columns from 0, None where there is none. `header` is the headings' row number, or 0.

    `objective` is the text of rows of parts where it stands in a column of its own (SP 800-171A, "Assessment
    Objective"); in the row of a control it is what is determined of the control.
    """

    sheet: str
    header: int
    id: int | None = None
    title: int | None = None
    text: int | None = None
    group: int | None = None
    responsibility: int | None = None
    guidance: int | None = None
    objective: int | None = None


def words_of(value: Value) -> str:
    """A cell as it is compared: small letters, single spaces, no signs around; also those of words in two lines."""
    return " ".join(str(value if value is not None else "").split()).strip(" :*#.").casefold()


def headings(sheet: Sheet, header: int) -> tuple[str, ...]:
    """The texts of the header row, column by column, as they are compared; a repeated one as "name (2)".

    Empty where there is no such row.
    """
    found: list[str] = []
    for cell in next((row.cells for row in sheet.rows if row.number == header), ()):
        name = words_of(cell)[:200]
        times = sum(known == name or known.startswith(f"{name} (") for known in found) if name else 0
        found.append(f"{name} ({times + 1})" if times else name)
    return tuple(found)


def data_rows(sheet: Sheet, header: int) -> tuple[Row, ...]:
    """The rows below the header."""
    return tuple(row for row in sheet.rows if row.number > header)


def signature(sheet: Sheet, header: int) -> str:
    """A short text that files of one shape share, whatever the order of their columns; empty without a header row."""
    names = sorted(name for name in headings(sheet, header) if name)
    if not names:
        return ""
    whole = "|".join(names)
    return f"{whole[:60]}#{hashlib.sha256(whole.encode()).hexdigest()[:12]}"


def as_words(mapping: Mapping, table: Table) -> dict[str, str]:
    """The mapping by the headings' texts, to be remembered under `signature`; empty where there is no header row."""
    sheet = table.sheet(mapping.sheet)
    names = headings(sheet, mapping.header) if sheet else ()
    columns = {role: getattr(mapping, role) for role in ROLES}
    known = {r: names[c] for r, c in columns.items() if c is not None and c < len(names) and names[c]}
    return {"sheet": mapping.sheet, **known} if known else {}


def from_words(words: Words[str, str], table: Table) -> Mapping | None:
    """What was remembered, found again in a table: in the sheet of that name first. None where a heading is missing."""
    wanted = {role: words[role] for role in ROLES if words.get(role)}
    if not wanted:
        return None
    for sheet in sorted(table.sheets, key=lambda sheet: (sheet.name != words.get("sheet"), sheet.hidden)):
        for row in sheet.rows[:HEADER_WITHIN]:
            names = headings(sheet, row.number)
            if all(name in names for name in wanted.values()):
                return Mapping(sheet.name, row.number, **{role: names.index(name) for role, name in wanted.items()})
    return None
