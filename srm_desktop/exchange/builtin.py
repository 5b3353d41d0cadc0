"""The tables in `resources/`: layers, tiers, services, presets, built-in catalog; from YAML to domain records."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from srm_desktop.assets import resource
from srm_desktop.domain.catalog import (
    FRAMEWORKS,
    Catalog,
    Control,
    EvidenceHint,
    Group,
    Objective,
    Part,
    Reference,
    Side,
)
from srm_desktop.domain.responsibility import Layer, LayerOwner, Service, Tier
from srm_desktop.domain.vocabulary import Method, Owner, Responsibility
from srm_desktop.exchange import index
from srm_desktop.exchange.resources import BadResource, known_layers, load, naming


class Preset(NamedTuple):
    """A set of services as it is met in practice; `services` are service ids."""

    id: str
    title: str
    about: str
    services: tuple[str, ...]


BUILT_IN = ("aws-srm", *index.BASELINES)
"""Names of the catalogs that come with the program."""

DEFAULT = ("aws-srm",)
"""What a new assessment walks unless it says otherwise."""


@cache
def layers() -> tuple[Layer, ...]:
    """The layers of a system on AWS, from the ground up (`resources/layers.yaml`)."""
    path = resource("layers.yaml")
    with naming(path, "the list of layers"):
        return tuple(Layer(**entry) for entry in load(path)["layers"])


@cache
def tiers() -> tuple[Tier, ...]:
    """The tiers, from the most to the least that the customer runs (`resources/tiers.yaml`)."""
    path = resource("tiers.yaml")
    with naming(path, "the list of tiers"):
        return tuple(_tier(path, entry) for entry in load(path)["tiers"])


@cache
def services() -> tuple[Service, ...]:
    """The AWS services, each with the owner of every layer worked out (`resources/services.yaml`)."""
    path = resource("services.yaml")
    by_id = {tier.id: tier for tier in tiers()}
    with naming(path, "the list of services"):
        return tuple(_service(path, entry, by_id) for entry in load(path)["services"])


@cache
def presets() -> tuple[Preset, ...]:
    """The presets of services (`resources/presets.yaml`)."""
    path = resource("presets.yaml")
    with naming(path, "the list of presets"):
        entries = load(path)["presets"]
        return tuple(Preset(e["id"], e["title"], e["about"], tuple(e["services"])) for e in entries)


@cache
def catalog(name: str) -> Catalog:
    """A built-in catalog by its name. Raises BadResource, with the file and the control, where a table is wrong."""
    if name not in BUILT_IN:
        raise BadResource(f"There is no built-in catalog {name!r}; there is: {', '.join(BUILT_IN)}.")
    if name in index.BASELINES:
        return index.catalog(name)
    path = resource("catalogs", name, "catalog.yaml")
    with naming(path, "the catalog"):
        head = load(path)
        groups = tuple(_group(path.parent / file) for file in head["groups"])
        return Catalog(head["id"], head["title"], head["version"], head["source"], groups, head["about"])


def _tier(path: Path, entry: dict[str, Any]) -> Tier:
    with naming(path, f"the tier {entry.get('id')!r}"):
        owners = tuple((layer, Owner(owner)) for layer, owner in entry["owners"].items())
        known_layers(list(entry["owners"]))
        return Tier(entry["id"], entry["title"], entry["about"], owners, tuple(entry.get("reasons", {}).items()))


def _service(path: Path, entry: dict[str, Any], by_id: dict[str, Tier]) -> Service:
    with naming(path, f"the service {entry.get('id')!r}"):
        tier = by_id[entry["tier"]]
        reasons = dict(tier.reasons)
        differs = entry.get("layers") or {}
        known_layers(list(differs))
        owners = [LayerOwner(layer, owner, reasons.get(layer, "")) for layer, owner in tier.owners]
        for n, entry_owner in enumerate(owners):
            if own := differs.get(entry_owner.layer):
                owners[n] = LayerOwner(entry_owner.layer, Owner(own["owner"]), own["why"], differs=True)
        names = (entry["id"], entry["name"], tier.id, tier.title, entry["why"])
        return Service(*names, tuple(owners), entry["category"], tuple(entry.get("aliases") or ()))


def _group(path: Path) -> Group:
    with naming(path, "the group"):
        entry = load(path)
        controls = tuple(_control(path, entry["group"], c) for c in entry["controls"])
        return Group(entry["group"], entry["title"], entry.get("about", ""), controls)


def _control(path: Path, group: str, entry: dict[str, Any]) -> Control:
    with naming(path, f"the control {entry.get('id')!r}"):
        return Control(
            id=entry["id"],
            group=group,
            title=entry["title"],
            kind=Responsibility(entry["kind"]),
            parts=tuple(Part(p["id"], p["text"], known_layers(p["layers"])) for p in entry["parts"]),
            aws=_side(entry["aws"]),
            customer=_side(entry["customer"]),
            objectives=tuple(
                Objective(o["id"], o["part"], Method(o["method"]), o["text"]) for o in entry["objectives"]
            ),
            hints=tuple(EvidenceHint(e["what"], e["console"], e["cli"]) for e in entry["evidence"]),
            references=tuple(Reference(f, str(i)) for f in FRAMEWORKS for i in entry["references"][f]),
            fresh_days=entry["fresh_days"],
        )


def _side(entry: dict[str, Any]) -> Side:
    text = Side(" ".join(entry["text"].split()), tuple((entry.get("tiers") or {}).items()))
    return text._replace(sources=tuple(entry.get("sources") or ()))
