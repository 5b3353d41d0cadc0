"""What ids and references in an OSCAL catalog lead to; ids that are given twice are refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from srm_desktop.exchange.oscal_problems import BadOscal

Node = Mapping[str, Any]


class Found(NamedTuple):
    """A control, the number of its group, and the control that it is in."""

    control: Node
    group: int
    base: Node | None


class Index:
    """The controls and parameters of one catalog by OSCAL id, in its order."""

    def __init__(self, file: str) -> None:
        """`file` is named in problems."""
        self.file = file
        self.controls: dict[str, Found] = {}
        self.params: dict[str, Node] = {}
        self.homes: dict[str, str] | None = None

    def take(self, holder: Node, group: int, base: Node | None = None) -> None:
        """Take in the parameters and controls that a catalog, group or control holds itself."""
        for param in holder.get("params") or ():
            self._once(self.params, param["id"], param, "parameter")
        for control in holder.get("controls") or ():
            self._once(self.controls, control["id"], Found(control, group, base), "control")
            self.take(control, group, control)

    def _once(self, known: dict[str, Any], oscal_id: str, value: Any, what: str) -> None:
        if oscal_id in known:
            raise BadOscal(f"{self.file}: the {what} id {oscal_id!r} is given twice, and has to be unique.")
        known[oscal_id] = value

    def home(self, target: str) -> str:
        """The OSCAL id of the control that `target` is, or is a part of; "" where it is neither."""
        if target in self.controls:
            return target
        likely = self.controls.get(target.partition("_")[0])
        if likely is not None and target in _part_ids(likely.control.get("parts")):
            return str(likely.control["id"])
        if self.homes is None:
            self.homes = {i: c for c, found in self.controls.items() for i in _part_ids(found.control.get("parts"))}
        return self.homes.get(target, "")


def _part_ids(parts: Iterable[Node] | None) -> Iterator[str]:
    for part in parts or ():
        if "id" in part:
            yield part["id"]
        yield from _part_ids(part.get("parts"))
