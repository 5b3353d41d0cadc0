"""Workbooks and text tables as catalogs: which column holds what, how rows come in, and the catalog that they make."""

from __future__ import annotations

from collections.abc import Mapping as Words
from pathlib import Path
from typing import NamedTuple

from srm_desktop.domain.control_ids import TITLES
from srm_desktop.domain.problems import BadValue
from srm_desktop.domain.progress import Tell, tell_nobody
from srm_desktop.exchange import table, table_catalog
from srm_desktop.exchange.oscal_catalog import slug
from srm_desktop.exchange.recognition import recognise
from srm_desktop.exchange.table import NoIdColumn, Table
from srm_desktop.exchange.table_catalog import LeftOut, Line, Mapping
from srm_desktop.exchange.table_mapping import ROLES
from srm_desktop.services.catalogs import ENDINGS as OSCAL
from srm_desktop.services.catalogs import Arrival, read_from

__all__ = [
    "ENDINGS", "ROLES", "LeftOut", "Line", "Mapping", "NoIdColumn", "Source", "arrival", "choose", "columns",
    "frameworks", "guess", "headers", "is_table", "open_table", "preview", "remember", "sheets",
]  # fmt: skip

ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv")
"""The endings of workbooks and text tables."""

_ARCHIVE, _OLE = b"PK", b"\xd0\xcf\x11\xe0"


class Source(NamedTuple):
    """A table that was read, with the best guess at its columns; `remembered`: they were chosen once before."""

    path: Path
    table: Table
    mapping: Mapping
    remembered: bool = False


def is_table(path: Path) -> bool:
    """Whether a file is a workbook or a text table, and not OSCAL; its first bytes and its name decide."""
    try:
        with path.open("rb") as stream:
            start = stream.read(512).removeprefix(b"\xef\xbb\xbf").lstrip()
    except OSError:
        return path.suffix.lower() not in OSCAL
    if start.startswith((_ARCHIVE, _OLE)):
        return True
    return path.suffix.lower() not in OSCAL and not start.startswith((b"{", b"<", b"catalog:", b"profile:"))


def open_table(
    path: Path, remembered: Words[str, Words[str, str]] | None = None, progress: Tell = tell_nobody
) -> Source:
    """Read a table. `remembered` are columns that were chosen before, as `remember` gives them.

    Raises a problem with a finished sentence where the file is no table, or too large or damaged.
    """
    read = table.read(path, progress)
    for words in (remembered or {}).values():
        if (known := table_catalog.from_words(words, read)) is not None:
            return Source(path, read, known, True)
    return Source(path, read, table_catalog.guess(read))


def remember(source: Source, mapping: Mapping) -> tuple[str, dict[str, str]] | None:
    """What to keep of chosen columns for the next table of this shape: a name and headings. None without headings."""
    sheet = source.table.sheet(mapping.sheet)
    name = table_catalog.signature(sheet, mapping.header) if sheet else ""
    words = table_catalog.as_words(mapping, source.table)
    return (name, words) if name and words else None


def sheets(source: Source) -> tuple[str, ...]:
    """The names of the sheets, hidden ones last."""
    return tuple(sheet.name for sheet in sorted(source.table.sheets, key=lambda sheet: sheet.hidden))


def guess(source: Source, sheet: str) -> Mapping:
    """What the columns of one sheet seem to hold."""
    only = tuple(one for one in source.table.sheets if one.name == sheet)
    if not only:
        raise BadValue(f"{source.path.name} has no sheet {sheet!r}; it has: {', '.join(sheets(source))}.")
    return table_catalog.guess(Table(source.table.name, only))


def headers(source: Source, sheet: str, most: int = 30) -> tuple[tuple[int, str], ...]:
    """The first rows of a sheet that are not empty, for choosing the one with the headings: number and content."""
    found = source.table.sheet(sheet)
    rows = found.rows[:most] if found else ()
    return tuple((row.number, ", ".join(" ".join(str(c).split()) for c in row.cells if c is not None)) for row in rows)


def frameworks() -> tuple[tuple[str, str], ...]:
    """What the ids of a table may be of: key and title."""
    return tuple(TITLES.items())


def columns(source: Source, mapping: Mapping) -> tuple[str, ...]:
    """The columns of the mapped sheet as they are chosen from: letter and heading, "B  Requirement"."""
    sheet = source.table.sheet(mapping.sheet)
    if sheet is None:
        return ()
    heading = next((row for row in sheet.rows if row.number == mapping.header), None)
    names = [
        " ".join(str(heading.at(n) if heading and heading.at(n) is not None else "").split())
        for n in range(sheet.width)
    ]
    return tuple(f"{_letters(n)}  {name}".rstrip() for n, name in enumerate(names))


def choose(source: Source, mapping: Mapping, words: str) -> Mapping:
    """A mapping with columns that were typed, by letter or heading: "id=C, text=Requirement"; "group=" has none.

    Raises BadValue for a role or a column that is not there.
    """
    known = columns(source, mapping)
    for word in filter(None, (word.strip() for word in words.split(","))):
        role, _, column = (text.strip() for text in word.partition("="))
        role = role.casefold()
        if role not in ROLES:
            raise BadValue(f"There is no role {role!r} for a column; there is: {', '.join(ROLES)}.")
        found = [n for n, name in enumerate(known) if column.casefold() in (name.split()[0].casefold(), _heading(name))]
        if column and not found:
            raise BadValue(f"Sheet {mapping.sheet!r} has no column {column!r}; it has: {', '.join(known)}.")
        mapping = Mapping(**(mapping._asdict() | {role: found[0] if column else None}))
    return mapping


def _heading(column: str) -> str:
    return column.partition("  ")[2].casefold()


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def preview(source: Source, mapping: Mapping, most: int = 20, framework: str = "") -> tuple[Line, ...]:
    """The first rows as they would come in, in the order of the file, those that are left out among them.

    Raises NoIdColumn where no column of ids is chosen.
    """
    return table_catalog.preview(source.table, mapping, most, framework or None)


def arrival(source: Source, mapping: Mapping, title: str, version: str = "", framework: str = "") -> Arrival:
    """The catalog that a table makes. `framework` says what its ids are of, as a key of `control_ids.TITLES`.

    Raises a problem with a finished sentence where no row is a control, or where a word is not known.
    """
    title = title.strip()
    if not title:
        raise BadValue("A catalog needs a title.")
    if framework and framework not in TITLES:
        raise BadValue(f"There is no framework {framework!r}; there is: {', '.join(TITLES)}.")
    made = table_catalog.build(
        source.table,
        mapping,
        catalog_id=slug(title) or "catalog",
        title=title,
        version=version.strip(),
        source="",
        framework=framework or None,
    )
    catalog = read_from(
        made.catalog, source.path, f"sheet {mapping.sheet}" if len(source.table.sheets) > 1 else "table"
    )
    known = recognise(catalog, made.framework or "")
    notes = (*(left.why for left in made.left_out), *(note.why for note in made.notes))
    return Arrival(source.path, "table", f"{title} {version}".strip(), known.catalog, known.framework, (), notes)
