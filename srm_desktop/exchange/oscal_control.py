"""One OSCAL control as a record, with what other controls it refers to (OSCAL catalog model, "control")."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from srm_desktop.domain.catalog import Control, Parameter
from srm_desktop.exchange import oscal_ids
from srm_desktop.exchange.oscal_index import Found, Index
from srm_desktop.exchange.oscal_parts import Body, body
from srm_desktop.exchange.oscal_text import Writer, plain

Node = Mapping[str, Any]
BASE = "\0base"
"""Key under which a resolved profile keeps the OSCAL id of the control that one enhances, where it lost its place."""

_WENT = frozenset(("incorporated-into", "moved-to"))


class Unmatched(NamedTuple):
    """Something that refers to what is not there: `where` names the statement, `what` the id it refers to."""

    where: str
    what: str


class Reader:
    """Makes the records of one catalog. `unmatched` gathers links that lead nowhere; `writer` has the parameters."""

    def __init__(self, index: Index, groups: list[str], group_ids: dict[str, str]) -> None:
        """`groups` are the ids of the records' groups by number, `group_ids` the same by OSCAL id."""
        self.index = index
        self.groups = groups
        self.group_ids = group_ids
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

    def control(self, found: Found) -> Control | None:
        """The record of one control; None for one that only carries the statement of the control that it is in."""
        raw = found.control
        if found.base is not None and _carries_statement(found.base, raw):
            return None
        withdrawn = False
        for prop in raw.get("props") or ():
            if prop["name"] == "status" and prop["value"].lower() == "withdrawn":
                withdrawn = True
        shown = self.ids[raw["id"]]
        params = list(raw.get("params") or ())
        said = self._body(raw, params)
        moved, related, required = self._links(raw, shown)
        if said.dangling:
            self.unmatched += [Unmatched(f"objective of {shown}", target) for target in said.dangling]
        guidance = said.guidance
        if withdrawn:
            guidance = "\n\n".join([p.text for p in said.parts] + [guidance] * bool(guidance))
        return Control(
            id=shown,
            group=self.groups[found.group],
            title=plain(raw.get("title") or "") or shown,
            parts=() if withdrawn else said.parts,
            objectives=() if withdrawn else said.objectives,
            guidance=guidance,
            base=self._base(found, required),
            withdrawn=withdrawn,
            moved_to=moved,
            methods=said.methods,
            params=tuple(map(self._parameter, params)),
            related=related,
            sort_id=sort_id(raw),
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

    def _base(self, found: Found, required: str) -> str:
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
            if rel == "reference" or not href.startswith("#"):
                continue
            target = href[1:]
            if rel == "related":
                related[self._named(target)] = None
            elif rel in _WENT:
                if target not in self.group_ids and not self.index.home(target):
                    self.unmatched.append(Unmatched(f"{rel} of {shown}", target))
                moved[self._named(target)] = None
            elif rel == "required":
                required = self._named(target)
        return tuple(moved), tuple(related), required

    def _named(self, target: str) -> str:
        known = self.ids.get(target) or self.group_ids.get(target)
        if known is None:
            home = self.index.home(target)
            known = self.ids[home] if home else oscal_ids.display(re.split(r"_(?:smt|obj|gdn)", target)[0])
        return known

    def _parameter(self, param: Node) -> Parameter:
        write = self.writer.write
        demanded = param.get("constraints")
        constraint = "; ".join(write(c.get("description") or "") for c in demanded) if demanded else ""
        return Parameter(param["id"], write(param.get("label") or ""), self.writer.parameter(param["id"]), constraint)


def _carries_statement(control: Node, below: Node) -> bool:
    """Whether `below` is but the statement of `control`, as in 800-171 revision 3: a control named by its label only.

    There the requirement 03.09.01 has guidance and objectives, an empty statement, and a control SR-03.09.01 in it.
    """
    return (
        below.get("title") is not None
        and below["title"] == oscal_ids.label(below)
        and not any(p.get("prose") or p.get("parts") for p in control.get("parts") or () if p["name"] == "statement")
    )


def sort_id(node: Node) -> str:
    """The property by which a control or group is put in order; "" without one."""
    for prop in node.get("props") or ():
        if prop["name"] == "sort-id":
            return str(prop["value"])
    return ""
