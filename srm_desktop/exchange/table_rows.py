"""The rows of a table as controls and parts of controls would come in, and those that do not, each with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from srm_desktop.domain.control_ids import ControlId, show
from srm_desktop.domain.vocabulary import Responsibility
from srm_desktop.exchange.table import BadTable, NoIdColumn, Row, Sheet, Table, Value
from srm_desktop.exchange.table_ids import Framework, doubtful_numbers, framework_of, meant_by, named_in
from srm_desktop.exchange.table_kind import responsibility
from srm_desktop.exchange.table_mapping import ROLES, Mapping, data_rows, words_of

SHORT = 80
"""Characters of a cell that a report quotes."""


class LeftOut(NamedTuple):
    """A row that did not come in: its number in the sheet, its id or content shortened, and why, as a sentence."""

    row: int
    text: str
    why: str


class Note(NamedTuple):
    """Something in a row that was not understood, although the row came in; fields as in `LeftOut`."""

    row: int
    text: str
    why: str


class Entry(NamedTuple):
    """One row that comes in. `meant` is what its id reads as under the framework; None for an id of the table's own."""

    row: int
    id: str
    meant: ControlId | None
    title: str
    text: str
    group: str
    said: str  # of responsibility, as it stands there
    kind: Responsibility | None
    guidance: str
    objective: str


class Entries(NamedTuple):
    """All rows below the header."""

    framework: Framework
    came: tuple[Entry, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[Note, ...]
    rows: int


def text_of(value: Value) -> str:
    """A cell as text: lines without spaces at their ends, no empty lines around."""
    return "\n".join(" ".join(line.split()) for line in str(value if value is not None else "").splitlines()).strip()


def shortened(text: str, most: int = SHORT) -> str:
    """One line of at most so many characters, cut at a word and marked where it is."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    return f"{cut.rpartition(' ')[0] if ' ' in cut[most // 2 :] else cut}…"


def entries(table: Table, mapping: Mapping, title: str = "", framework: str | None = None) -> Entries:
    """Read the rows of the mapped sheet. Raises NoIdColumn where no column holds ids, BadTable for no such sheet."""
    sheet = _sheet(table, mapping)
    rows = data_rows(sheet, mapping.header)
    cells = [row.at(mapping.id) for row in rows]
    above = [str(cell) for row in sheet.rows if row.number < mapping.header for cell in row.cells if cell is not None]
    named = named_in([title, table.name, sheet.name, *above])
    known = Framework(framework) if framework else framework_of([cell for cell in cells if cell is not None], named)
    return _Reader(mapping, sheet, known, doubtful_numbers(cells)).read(rows)


def _sheet(table: Table, mapping: Mapping) -> Sheet:
    sheet = table.sheet(mapping.sheet)
    if sheet is None:
        raise BadTable(f"{table.name} has no sheet {mapping.sheet!r}; choose another one.")
    if mapping.id is None:
        raise NoIdColumn(
            f"{table.name}, sheet {sheet.name!r} has no column with the ids of controls; looked for were headings such"
            " as Control ID, Identifier or Ref, and cells such as AC-2, 3.1.1 or A.5.1. Choose the column yourself."
        )
    return sheet


class _Reader:
    def __init__(self, mapping: Mapping, sheet: Sheet, framework: Framework, doubtful: frozenset[float]) -> None:
        self._mapping, self._framework, self._doubtful = mapping, framework, doubtful
        header = next((row for row in sheet.rows if row.number == mapping.header), None)
        self._heading = words_of(header.at(mapping.id)) if header else ""
        self._group = ""
        self._first: dict[ControlId | str, int] = {}
        self._left_out: list[LeftOut] = []
        self._notes: dict[str, Note] = {}

    def read(self, rows: tuple[Row, ...]) -> Entries:
        came = tuple(entry for row in rows for entry in self._row(row))
        return Entries(self._framework, came, tuple(self._left_out), tuple(self._notes.values()), len(rows))

    def _row(self, row: Row) -> Iterator[Entry]:
        said = {role: text_of(row.at(getattr(self._mapping, role))) for role in ROLES}
        self._group = said["group"] or self._group  # merged cells, and those that are not repeated, go on
        cell = row.at(self._mapping.id)
        if cell is None and said["group"] and not any(said[role] for role in ROLES if role not in ("id", "group")):
            return  # a line that only names the group below it
        if self._heading and words_of(cell) == self._heading:
            return self._leave(row, "it repeats the headings")
        meant = meant_by(cell, self._framework.known, self._doubtful)
        if meant.why:
            return self._leave(row, meant.why)
        key = meant.control or meant.id.casefold()
        name = show(meant.control) if meant.control else meant.id
        if first := self._first.get(key):
            return self._leave(row, f"its id {name} is that of row {first} already")
        has_texts = any(getattr(self._mapping, role) is not None for role in ("title", "text", "objective"))
        if has_texts and not (said["title"] or said["text"] or said["objective"]):
            return self._leave(row, "it has an id, but neither a text nor a title")
        self._first[key] = row.number
        yield Entry(
            row.number, name, meant.control, shortened(said["title"], 300), said["text"], self._group,
            said["responsibility"], self._kind(row, said["responsibility"]), said["guidance"], said["objective"],
        )  # fmt: skip

    def _kind(self, row: Row, said: str) -> Responsibility | None:
        found = responsibility(said)
        if said.strip(" -–?") and found is None and said.casefold() not in self._notes:
            why = (
                f"Whose the control is, {shortened(said, 40)!r} does not say in words that are known; it is left open."
            )
            self._notes[said.casefold()] = Note(row.number, shortened(said), why)
        return found

    def _leave(self, row: Row, why: str) -> None:
        known = text_of(row.at(self._mapping.id)) or " ".join(str(cell) for cell in row.cells if cell is not None)
        self._left_out.append(LeftOut(row.number, shortened(known), f"Row {row.number} is left out: {why}."))


class Line(NamedTuple):
    """A row as it would come in, for choosing the columns; `why` says why it would be left out, and is empty else."""

    row: int
    id: str
    title: str
    text: str
    group: str
    responsibility: str
    why: str = ""


def preview(table: Table, mapping: Mapping, n: int = 20, framework: str | None = None) -> tuple[Line, ...]:
    """The first `n` rows as they would come in, in the order of the file; those left out are among them.

    Raises as `table_catalog.build` does where there is no column of ids.
    """
    found = entries(table, mapping, framework=framework)
    lines = [
        Line(e.row, e.id, e.title, shortened(e.text or e.objective, 200), e.group, e.kind or e.said)
        for e in found.came[:n]
    ]
    lines += [Line(o.row, o.text, "", "", "", "", o.why) for o in found.left_out[:n]]
    return tuple(sorted(lines)[:n])
