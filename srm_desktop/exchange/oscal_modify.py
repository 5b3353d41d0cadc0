"""What a profile changes in the controls it takes (OSCAL profile model, "modify"): parameters, additions, removals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from srm_desktop.exchange.oscal_select import Pool

Node = Mapping[str, Any]
Report = Callable[[str, str], None]

_LISTS = ("params", "props", "links", "parts")
_SETS_ANEW = ("class", "depends-on", "label", "usage", "values", "select")
_SETS_MORE = ("props", "links", "constraints", "guidelines")


def modify(tree: dict[str, Any], modification: Node, report: Report) -> None:
    """Set parameters and alter controls in `tree`, whose groups and controls are copies made for it.

    Parameters, parts and their like are still those that were read: what changes is copied.
    """
    if settings := modification.get("set-parameters"):
        _set_parameters(tree, settings, report)
    alters = modification.get("alters") or ()
    controls: Mapping[str, Any] = Pool(tree).controls if alters else {}
    for alter in alters:
        oscal_id = alter["control-id"]
        if oscal_id in controls:
            _Alteration(controls[oscal_id], report).apply(alter)
        else:
            report("alter", oscal_id)


def _set_parameters(tree: dict[str, Any], settings: list[Node], report: Report) -> None:
    places: dict[str, tuple[list[Node], int]] = {}
    for holder in _holders(tree):
        if params := holder.get("params"):
            params = holder["params"] = list(params)
            for number, param in enumerate(params):
                places.setdefault(param["id"], (params, number))
    for setting in settings:
        if (place := places.get(setting["param-id"])) is None:
            report("set-parameter", setting["param-id"])
            continue
        params, number = place
        changed = dict(params[number])
        for key in _SETS_ANEW:
            if key in setting:
                changed[key] = setting[key]
        if "select" in setting and "values" not in setting:
            changed.pop("values", None)
        for key in _SETS_MORE:
            if more := setting.get(key):
                changed[key] = [*(changed.get(key) or ()), *more]
        params[number] = changed


def _holders(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for below in (*(node.get("groups") or ()), *(node.get("controls") or ())):
        yield from _holders(below)


class _Alteration:
    """Changes one control. `_places` leads from an id in it to its node, the list it is in, and what holds that."""

    def __init__(self, control: dict[str, Any], report: Report) -> None:
        self._control = control
        self._where = f"alter {control['id']}"
        self._report = report
        self._places: dict[str, tuple[dict[str, Any], list[Any], dict[str, Any]]] = {}

    def apply(self, alter: Node) -> None:
        """Removals come before additions, whatever their order in the file."""
        control = self._control
        for key in _LISTS:
            if control.get(key):
                control[key] = _copied(control[key])
        for removal in alter.get("removes") or ():
            wanted = {k: v for k, v in removal.items() if k.startswith("by-")}
            if not wanted or not _remove(control, wanted):
                self._report(f"{self._where}, remove", ", ".join(map(str, wanted.values())))
        self._index(control)
        for addition in alter.get("adds") or ():
            self._add(addition)

    def _index(self, holder: dict[str, Any]) -> None:
        for key in ("params", "parts"):
            for node in holder.get(key) or ():
                if "id" in node:
                    self._places.setdefault(node["id"], (node, holder[key], holder))
                self._index(node)

    def _add(self, addition: Node) -> None:
        by_id = addition.get("by-id")
        position = addition.get("position") or "ending"
        target, siblings, at = self._control, None, 0
        if by_id is not None and by_id != self._control["id"]:
            if by_id not in self._places:
                self._report(f"{self._where}, add", by_id)
                return
            node, among, holder = self._places[by_id]
            target = node
            if position in ("before", "after"):
                target, siblings = holder, among
                at = next(n for n, sibling in enumerate(among) if sibling is node) + (position == "after")
        if "title" in addition and siblings is None:
            target["title"] = addition["title"]
        for key in _LISTS:
            if new := addition.get(key):
                nodes = target.get(key) or []
                # In place, for later additions refer to siblings in this very list.
                start = at if nodes is siblings else 0 if position in ("starting", "before") else len(nodes)
                nodes[start:start] = _copied(new)
                target[key] = nodes
        self._index(target)


def _remove(holder: dict[str, Any], wanted: Node) -> bool:
    """Take out of `holder` what all of `wanted` fits, at any depth; whether there was any."""
    removed = False
    for key in _LISTS:
        if not (nodes := holder.get(key)):
            continue
        kept = [node for node in nodes if not _fits(node, key[:-1], wanted)]
        removed = removed or len(kept) < len(nodes)
        holder[key] = kept
        for node in kept:
            removed = _remove(node, wanted) or removed
    return removed


def _fits(node: Node, item: str, wanted: Node) -> bool:
    facts = {
        "by-name": node.get("name"),
        "by-class": node.get("class"),
        "by-id": node.get("id"),
        "by-ns": node.get("ns"),
        "by-item-name": item,
    }
    return all(facts.get(by) == value for by, value in wanted.items())


def _copied(value: Any) -> Any:
    if type(value) is dict:
        return {k: _copied(v) for k, v in value.items()}
    if type(value) is list:
        return [_copied(v) for v in value]
    return value
