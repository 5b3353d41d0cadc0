"""The parts of an OSCAL control as records: statement, guidance, objectives, methods (OSCAL catalog model, "part").

SP 800-53 revision 4 names objectives and methods `objective`, `assessment` and `objects`; both spellings are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from srm_desktop.domain.catalog import Objective, Part
from srm_desktop.domain.ids import canonical
from srm_desktop.domain.vocabulary import Method
from srm_desktop.exchange import oscal_ids
from srm_desktop.exchange.oscal_statement import GUIDANCE, METHOD, OBJECTIVE, Statement, Write, flat

Node = Mapping[str, Any]

_COUNTED = re.compile(r"\[\d+\]")
_METHODS = {method.value: method for method in Method}


class Body(NamedTuple):
    """What the parts of one control say. `dangling` are ids that objectives refer to and that are not there."""

    parts: tuple[Part, ...]
    guidance: str
    objectives: tuple[Objective, ...]
    methods: tuple[tuple[Method, str], ...]
    dangling: tuple[str, ...]


def body(parts: Iterable[Node], write: Write, control_label: str, objective_prefix: str) -> Body:
    """Sort the parts of a control.

    `control_label` and `objective_prefix` are what labels of statements and of objectives may repeat in front.
    """
    stated = Statement(write)
    determined: list[Node] = []
    methods: list[tuple[Method, str]] = []
    guidance: list[str] = []
    for part in parts:
        name = part["name"]
        if name in METHOD:
            methods.extend(_methods(part, write))
        elif name in OBJECTIVE:
            determined.append(part)
        elif name == "statement":
            stated.read(part, control_label)
        else:
            guidance.extend(flat(part, write, named=name not in GUIDANCE))
    objectives = _Objectives(write, objective_prefix, stated)
    for part in determined:
        objectives.read(part)
    return Body(
        tuple(stated.parts),
        "\n\n".join(guidance + stated.notes),
        tuple(objectives.found),
        tuple(methods),
        tuple(dict.fromkeys(objectives.dangling)),
    )


class _Objectives:
    """Gathers what has a text. Its part is where a link leads, or what its label names: AC-02d.03[02] is of d.3."""

    def __init__(self, write: Write, prefix: str, stated: Statement) -> None:
        self.found: list[Objective] = []
        self.dangling: list[str] = []
        self._write = write
        self._prefix = prefix
        self._letters = stated.letters
        # With one part alone there is nothing to tell apart.
        self._known = {canonical(p.letter): p.letter for p in stated.parts} if len(stated.parts) > 1 else {}

    def read(self, part: Node) -> None:
        """Take in an objective and those in it."""
        if prose := part.get("prose"):
            shown = oscal_ids.objective_id(part)
            self.found.append(Objective(shown, self._part_of(part, shown), _one_method(part), self._write(prose)))
        for below in part.get("parts") or ():
            if below["name"] in OBJECTIVE:
                self.read(below)

    def _part_of(self, part: Node, shown: str) -> str:
        linked = False
        for link in part.get("links") or ():
            if link.get("rel") == "assessment-for":
                linked = True
                target = link["href"][1:]
                if target in self._letters:
                    return self._letters[target]
                if self._known:
                    self.dangling.append(target)
        if linked or not self._known or not self._prefix or not shown.startswith(self._prefix):
            return ""
        return self._known.get(canonical(_COUNTED.sub("", shown[len(self._prefix) :])), "")


def _one_method(part: Node) -> Method | None:
    found = ""
    for prop in part.get("props") or ():
        if prop["name"] == "method":
            if found:
                return None
            found = prop["value"].lower()
    return _METHODS.get(found)


def _methods(part: Node, write: Write) -> list[tuple[Method, str]]:
    said = [write(part["prose"])] if part.get("prose") else []
    for below in part.get("parts") or ():
        if len(below) == 2 and "prose" in below:  # a name and a text, as thousands of them are
            said.append(write(below["prose"]))
        else:
            said += flat(below, write, named=False)
    objects = "\n".join(said).replace("\n\n", "\n")
    named = [prop["value"].lower() for prop in part.get("props") or () if prop["name"] == "method"]
    return [(_METHODS[name], objects) for name in named if name in _METHODS]
