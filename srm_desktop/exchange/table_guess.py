"""A first idea which sheet, header row and columns hold a catalog: from the headings' words and from the content."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from srm_desktop.exchange.table import Row, Sheet, Table
from srm_desktop.exchange.table_mapping import HEADER_WITHIN, ROLES, Mapping, data_rows
from srm_desktop.exchange.table_profile import CODE, HEADINGS, Column, by_heading, column

_ENOUGH = 1.0
"""What a column must be worth to be taken for a role."""


_NO_IDS = frozenset(("version", "date", "revision", "rev", "page", "pages", "phone", "sort-as", "account id", "cost"))
"""Headings of columns that may look like ids and are none."""


class _Guessed(NamedTuple):
    mapping: Mapping
    worth: float


def guess(table: Table) -> Mapping:
    """The sheet and columns that most look like a catalog of controls; `id` is None where no column holds ids.

    Hidden sheets are only taken where no other has ids. A header row is looked for among the first rows that are not
    empty; `header` is 0 where the table begins without one.
    """
    shown = [_in_sheet(sheet) for sheet in table.sheets if sheet.rows and not sheet.hidden]
    hidden = [_in_sheet(sheet) for sheet in table.sheets if sheet.rows and sheet.hidden]
    for found in (shown, hidden):
        good = [one for one in found if one.mapping.id is not None]
        if good:
            return max(good, key=lambda one: one.worth).mapping
    everything = [*shown, *hidden]
    return max(everything, key=lambda one: one.worth).mapping if everything else Mapping("", 0)


def _in_sheet(sheet: Sheet) -> _Guessed:
    candidates = sorted(sheet.rows[:HEADER_WITHIN], key=_as_header, reverse=True)[:3]
    headers = [row for row in candidates if _as_header(row) > 0]
    found = [one for row in headers if not _is_data(row, one := _below(sheet, row))]
    if not any(one.mapping.id is not None for one in found):
        found.append(_below(sheet, None))
    return max(found, key=lambda one: one.worth)


def _is_data(header: Row, found: _Guessed) -> bool:
    """Whether what was taken for headings has an id itself where the ids are."""
    return bool(CODE.fullmatch(str(header.at(found.mapping.id) or "")))


def _as_header(row: Row) -> float:
    """How much a row looks like headings: its cells name roles."""
    texts = [str(cell) for cell in row.cells if isinstance(cell, str)]
    if not texts or len(texts) < 2:
        return 0.0
    names = [" ".join(text.split()).strip(" :*#.").casefold() for text in texts if len(text) <= 120]
    return sum(max(1 if n in HEADINGS[r] else by_heading(n, r) / 2 for r in ROLES) for n in names) + 0.01 * len(names)


def _below(sheet: Sheet, header: Row | None) -> _Guessed:
    rows = data_rows(sheet, header.number if header else 0)
    width = max((len(row.cells) for row in rows[:400]), default=0)
    columns = [column(str((header.at(i) if header else None) or ""), rows, i) for i in range(min(width, 200))]
    taken: dict[str, int] = {}
    for role, worth in _WORTH:
        free = [i for i in range(len(columns)) if i not in taken.values()]
        best = max(free, key=lambda i: worth(columns[i]), default=None)
        if best is not None and worth(columns[best]) >= _ENOUGH:
            taken[role] = best
    mapping = Mapping(sheet.name, header.number if header else 0, **taken)
    if mapping.id is None:
        return _Guessed(mapping, 0.0)
    ids = {str(row.at(mapping.id)) for row in rows if row.at(mapping.id) is not None}
    return _Guessed(mapping, len(ids) * (1 + 0.5 * sum(r in taken for r in ("title", "text"))) + len(taken) / 10)


def _id(one: Column) -> float:
    if one.length > 45 or one.filled < 0.2 or not one.codes + one.ids or one.heading in _NO_IDS:
        return 0.0
    if not one.heading and one.codes < 0.8:
        return 0.0
    looks = 1.6 * one.ids * one.distinct + 0.8 * one.codes * one.distinct
    named = by_heading(one.heading, "id")
    return looks + named if looks + 0.5 * named >= 0.9 and one.distinct > 0.3 else 0.0


def _kind(one: Column) -> float:
    named = by_heading(one.heading, "responsibility")
    return named * (one.kinds > 0) + (2 if one.kinds > 0.6 and (named or one.filled > 0.2) else 0)


def _group(one: Column) -> float:
    if not one.values or one.length > 80 or (one.distinct > 0.5 and one.filled > 0.7 and one.cells > 8):
        return 0.0
    blocks = one.values > 1 and one.runs == one.values and one.distinct <= 0.5 and not one.kinds
    return by_heading(one.heading, "group") + blocks


def _named(role: str) -> Callable[[Column], float]:
    return lambda one: by_heading(one.heading, role) if one.values else 0.0


def _title(one: Column) -> float:
    fits = one.values and 3 <= one.length <= 160 and not (one.codes > 0.8)
    return by_heading(one.heading, "title") + (0.3 if one.distinct > 0.5 else 0) if fits else 0.0


def _text(one: Column) -> float:
    if not one.values or one.codes > 0.8 or one.ids > 0.8:
        return 0.0
    long = one.length > 40 and one.filled > 0.3
    return 1.3 * by_heading(one.heading, "text") + (1 + min(one.length, 200) / 1000 if long else 0)


_WORTH: tuple[tuple[str, Callable[[Column], float]], ...] = (
    ("id", _id),
    ("responsibility", _kind),
    ("objective", _named("objective")),
    ("guidance", _named("guidance")),
    ("group", _group),
    ("title", _title),
    ("text", _text),
)
"""What a column is worth in each role, in the order in which the roles choose."""
