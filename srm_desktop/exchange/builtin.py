"""The tables in `resources/`: layers, tiers, services, presets, built-in catalog; from YAML to domain records."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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
from srm_desktop.domain.problems import Problem
from srm_desktop.domain.responsibility import Layer, LayerOwner, Service, Tier
from srm_desktop.domain.vocabulary import Method, Owner, Responsibility


class BadResource(Problem):
    """A table in `resources/` does not say what it should."""


class Preset(NamedTuple):
    """A set of services as it is met in practice; `services` are service ids."""

    id: str
    title: str
    about: str
    services: tuple[str, ...]


BUILT_IN = ("aws-srm",)
"""Names of the catalogs that come with the program; each is a folder under `resources/catalogs`."""


@cache
def layers() -> tuple[Layer, ...]:
    """The layers of a system on AWS, from the ground up (`resources/layers.yaml`)."""
    path = resource("layers.yaml")
    with _naming(path, "the list of layers"):
        return tuple(Layer(**entry) for entry in _load(path)["layers"])


@cache
def tiers() -> tuple[Tier, ...]:
    """The tiers, from the most to the least that the customer runs (`resources/tiers.yaml`)."""
    path = resource("tiers.yaml")
    with _naming(path, "the list of tiers"):
        return tuple(_tier(path, entry) for entry in _load(path)["tiers"])


@cache
def services() -> tuple[Service, ...]:
    """The AWS services, each with the owner of every layer worked out (`resources/services.yaml`)."""
    path = resource("services.yaml")
    by_id = {tier.id: tier for tier in tiers()}
    with _naming(path, "the list of services"):
        return tuple(_service(path, entry, by_id) for entry in _load(path)["services"])


@cache
def presets() -> tuple[Preset, ...]:
    """The presets of services (`resources/presets.yaml`)."""
    path = resource("presets.yaml")
    with _naming(path, "the list of presets"):
        entries = _load(path)["presets"]
        return tuple(Preset(e["id"], e["title"], e["about"], tuple(e["services"])) for e in entries)


@cache
def catalog(name: str) -> Catalog:
    """A built-in catalog by its name. Raises BadResource, with the file and the control, where a table is wrong."""
    if name not in BUILT_IN:
        raise BadResource(f"There is no built-in catalog {name!r}; there is: {', '.join(BUILT_IN)}.")
    path = resource("catalogs", name, "catalog.yaml")
    with _naming(path, "the catalog"):
        head = _load(path)
        groups = tuple(_group(path.parent / file) for file in head["groups"])
        return Catalog(head["id"], head["title"], head["version"], head["source"], groups, head["about"])


def _load(path: Path) -> Any:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    except yaml.YAMLError as error:
        raise BadResource(f"{path.name} is not valid YAML: {error}") from error


@contextmanager
def _naming(path: Path, what: str) -> Iterator[None]:
    """Turn a slip in a table into a sentence that says where it is."""
    try:
        yield
    except KeyError as error:
        raise BadResource(f"{path.name}: {what} is not as it should be ({error} is missing or unknown).") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise BadResource(f"{path.name}: {what} is not as it should be ({error}).") from error


def _known_layers(names: list[str]) -> tuple[str, ...]:
    for unknown in set(names) - {layer.id for layer in layers()}:
        raise ValueError(f"there is no layer {unknown!r}")
    return tuple(names)


def _tier(path: Path, entry: dict[str, Any]) -> Tier:
    with _naming(path, f"the tier {entry.get('id')!r}"):
        owners = tuple((layer, Owner(owner)) for layer, owner in entry["owners"].items())
        _known_layers(list(entry["owners"]))
        return Tier(entry["id"], entry["title"], entry["about"], owners, tuple(entry.get("reasons", {}).items()))


def _service(path: Path, entry: dict[str, Any], by_id: dict[str, Tier]) -> Service:
    with _naming(path, f"the service {entry.get('id')!r}"):
        tier = by_id[entry["tier"]]
        reasons = dict(tier.reasons)
        differs = entry.get("layers") or {}
        _known_layers(list(differs))
        owners = [LayerOwner(layer, owner, reasons.get(layer, "")) for layer, owner in tier.owners]
        for n, entry_owner in enumerate(owners):
            if own := differs.get(entry_owner.layer):
                owners[n] = LayerOwner(entry_owner.layer, Owner(own["owner"]), own["why"], differs=True)
        names = (entry["id"], entry["name"], tier.id, tier.title, entry["why"])
        return Service(*names, tuple(owners), entry["category"], tuple(entry.get("aliases") or ()))


def _group(path: Path) -> Group:
    with _naming(path, "the group"):
        entry = _load(path)
        controls = tuple(_control(path, entry["group"], c) for c in entry["controls"])
        return Group(entry["group"], entry["title"], entry.get("about", ""), controls)


def _control(path: Path, group: str, entry: dict[str, Any]) -> Control:
    with _naming(path, f"the control {entry.get('id')!r}"):
        return Control(
            id=entry["id"],
            group=group,
            title=entry["title"],
            kind=Responsibility(entry["kind"]),
            parts=tuple(Part(p["id"], p["text"], _known_layers(p["layers"])) for p in entry["parts"]),
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
