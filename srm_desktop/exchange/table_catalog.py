"""A workbook or text table as a catalog of controls: `table.read`, `guess` or a remembered mapping, then `build`.

`table_rows` reads the rows, `table_ids` what their ids mean, `table_control` puts the rows of one control together.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from srm_desktop.domain.catalog import Catalog, Control, Group
from srm_desktop.domain.control_ids import TITLES, ControlId
from srm_desktop.exchange.table import BadTable, NoIdColumn, Table
from srm_desktop.exchange.table_control import control_of
from srm_desktop.exchange.table_guess import guess
from srm_desktop.exchange.table_ids import Framework
from srm_desktop.exchange.table_mapping import Mapping, as_words, from_words, headings, signature
from srm_desktop.exchange.table_rows import Entry, LeftOut, Line, Note, entries, preview

ONE_GROUP = "Controls"
"""The group of all controls where neither a column nor their ids tell groups."""


class TableCatalog(NamedTuple):
    """What a table became.

    `framework` is a key of `control_ids.TITLES`, or None where the ids stay as they stand in the table. `rows` counts
    those below the header that are not empty; `parts` those of all controls. `left_out` are rows that did not come in,
    `notes` what was not understood of others.
    """

    catalog: Catalog
    framework: str | None
    left_out: tuple[LeftOut, ...]
    notes: tuple[Note, ...]
    rows: int
    controls: int
    parts: int


def build(
    table: Table,
    mapping: Mapping,
    *,
    catalog_id: str,
    title: str,
    version: str = "",
    source: str,
    framework: str | None = None,
) -> TableCatalog:
    """Make a catalog of the mapped sheet. `framework` says what the ids are of; None: it is found out, or left open.

    Raises NoIdColumn where the mapping has no column of ids, BadTable where no row is a control.
    """
    found = entries(table, mapping, title, framework)
    if not found.came:
        why = f" {found.left_out[0].why}" if found.left_out else ""
        raise BadTable(f"{table.name}, sheet {mapping.sheet!r} has no row that is a control.{why}")
    whole: dict[ControlId | str, list[Entry]] = {}
    for entry in found.came:
        whole.setdefault(entry.meant.control if entry.meant else entry.id.casefold(), []).append(entry)
    made = [_Made(control_of(rows), rows[0], rows[0].meant) for rows in _ordered(whole.values())]
    groups = _groups(made)
    controls = [control for group in groups for control in group.controls]
    return TableCatalog(
        Catalog(catalog_id, title, version, source, groups),
        found.framework.known,
        found.left_out,
        (*_open(found.framework, mapping), *found.notes),
        found.rows,
        len(controls),
        sum(len(control.parts) for control in controls),
    )


class _Made(NamedTuple):
    control: Control
    first: Entry
    meant: ControlId | None


def _ordered(whole: Iterable[list[Entry]]) -> list[list[Entry]]:
    """Controls by number where their ids are read; others stay behind the one that they follow in the table."""
    last: tuple[object, ...] = ()
    keyed: list[tuple[tuple[object, ...], list[Entry]]] = []
    for number, rows in enumerate(whole):
        meant = rows[0].meant
        if meant:
            last = meant.control.order
        keyed.append(((last, 0 if meant else 1, number), rows))
    return [rows for _, rows in sorted(keyed, key=lambda one: one[0])]


def _groups(made: list[_Made]) -> tuple[Group, ...]:
    """The groups of the column, or the families of the ids; in the order of the table, or of their numbers."""
    by_name: dict[str, list[_Made]] = {}
    for one in made:
        name = one.first.group or (one.meant.family if one.meant else "") or ONE_GROUP
        by_name.setdefault(name, []).append(one)
    ranked = sorted(by_name.items(), key=lambda item: _rank(item[1]))
    used: set[str] = set()
    groups = []
    for name, members in ranked:
        group_id = _group_id(name, members, ranked, used)
        used.add(group_id)
        controls = tuple(one.control._replace(group=group_id) for one in members)
        groups.append(Group(group_id, " ".join(name.split()), controls=controls))
    return tuple(groups)


def _rank(members: list[_Made]) -> tuple[object, ...]:
    """Numbered families by number, others as the table has them."""
    families = [one.meant for one in members if one.meant]
    if families and families[0].family[-1:].isdigit():
        return (0, min(meant.order for meant in families))
    return (1, min(one.first.row for one in members))


def _group_id(name: str, members: list[_Made], ranked: list[tuple[str, list[_Made]]], used: set[str]) -> str:
    """The family of the ids where the group is just that family, else the name itself."""
    families = {one.meant.family if one.meant else "" for one in members}
    family = families.pop() if len(families) == 1 else ""
    elsewhere = any(one.meant and one.meant.family == family for other, ones in ranked if other != name for one in ones)
    wanted = family if family and not elsewhere and family not in used else " ".join(name.split())[:80]
    number = 2
    while wanted in used:
        wanted, number = f"{wanted[:80]} ({number})", number + 1
    return wanted


def _open(framework: Framework, mapping: Mapping) -> tuple[Note, ...]:
    """What to say where the ids may be of several frameworks."""
    if framework.known or not framework.may_be:
        return ()
    names = " or ".join(TITLES[name] for name in framework.may_be[:5])
    why = f"The ids may be of {names}; they stay as they stand in the table until you say which."
    return (Note(mapping.header, "", why),)


__all__ = [
    "BadTable",
    "LeftOut",
    "Line",
    "Mapping",
    "NoIdColumn",
    "Note",
    "TableCatalog",
    "as_words",
    "build",
    "from_words",
    "guess",
    "headings",
    "preview",
    "signature",
]
