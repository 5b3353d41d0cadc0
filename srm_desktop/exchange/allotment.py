"""Whose each control of SP 800-53 and SP 800-171 is: our own tables, `layers.yaml` under `resources/catalogs`.

They say which layers a control or part touches, and what either side does. Texts of a catalog come from elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from srm_desktop.assets import resource
from srm_desktop.domain.catalog import Catalog, Control, Part, Side
from srm_desktop.exchange import oscal_ids
from srm_desktop.exchange.resources import known_layers, load, naming

Layers = tuple[str, ...]


class Allotted(NamedTuple):
    """What is said of one control: its layers, those of single parts by path, why, and what either side does."""

    layers: Layers
    parts: Mapping[str, Layers]
    why: str
    aws: str
    customer: str

    def of_part(self, path: str) -> Layers:
        """The layers of a part: its own, those of the nearest part above it ("a" of "a.1"), or the control's."""
        while path and path not in self.parts:
            path = path.rpartition(".")[0]
        return self.parts.get(path, self.layers)


class Allotment(NamedTuple):
    """What is said of a framework's controls, by id, and of its families, for controls that came after our tables."""

    controls: Mapping[str, Allotted]
    families: Mapping[str, Allotted]

    def of(self, control: Control) -> Allotted | None:
        """What is said of a control, or at least of its family; None where neither is known."""
        shown = control.id.rpartition("L2-")[2]  # a practice of CMMC bears the id of the requirement
        return self.controls.get(shown) or self.families.get(control.group)

    def fill(self, control: Control) -> Control:
        """A control with its layers and sides; one of which nothing is known, or that is withdrawn, as it was."""
        said = None if control.withdrawn else self.of(control)
        if said is None:
            return control
        parts = tuple(Part(p.letter, p.text, said.of_part(p.letter), p.intro) for p in control.parts)
        return control._replace(parts=parts, aws=Side(said.aws), customer=Side(said.customer), why=said.why)


FOLDERS = {
    "nist-800-53-r5": "nist-800-53",
    "nist-800-171-r2": "nist-800-171",
    "cmmc-2": "nist-800-171",
}
"""The frameworks that have a table, with the folder it lies in."""


def allot(catalog: Catalog, framework: str) -> Catalog:
    """A catalog with the layers and sides of our table for its framework; as it was where there is none."""
    if framework not in FOLDERS:
        return catalog
    table = allotment(FOLDERS[framework])
    groups = (g._replace(controls=tuple(map(table.fill, g.controls))) for g in catalog.groups)
    return catalog._replace(groups=tuple(groups))


@cache
def allotment(folder: str) -> Allotment:
    """The table in a folder under `resources/catalogs`. Raises BadResource where it is not as it should be."""
    path = resource("catalogs", folder, "layers.yaml")
    controls: dict[str, Allotted] = {}
    families: dict[str, Allotted] = {}
    with naming(path, "the table of layers"):
        for family in load(path)["families"]:
            whole = Allotted(_layers(family), {}, family["why"], family["aws"], family["customer"])
            families[family["id"].upper()] = whole
            for name, entry in (family["controls"] | (family.get("later") or {})).items():
                with naming(path, f"the control {name!r}"):
                    controls[oscal_ids.display(name)] = _control(entry, whole)
    return Allotment(controls, families)


def _control(entry: Mapping[str, Any], family: Allotted) -> Allotted:
    layers = _layers(entry)
    parts = {path: known_layers(names) for path, names in (entry.get("parts") or {}).items()}
    why, aws = entry.get("why", family.why), entry.get("aws", family.aws)
    return Allotted(layers, parts, why, aws, entry.get("customer", family.customer))


def _layers(entry: Mapping[str, Any]) -> Layers:
    return known_layers(entry["layers"])
