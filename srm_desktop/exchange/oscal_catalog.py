"""An OSCAL catalog, as plain mappings, brought into records (OSCAL catalog model, versions 1.0.0 to 1.2).

Groups in groups are flattened: the outermost level that has more than one group, or controls of its own, makes the
groups of the record. An enhancement follows its control and names it as `base`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from srm_desktop.domain.catalog import Catalog, Control, Group, Parameter
from srm_desktop.exchange import oscal_ids
from srm_desktop.exchange.oscal_parts import Body, body
from srm_desktop.exchange.oscal_problems import BadOscal
from srm_desktop.exchange.oscal_text import Writer, plain

Node = Mapping[str, Any]
BASE = "\0base"
"""Key under which a resolved profile keeps the OSCAL id of the control that one enhances, where it lost its place."""

_WENT = frozenset(("incorporated-into", "moved-to"))
_REPORT_EACH = 50


class Unmatched(NamedTuple):
    """Something that refers to what is not there: `where` names the statement, `what` the id it refers to."""

    where: str
    what: str


class _Found(NamedTuple):
    control: Node
    group: int
    base: Node | None


class _Index:
    """What references in a catalog lead to; refuses ids that are given twice."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.controls: dict[str, _Found] = {}
        self.params: dict[str, Node] = {}
        self.homes: dict[str, str] | None = None

    def take(self, holder: Node, group: int, base: Node | None = None) -> None:
        """Take in the parameters and controls that a catalog, group or control holds itself."""
        for param in holder.get("params") or ():
            self._once(self.params, param["id"], param, "parameter")
        for control in holder.get("controls") or ():
            self._once(self.controls, control["id"], _Found(control, group, base), "control")
            self.take(control, group, control)

    def _once(self, known: dict[str, Any], oscal_id: str, value: Any, what: str) -> None:
        if oscal_id in known:
            raise BadOscal(f"{self.file}: the {what} id {oscal_id!r} is given twice, and has to be unique.")
        known[oscal_id] = value

    def home(self, target: str) -> str:
        """The OSCAL id of the control that `target` is, or is a part of; "" where it is not in the catalog."""
        if target in self.controls:
            return target
        if self.homes is None:
            self.homes = {i: c for c, found in self.controls.items() for i in _part_ids(found.control.get("parts"))}
        return self.homes.get(target, "")


def _part_ids(parts: Iterable[Node] | None) -> Iterator[str]:
    for part in parts or ():
        if "id" in part:
            yield part["id"]
        yield from _part_ids(part.get("parts"))


