"""What a column looks like: from its heading's words and from its cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from srm_desktop.domain.control_ids import parse_all
from srm_desktop.exchange.table import Row
from srm_desktop.exchange.table_kind import responsibility
from srm_desktop.exchange.table_mapping import words_of

SAMPLE = 400
"""Rows of a sheet by which its columns are told."""

HEADINGS: dict[str, tuple[str, ...]] = {
    "id": (
        *("identifier", "control id", "control identifier", "control number", "control no", "requirement id", "id"),
        *("requirement number", "req id", "req #", "req no", "control #", "control ref", "reference", "ref", "ref id"),
        *("practice id", "safeguard id", "cis safeguard", "criteria id", "number", "no", "#", "nr", "key", "control"),
    ),
    "title": (
        *("title", "control title", "control name", "requirement title", "requirement name", "name", "short name"),
        *("control/enhancement name", "practice name", "safeguard title", "summary", "topic", "subject"),
    ),
    "text": (
        *("security requirement", "requirement", "requirements", "control text", "statement", "control statement"),
        *("control description", "requirement text", "requirement description", "description", "text", "control"),
        *("practice", "practice statement", "criteria", "control activity", "control objective", "specification"),
    ),
    "group": (
        *("family", "control family", "domain", "category", "group", "section", "chapter", "area", "function", "theme"),
        *("control domain", "control category", "control group", "practice domain", "security function"),
    ),
    "responsibility": (
        *("responsibility", "responsible", "responsible party", "responsibilities", "shared responsibility", "owner"),
        *("control owner", "ownership", "shared", "inheritance", "control type", "control responsibility"),
    ),
    "guidance": (
        *("discussion", "guidance", "supplemental guidance", "implementation guidance", "notes", "explanation"),
        *("rationale", "further discussion", "additional information"),
    ),
    "objective": ("assessment objective", "assessment objectives", "determination statement", "objective"),
}
"""What headings say of their column, for each role the surest first; compared in small letters."""

CODE = re.compile(r"(?=[\w.()\[\]/ -]{0,30}\d)[A-Za-z]{0,12}[\w.()\[\]/:-]{0,20}(?: ?[(\[\d][\w.()\[\]]{0,8})?")
"""What ids look like: short, with a digit, at most one space."""


class Column(NamedTuple):
    """One column's cells, counted over the first rows; shares are of the cells that are not empty."""

    heading: str
    filled: float  # share of the rows
    distinct: float
    length: float  # characters on average
    ids: float  # read as ids, by `control_ids` alone
    codes: float  # short, with a digit
    kinds: float  # words for responsibility
    values: int  # how many different ones
    runs: int  # how many blocks of equal ones, from above
    cells: int


def column(heading: str, rows: Sequence[Row], index: int) -> Column:
    """Look at one column."""
    cells = [text for row in rows[:SAMPLE] if (text := " ".join(str(row.at(index) or "").split()))]
    if not cells:
        return Column(words_of(heading), 0, 0, 0, 0, 0, 0, 0, 0, 0)
    many = len(cells)
    short = [cell for cell in cells if len(cell) <= 40]
    read = sum(bool((found := parse_all(cell)).ids or found.ambiguous) for cell in short[:100])
    kinds = Counter(cells)
    return Column(
        words_of(heading),
        many / min(len(rows), SAMPLE),
        len(kinds) / many,
        sum(map(len, cells)) / many,
        read / max(1, len(short[:100])) * len(short) / many,
        sum(bool(CODE.fullmatch(cell)) for cell in short) / many,
        sum(times for cell, times in kinds.items() if len(cell) <= 60 and responsibility(cell)) / many,
        len(kinds),
        sum(cell != before for cell, before in zip(cells, ["", *cells], strict=False)),
        many,
    )


def by_heading(heading: str, role: str) -> float:
    """How surely a heading names a role: 1 to 2 where it is one of the usual words, less where it contains one."""
    known = HEADINGS[role]
    if heading in known:
        return 2 - known.index(heading) / len(known)
    words = set(re.findall(r"[a-z#]+", heading))
    strong = [name for name in known[: max(6, len(known) // 2)] if set(name.split()) <= words]
    return 0.7 if strong and len(words) <= 6 else 0.0
