"""Profile resolution: from a profile and what it imports to one catalog (OSCAL Profile Resolution Specification).

Nothing that was read is changed; what is altered is copied first. What does not match is noted, and resolution goes
on. Two liberties: without a merge, and for `flat`, the groups of the catalog are kept, for a list of hundreds of
controls serves nobody; and a control that comes in twice is taken once, as a catalog with two of one id is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from srm_desktop.domain.ids import order
from srm_desktop.exchange import oscal_read
from srm_desktop.exchange.oscal_catalog import IN_ORDER
from srm_desktop.exchange.oscal_control import BASE, Unmatched
from srm_desktop.exchange.oscal_find import Finder
from srm_desktop.exchange.oscal_modify import modify
from srm_desktop.exchange.oscal_problems import BadOscal, ProfileCycle
from srm_desktop.exchange.oscal_read import Document
from srm_desktop.exchange.oscal_select import Pool

Node = Mapping[str, Any]
LONGEST_CHAIN = 20
MOST_IMPORTS = 100


class Resolver:
    """Resolves one profile. `seen` are the documents that took part, `unmatched` gathers what did not match."""

    def __init__(self, finder: Finder) -> None:
        self.seen: dict[Path, Document] = {}
        self.unmatched: list[Unmatched] = []
        self._finder = finder
        self._chain: list[Document] = []
        self._done: dict[Path, Node] = {}

    def catalog_of(self, document: Document) -> Node:
        """The catalog in a document: its own, or what it resolves to. Raises BadOscal, MissingImport, ProfileCycle."""
        where = document.path.resolve()
        self.seen[where] = document
        if document.kind == "catalog":
            return document.body
        if where not in self._done:
            self._chain.append(document)
            self._done[where] = self._resolved(document)
            self._chain.pop()
        return self._done[where]

    def _resolved(self, profile: Document) -> Node:
        tree: dict[str, Any] = {"groups": [], "controls": [], "params": []}
        taken: dict[str, Node] = {}
        imports = profile.body.get("imports") or ()
        if len(imports) > MOST_IMPORTS:
            raise BadOscal(f"{profile.path.name} has {len(imports):,} imports; at most {MOST_IMPORTS} are expected.")
        for imported in imports:
            source = self.catalog_of(self._open(profile, imported["href"]))
            kept = Pool(source).chosen(imported, self._report)
            kept -= self._again(kept, source, taken, profile.body)
            _join(tree, _pruned(source, kept))
        custom = (profile.body.get("merge") or {}).get("custom")
        if custom is not None:
            tree = self._custom(custom, tree)
        tree["metadata"] = profile.head
        modify(tree, profile.body.get("modify") or {}, self._report)
        return tree

    def _open(self, profile: Document, href: str) -> Document:
        path = self._finder.find(profile, href)
        where = path.resolve()
        chain = [d.path for d in self._chain]
        if where in [p.resolve() for p in chain]:
            names = " imports ".join(p.name for p in [*chain, path])
            raise ProfileCycle(f"{names}, and so comes back to itself; a chain of profiles has to end at a catalog.")
        if len(chain) >= LONGEST_CHAIN:
            raise ProfileCycle(
                f"{chain[0].name} imports profiles over more than {LONGEST_CHAIN} steps; the chain has to end at a"
                " catalog."
            )
        return self.seen.get(where) or oscal_read.load(path)

    def _report(self, where: str, what: str) -> None:
        inner = f"{self._chain[-1].path.name}: " if len(self._chain) > 1 else ""
        self.unmatched.append(Unmatched(inner + where, what))

    def _again(self, kept: set[str], source: Node, taken: dict[str, Node], profile: Node) -> set[str]:
        """Which of `kept` came in before; reported where they differ and the profile does not ask for the first."""
        controls = Pool(source).controls
        first = ((profile.get("merge") or {}).get("combine") or {}).get("method") == "use-first"
        again = {oscal_id for oscal_id in kept if oscal_id in taken}
        for oscal_id in controls:
            if oscal_id in again and not first and controls[oscal_id] != taken[oscal_id]:
                self._report("merge, a second control of the same id", oscal_id)
        taken.update((oscal_id, controls[oscal_id]) for oscal_id in kept - again)
        return again

    def _custom(self, custom: Node, tree: Node) -> dict[str, Any]:
        pool = Pool(tree)
        placed: set[str] = set()
        made = self._structured(custom, pool, placed)
        for oscal_id in pool.controls:
            if oscal_id not in placed:
                self._report("merge, a control that no group takes", oscal_id)
        return {**made, "params": [*_all_params(tree), *made["params"]], IN_ORDER: True}

    def _structured(self, node: Node, pool: Pool, placed: set[str]) -> dict[str, Any]:
        controls: list[Node] = []
        for insertion in node.get("insert-controls") or ():
            wanted = pool.chosen(insertion, self._report) - placed
            chosen = [oscal_id for oscal_id in pool.controls if oscal_id in wanted]
            if insertion.get("order") in ("ascending", "descending"):
                chosen.sort(key=order, reverse=insertion["order"] == "descending")
            placed.update(chosen)
            controls += [_alone(pool, oscal_id) for oscal_id in chosen]
        groups = [self._structured(g, pool, placed) for g in node.get("groups") or ()]
        return {"params": [], **node, "groups": groups, "controls": controls}


def _join(tree: Node, more: Node) -> None:
    """Put a pruned catalog to what earlier imports brought; groups of one id become one."""
    known = {g["id"]: g for g in tree["groups"] if g.get("id")}
    for group in more["groups"]:
        if (first := known.get(group.get("id"))) is not None:
            _join(first, group)
        else:
            tree["groups"].append(group)
    tree["controls"].extend(more["controls"])
    have = {p["id"] for p in tree["params"]}
    tree["params"].extend(p for p in more["params"] if p["id"] not in have)


def _pruned(holder: Node, kept: set[str]) -> dict[str, Any]:
    """A copy of a catalog or group with nothing but the controls in `kept`; groups without any are left out."""
    groups = [_pruned(g, kept) for g in holder.get("groups") or ()]
    return {
        **holder,
        "groups": [g for g in groups if g["groups"] or g["controls"]],
        "controls": [c for control in holder.get("controls") or () for c in _kept(control, kept, None)],
        "params": list(holder.get("params") or ()),
    }


def _kept(control: Node, kept: set[str], base: str | None) -> Iterator[dict[str, Any]]:
    """The control, if it is kept, or else those in it that are, with a note of what they enhance."""
    oscal_id = control["id"]
    stays = oscal_id in kept
    below = [c for b in control.get("controls") or () for c in _kept(b, kept, None if stays else oscal_id)]
    if stays:
        yield {**control, "controls": below, **({BASE: base} if base else {})}
    else:
        yield from below


def _alone(pool: Pool, oscal_id: str) -> dict[str, Any]:
    """A control without those in it, which a custom structure places by themselves."""
    base = pool.bases.get(oscal_id)
    return {**pool.controls[oscal_id], "controls": [], **({BASE: base} if base else {})}


def _all_params(tree: Node) -> list[Node]:
    return [*(tree.get("params") or ()), *(p for g in tree.get("groups") or () for p in _all_params(g))]