def records(
    catalog: Node, file: str, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> tuple[Catalog, list[Unmatched]]:
    """A catalog and its dangling links: where withdrawn controls went, what objectives assess, parameters.

    `file` is named in problems. Raises BadOscal where ids are given twice or there is no control; TypeError,
    AttributeError or KeyError where something has not the shape that OSCAL says.
    """
    index = _Index(file)
    groups = _outermost(catalog)
    index.take(catalog, len(groups))
    for number, group in enumerate(groups):
        _take_group(index, group, number)
    if not index.controls:
        raise BadOscal(f"{file} holds no control; a catalog or a profile that includes some is expected.")
    reader = _Reader(index, [_group_id(g) for g in groups])
    gathered: list[list[Control]] = [[] for _ in range(len(groups) + 1)]
    for number, found in enumerate(index.controls.values()):
        if number % _REPORT_EACH == 0:
            progress(number, len(index.controls))
        if (control := reader.control(found)) is not None:
            gathered[found.group].append(control)
    progress(len(index.controls), len(index.controls))
    reader.unmatched += [Unmatched("inserted parameter", param) for param in reader.writer.unknown]
    return _put_together(catalog, groups, gathered, reader), reader.unmatched


def _outermost(catalog: Node) -> list[Node]:
    groups = list(catalog.get("groups") or ())
    while len(groups) == 1 and groups[0].get("groups") and not groups[0].get("controls"):
        groups = groups[0]["groups"]
    return groups


def _take_group(index: _Index, group: Node, number: int) -> None:
    index.take(group, number)
    for below in group.get("groups") or ():
        _take_group(index, below, number)


class _Reader:
    def __init__(self, index: _Index, groups: list[str]) -> None:
        self.index = index
        self.groups = _unique(groups)
        first = next(iter(index.controls.values())).control
        defined = str(first.get("class") or "").startswith("SP800-53")
        self.writer = Writer(index.params, index.file, defined=defined)
        self.unmatched: list[Unmatched] = []
        self.ids: dict[str, str] = {}
        taken: dict[str, str] = {}
        for oscal_id, found in index.controls.items():
            shown = oscal_ids.control_id(found.control, plain(found.control.get("title") or ""))
            self.ids[oscal_id] = shown = oscal_id if shown in taken else shown
            taken[shown] = oscal_id

    def control(self, found: _Found) -> Control | None:
        """The record of one control; None for one that only carries the statement of the control that it is in."""
        raw = found.control
        if found.base is not None and _carries_statement(found.base, raw):
            return None
        props = raw.get("props") or ()
        withdrawn = any(p["name"] == "status" and p["value"].lower() == "withdrawn" for p in props)
        shown = self.ids[raw["id"]]
        params = list(raw.get("params") or ())
        said = self._body(raw, params)
        moved, related, required = self._links(raw, shown)
        self.unmatched += [Unmatched(f"objective of {shown}", target) for target in dict.fromkeys(said.dangling)]
        stated = "\n\n".join(p.text for p in said.parts) if withdrawn else ""
        return Control(
            id=shown,
            group=self.groups[found.group],
            title=plain(raw.get("title") or "") or shown,
            parts=() if withdrawn else said.parts,
            objectives=said.objectives,
            guidance="\n\n".join(t for t in (stated, said.guidance) if t),
            base=self._base(found, required),
            withdrawn=withdrawn,
            moved_to=moved,
            methods=said.methods,
            params=tuple(map(self._parameter, params)),
            related=related,
            sort_id=next((p["value"] for p in props if p["name"] == "sort-id"), ""),
            oscal_id=raw["id"],
        )

    def _body(self, raw: Node, params: list[Node]) -> Body:
        prefix = oscal_ids.label(raw)
        parts = list(raw.get("parts") or ())
        for below in raw.get("controls") or ():
            if _carries_statement(raw, below):
                prefix = oscal_ids.label(below)
                parts += below.get("parts") or ()
                params += below.get("params") or ()
        return body(parts, self.writer.write, prefix, oscal_ids.assessment_label(raw))

    def _base(self, found: _Found, required: str) -> str:
        if found.base is not None:
            return self.ids[found.base["id"]]
        if oscal_id := found.control.get(BASE):
            return self.ids.get(oscal_id) or oscal_ids.display(oscal_id)
        # In a resolved profile an enhancement may stand beside its control.
        return required if str(found.control.get("class") or "").endswith("enhancement") else ""

    def _links(self, raw: Node, shown: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
        moved: dict[str, None] = {}
        related: dict[str, None] = {}
        required = ""
        for link in raw.get("links") or ():
            rel, href = link.get("rel"), link["href"]
            if not href.startswith("#"):
                continue
            if rel == "related":
                related[self._named(href[1:])] = None
            elif rel in _WENT:
                if not self.index.home(href[1:]):
                    self.unmatched.append(Unmatched(f"{rel} of {shown}", href[1:]))
                moved[self._named(href[1:])] = None
            elif rel == "required":
                required = self._named(href[1:])
        return tuple(moved), tuple(related), required

    def _named(self, target: str) -> str:
        known = self.ids.get(target)
        if known is None:
            home = self.index.home(target)
            known = self.ids[home] if home else oscal_ids.display(re.split(r"_(?:smt|obj|gdn)", target)[0])
        return known

    def _parameter(self, param: Node) -> Parameter:
        constraint = "; ".join(self.writer.write(c.get("description") or "") for c in param.get("constraints") or ())
        return Parameter(
            param["id"], self.writer.write(param.get("label") or ""), self.writer.parameter(param["id"]), constraint
        )


def _carries_statement(control: Node, below: Node) -> bool:
    """Whether `below` is but the statement of `control`, as in 800-171 revision 3: a control named by its label only.

    There the requirement 03.09.01 has guidance and objectives, an empty statement, and a control SR-03.09.01 in it.
    """
    return (
        below.get("title") is not None
        and below["title"] == oscal_ids.label(below)
        and not any(
            p.get("prose") or p.get("parts") for p in control.get("parts") or () if p["name"] == "statement"
        )
    )


def _group_id(group: Node) -> str:
    shown = oscal_ids.without_title(oscal_ids.label(group), plain(group.get("title") or ""))
    oscal_id: str = shown or group.get("id") or ""
    if re.fullmatch(r"[a-z]{2}", oscal_id):
        return oscal_id.upper()
    return oscal_id or slug(plain(group.get("title") or "")) or "group"


def _unique(ids: list[str]) -> list[str]:
    """Group ids, the last of them for controls without a group, each made different by a number."""
    taken: list[str] = []
    for wanted in [*ids, "controls"]:
        name, again = wanted, 1
        while name in taken:
            again += 1
            name = f"{wanted}-{again}"
        taken.append(name)
    return taken


def _put_together(catalog: Node, groups: list[Node], gathered: list[list[Control]], reader: _Reader) -> Catalog:
    head = catalog.get("metadata") or {}
    title = plain(head.get("title") or "") or "Untitled catalog"
    made = []
    for number, group in enumerate(groups):
        about = body(group.get("parts") or (), reader.writer.write, "", "").guidance
        name = plain(group.get("title") or "") or reader.groups[number]
        made.append(Group(reader.groups[number], name, about, tuple(gathered[number])))
    if gathered[-1]:
        made.append(Group(reader.groups[-1], title, "", tuple(gathered[-1])))
    version = str(head.get("version") or "")
    about = plain(head.get("remarks") or "")
    return Catalog(slug(title) or "catalog", title, version, _source(head), tuple(g for g in made if g.controls), about)


def _source(head: Node) -> str:
    """Who publishes it: the party in the role of publisher or creator, or the first."""
    names = {p.get("uuid"): plain(p.get("name") or "") for p in head.get("parties") or ()}
    roles = {r.get("role-id"): r.get("party-uuids") or () for r in head.get("responsible-parties") or ()}
    for role in ("publisher", "creator", "prepared-by"):
        if known := [names[u] for u in roles.get(role, ()) if names.get(u)]:
            return ", ".join(known)
    return next(iter(names.values()), "")


def slug(title: str) -> str:
    """A title as an id: small letters, digits and single dashes, at most 60 characters."""
    return "-".join(re.findall(r"[a-z0-9]+", title.lower()))[:60].strip("-")
