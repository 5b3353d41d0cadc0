"""The catalogs that ship as an index: SP 800-53 rev 5 and its baselines, SP 800-171 rev 2 and CMMC level 2.

Ids, titles, letters and baselines are facts and ship with the program; official texts come from the user's own copy.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from srm_desktop.assets import resource
from srm_desktop.domain.catalog import Catalog, Control, Group, Part
from srm_desktop.exchange import oscal_ids
from srm_desktop.exchange.allotment import allot
from srm_desktop.exchange.resources import load, naming


class Baseline(NamedTuple):
    """A catalog made of an index: the folder of the index, the framework of its ids, and whose baseline it is."""

    folder: str
    framework: str
    title: str
    owner: str = ""
    level: str = ""


_53, _171 = ("nist-800-53", "nist-800-53-r5"), ("nist-800-171", "nist-800-171-r2")
BASELINES = {
    "nist-800-53": Baseline(*_53, "NIST SP 800-53 rev 5"),
    "nist-low": Baseline(*_53, "NIST SP 800-53B Low", "nist", "low"),
    "nist-moderate": Baseline(*_53, "NIST SP 800-53B Moderate", "nist", "moderate"),
    "nist-high": Baseline(*_53, "NIST SP 800-53B High", "nist", "high"),
    "nist-privacy": Baseline(*_53, "NIST SP 800-53B Privacy", "nist", "privacy"),
    "fedramp-low": Baseline(*_53, "FedRAMP Low", "fedramp", "low"),
    "fedramp-moderate": Baseline(*_53, "FedRAMP Moderate", "fedramp", "moderate"),
    "fedramp-high": Baseline(*_53, "FedRAMP High", "fedramp", "high"),
    "fedramp-li-saas": Baseline(*_53, "FedRAMP LI-SaaS", "fedramp", "li-saas"),
    "nist-800-171": Baseline(*_171, "NIST SP 800-171 rev 2"),
    "cmmc-2": Baseline("nist-800-171", "cmmc-2", "CMMC level 2"),
}
"""The catalogs made of an index, by name (the name is the id of the catalog)."""


@cache
def catalog(name: str) -> Catalog:
    """A catalog of `BASELINES`, with our layers and without official texts. Raises BadResource."""
    what = BASELINES[name]
    path = resource("catalogs", what.folder, "index.yaml")
    with naming(path, "the index"):
        index = _index(what.folder)
        groups = (_group(entry, what) for entry in index["families"])
        kept = tuple(group for group in groups if group.controls)
        return allot(Catalog(name, what.title, index["version"], index["source"], kept), what.framework)


@cache
def _index(folder: str) -> Any:
    return load(resource("catalogs", folder, "index.yaml"))


def _group(entry: dict[str, Any], what: Baseline) -> Group:
    group = (entry["cmmc"] if what.framework == "cmmc-2" else entry["id"]).upper()
    wanted = [c for c in entry["controls"] if not what.owner or what.level in c.get(what.owner, ())]
    return Group(group, entry["title"], "", tuple(_control(c, group, what.framework) for c in wanted))


def _control(entry: dict[str, Any], group: str, framework: str) -> Control:
    shown = entry["cmmc"] if framework == "cmmc-2" else oscal_ids.display(entry["id"])
    withdrawn = entry.get("withdrawn", False)
    letters = () if withdrawn else entry.get("parts", ("",))
    went = (*entry.get("incorporated_into", ()), *entry.get("moved_to", ()))
    return Control(
        id=shown,
        group=group,
        title=entry["title"],
        parts=tuple(Part(letter, "") for letter in letters),
        base=oscal_ids.display(entry["base"]) if "base" in entry else "",
        withdrawn=withdrawn,
        moved_to=tuple(_place(place) for place in went),
        oscal_id=entry["id"] if "-" in entry["id"] else "",
    )


def _place(place: str) -> str:
    """Where a withdrawn control went: a control ("ac-2"), a part of one ("ac-2 k"), or a family ("sr")."""
    control, _, _part = place.partition(" ")
    return oscal_ids.display(control) if "-" in control else control.upper()
