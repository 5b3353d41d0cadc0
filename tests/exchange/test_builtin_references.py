"""What the built-in catalog says of other frameworks: every identifier exists there."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType

import pytest

from srm_desktop.domain.catalog import FRAMEWORKS, Control
from srm_desktop.domain.ids import canonical
from srm_desktop.exchange import builtin


def beside(name: str) -> ModuleType:
    """A module that lies beside this one; pytest's importlib mode puts no folder of tests on the path."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


facts = beside("framework_facts")
NIST = Path(__file__).parents[3] / "shared" / "data" / "catalogs" / "NIST_SP-800-53_rev5_catalog-min.json"
CONTROLS = list(builtin.catalog("aws-srm").controls())


@pytest.mark.parametrize("control", CONTROLS, ids=[control.id for control in CONTROLS])
def test_every_framework_is_referred_to_once_per_identifier(control: Control):
    assert {reference.framework for reference in control.references} == set(FRAMEWORKS)
    assert len(set(control.references)) == len(control.references)


@pytest.mark.parametrize(
    ("framework", "known", "size"),
    [
        ("nist-csf-2.0", facts.CSF, 106),
        ("iso-27001-2022", facts.ISO_ANNEX_A | facts.ISO_CLAUSES, 93 + 34),
        ("soc-2", facts.SOC, 61),
        ("pci-dss-4.0.1", facts.PCI, None),
        ("cis-v8", facts.CIS, 153),
    ],
)
def test_references_exist_in_their_framework(framework: str, known: set[str], size: int | None):
    assert size is None or len(known) == size, "the list of facts itself is whole"
    given = {(c.id, r.id) for c in CONTROLS for r in c.references if r.framework == framework}
    assert {(control, ident) for control, ident in given if ident not in known} == set()


def nist_references() -> set[tuple[str, str]]:
    return {(c.id, r.id) for c in CONTROLS for r in c.references if r.framework == "nist-800-53-r5"}


def test_nist_references_are_well_formed():
    for control, ident in nist_references():
        match = re.fullmatch(r"([A-Z]{2})-([1-9][0-9]?)(?:\(([1-9][0-9]?)\))?", ident)
        assert match, (control, ident)
        assert int(match[2]) <= facts.NIST_FAMILIES[match[1]], (control, ident)


def test_nist_references_exist_and_are_not_withdrawn():
    if not NIST.is_file():
        pytest.skip("../shared/data is not there: NIST's own catalog cannot be read")
    known: dict[tuple[str | int, ...], bool] = {}

    def read(holder: dict) -> None:
        for control in holder.get("controls", []):
            props = control.get("props", [])
            known[canonical(control["id"])] = any(
                p["name"] == "status" and p["value"].lower() == "withdrawn" for p in props
            )
            read(control)

    for group in json.loads(NIST.read_text("utf-8"))["catalog"]["groups"]:
        read(group)
    assert sum(known.values()) == 182
    bad = {(c, i) for c, i in nist_references() if known.get(canonical(i), True)}
    assert bad == set(), "unknown or withdrawn"
