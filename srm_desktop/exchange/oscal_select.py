"""Which controls an import or an insertion takes (OSCAL profile model, "include-controls", "exclude-controls")."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fnmatch import translate
from re import compile as compiled
from typing import Any

Node = Mapping[str, Any]


class Pool:
    """The controls that can be chosen from, by OSCAL id in catalog order; `bases` are those that they are in."""

    def __init__(self, catalog: Node) -> None:
        self.controls: dict[str, Node] = {}
        self.bases: dict[str, str] = {}
        self._take(catalog, "")

    def _take(self, holder: Node, base: str) -> None:
        for group in holder.get("groups") or ():
            self._take(group, "")
        for control in holder.get("controls") or ():
            oscal_id = control["id"]
            self.controls.setdefault(oscal_id, control)
            if base:
                self.bases[oscal_id] = base
            self._take(control, oscal_id)

    def chosen(self, choice: Node, report: Callable[[str, str], None]) -> set[str]:
        """The ids that `choice` includes and does not exclude; without any word on what to include, all of them.

        Ids and patterns that match nothing are reported.
        """
        includes = choice.get("include-controls")
        if includes is None or choice.get("include-all") is not None:
            kept = set(self.controls)
        else:
            kept = self._named(includes, "include", report)
        return kept - self._named(choice.get("exclude-controls") or (), "exclude", report)

    def _named(self, choices: Iterable[Node], where: str, report: Callable[[str, str], None]) -> set[str]:
        found: set[str] = set()
        for choice in choices:
            here: set[str] = set()
            for wanted in choice.get("with-ids") or ():
                if wanted in self.controls:
                    here.add(wanted)
                else:
                    report(where, str(wanted))
            for matching in choice.get("matching") or ():
                pattern = compiled(translate(matching["pattern"]))
                matched = {oscal_id for oscal_id in self.controls if pattern.match(oscal_id)}
                here |= matched
                if not matched:
                    report(where, matching["pattern"])
            if choice.get("with-child-controls") == "yes":
                for oscal_id in tuple(here):
                    here |= _all_below(self.controls[oscal_id])
            found |= here
        return found


def _all_below(control: Node) -> set[str]:
    return {i for below in control.get("controls") or () for i in (below["id"], *_all_below(below))}
