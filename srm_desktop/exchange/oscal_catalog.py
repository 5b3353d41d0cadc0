"""An OSCAL catalog, as plain mappings, brought into records (OSCAL catalog model, versions 1.0.0 to 1.2).

Groups in groups are flattened: the outermost level that has more than one group, or controls of its own, makes the
groups of the record. An enhancement follows its control and names it as `base`. Where all groups, or all controls of a
group, have a sort id (property "sort-id"), they come in its order, whatever the file's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from srm_desktop.domain.catalog import Catalog, Control, Group
from srm_desktop.exchange import oscal_ids
from srm_desktop.exchange.oscal_control import Reader, Unmatched, sort_id
from srm_desktop.exchange.oscal_index import Index
from srm_desktop.exchange.oscal_parts import body
from srm_desktop.exchange.oscal_problems import BadOscal
from srm_desktop.exchange.oscal_text import plain

Node = Mapping[str, Any]
IN_ORDER = "\0in-order"
"""Key under which a resolved profile says that its order was chosen, and counts more than sort ids."""

_LOOSE = -1  # the number of the group for controls that have none: the last
_REPORT_EACH = 50
_LONGEST_SLUG = 60


def records(
    catalog: Node, file: str, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> tuple[Catalog, list[Unmatched]]:
    """A catalog and its dangling links: where withdrawn controls went, what objectives assess, parameters.

    `file` is named in problems. Raises BadOscal where ids are given twice or there is no control; TypeError,
    AttributeError or KeyError where something has not the shape that OSCAL says.
    """
    index = Index(file)
    index.take(catalog, _LOOSE)
    groups = _outermost(catalog, index)
    for number, group in enumerate(groups):
        _take_group(index, group, number)
    if not index.controls:
        raise BadOscal(f"{file} holds no control; a catalog or a profile that includes some is expected.")
    shown = _unique([_group_id(g) for g in groups])
    named = {g["id"]: name for g, name in zip(groups, shown, strict=False) if "id" in g}
    reader = Reader(index, shown, named)
    gathered: list[list[Control]] = [[] for _ in range(len(groups) + 1)]
    for number, found in enumerate(index.controls.values()):
        if number % _REPORT_EACH == 0:
            progress(number, len(index.controls))
        if (control := reader.control(found)) is not None:
            gathered[found.group].append(control)
    progress(len(index.controls), len(index.controls))
    reader.unmatched += [Unmatched("inserted parameter", param) for param in reader.writer.unknown]
    return _put_together(catalog, groups, gathered, reader), reader.unmatched


def _outermost(catalog: Node, index: Index) -> list[Node]:
    groups = list(catalog.get("groups") or ())
    while len(groups) == 1 and groups[0].get("groups") and not groups[0].get("controls"):
        index.take(groups[0], _LOOSE)
        groups = groups[0]["groups"]
    return groups


def _take_group(index: Index, group: Node, number: int) -> None:
    index.take(group, number)
    for below in group.get("groups") or ():
        _take_group(index, below, number)


def _group_id(group: Node) -> str:
    shown = oscal_ids.without_title(oscal_ids.label(group), plain(group.get("title") or ""))
    oscal_id: str = shown or group.get("id") or ""
    if re.fullmatch(r"[a-z]{2}", oscal_id):
        return oscal_id.upper()
    return oscal_id or slug(plain(group.get("title") or "")) or "group"


def _unique(ids: list[str]) -> list[str]:
    """Group ids, the last of them for controls without a group, each made different by a number."""
    taken: dict[str, int] = {}
    for wanted in [*ids, "controls"]:
        name = wanted
        while name in taken:
            taken[wanted] += 1
            name = f"{wanted}-{taken[wanted]}"
        taken[name] = 1
    return list(taken)


def _put_together(catalog: Node, groups: list[Node], gathered: list[list[Control]], reader: Reader) -> Catalog:
    head = catalog.get("metadata") or {}
    title = plain(head.get("title") or "") or "Untitled catalog"
    made: list[tuple[str, Group]] = []
    for number, group in enumerate(groups):
        shown = reader.groups[number]
        about = body(group.get("parts") or (), reader.writer.write, "", "").guidance
        name = plain(group.get("title") or "") or shown
        made.append((sort_id(group), Group(shown, name, about, tuple(gathered[number]))))
    if not catalog.get(IN_ORDER):
        if all(key for key, _ in made):
            made.sort(key=lambda m: m[0])
        made = [(s, g._replace(controls=_sorted(g.controls))) for s, g in made]
    if gathered[-1]:
        loose = tuple(gathered[-1])
        made.append(("", Group(reader.groups[-1], title, "", loose if catalog.get(IN_ORDER) else _sorted(loose))))
    return Catalog(
        id=slug(title) or "catalog",
        title=title,
        version=str(head.get("version") or ""),
        source=_source(head),
        groups=tuple(g for _, g in made if g.controls),
        about=plain(head.get("remarks") or ""),
    )


def _sorted(controls: tuple[Control, ...]) -> tuple[Control, ...]:
    if all(control.sort_id for control in controls):
        return tuple(sorted(controls, key=lambda control: control.sort_id))
    return controls


def _source(head: Node) -> str:
    """Who publishes it: the party in the role of publisher or creator, or the first."""
    names = {p.get("uuid"): plain(p.get("name") or "") for p in head.get("parties") or ()}
    roles = {r.get("role-id"): r.get("party-uuids") or () for r in head.get("responsible-parties") or ()}
    for role in ("publisher", "creator", "prepared-by"):
        if known := [names[u] for u in roles.get(role, ()) if names.get(u)]:
            return ", ".join(known)
    return next(iter(names.values()), "")


def slug(title: str) -> str:
    """A title as an id: small letters, digits and single dashes, at most 60 characters of whole words."""
    words = "-".join(re.findall(r"[a-z0-9]+", title.lower()))
    if len(words) <= _LONGEST_SLUG:
        return words
    return words[: _LONGEST_SLUG + 1].rpartition("-")[0] or words[:_LONGEST_SLUG]
