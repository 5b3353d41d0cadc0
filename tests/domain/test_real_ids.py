"""Ids as others write them, from the files in ../shared/data: nearly all are read, and what is not is named here."""

import importlib.util
import json
import re
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from srm_desktop.domain.control_ids import Source, Style, parse, parse_all, readings, show


def beside(name: str) -> ModuleType:
    """A module that lies beside this one; pytest's importlib mode puts no folder of tests on the path."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


real = beside("real_ids")
pytestmark = pytest.mark.skipif(
    not real.CATALOG.is_file(), reason="../shared/data is not there: no ids of others' files"
)

# What is not read, by what it is: none of them names one control.
NOT_IDS = {
    "a place in FedRAMP's additions": r"[a-z-]+\d[\d.]*_(asmt_|obj_)?fr(_\w+)?(\.\d+)*",
    "NIST's own slip, a bracket is missing": r"PE-03\(01\)02\]",
    "a sort key": r"03\.\d\d\.\d\d\.0",
    "text and numbers in a template": r"Applicable  800-53 Control\(s\)|800-53|12345\.0",
    "cut off: Prowler's ASFF ends after 64 characters": r"3_\d+",
    "the overview of a family": r"pm_ovw",
    "a category of CSF without its function": r"[a-z]{2}_\d+",
    "Prowler's own numbers below PCI DSS": r"A?\d+(\.\d+){4,}",
    "several parts or enhancements run together": r"[a-z]{2}-\d+(-\d+)*(-[a-z0-9])+",
}


def test_what_is_not_read_is_no_id():
    wrong = Counter[str]()
    every = read = apart = 0
    for given in real.all_given():
        every += 1
        found = parse_all(given.text, given.framework)
        read += bool(found.ids) and not found.unread and not found.ambiguous
        apart += bool(found.ambiguous)
        for one in found.unread:
            if not any(re.fullmatch(pattern, one.text) for pattern in NOT_IDS.values()):
                wrong[f"{given.place}: {one.text!r}"] += 1
    assert not wrong
    assert every > 50_000
    assert read > 0.94 * every
    assert apart < 0.04 * every


def test_only_objectives_of_oscal_are_ambiguous():
    for given in real.all_given():
        for one in parse_all(given.text, given.framework).ambiguous:
            assert re.search(r"_obj(\.[a-z]\.\d+)+$|DS-A\.[\d.]+\.[a-z]\.\d+$", one.text), given
            assert len(one.readings) == 2


def test_id_label_and_sort_key_of_each_control_are_one():
    catalog = json.loads(real.CATALOG.read_text("utf-8"))
    keys = set()
    for kind, thing in real.oscal(catalog):
        if kind == "controls":
            spelled = {thing["id"], *(p["value"] for p in thing["props"] if p["name"] in ("label", "sort-id"))}
            keys_of = {parse(text, real.NIST) for text in spelled}
            assert len(keys_of) == 1, spelled
            keys |= keys_of
            (key,) = keys_of
            assert show(key, Style.OSCAL) == thing["id"]
    assert len(keys) == 1189


def test_the_labels_of_800_53a_are_what_the_padded_style_prints():
    catalog = json.loads(real.CATALOG.read_text("utf-8"))
    labels = [label for kind, thing in real.oscal(catalog) if kind == "parts" for label in real.labels(thing)]
    other = set()
    for label in labels:
        for one in readings(label, real.NIST) if not re.search(r"-(Examine|Interview|Test)$", label) else ():
            if show(one, Style.PADDED) != label:
                other.add(label)
    assert len(labels) == 6577
    # NIST itself writes these otherwise than everywhere else.
    assert all(re.match(r"AC-20a\.[12]$|SA-03\(02\)[ab]\.|SA-17\([abc]\)", label) for label in other), other
    assert len(other) == 16


def test_each_objective_of_oscal_may_mean_what_its_label_says():
    catalog = json.loads(real.CATALOG.read_text("utf-8"))
    for kind, thing in real.oscal(catalog):
        if kind == "parts" and "_obj" in thing["id"]:
            for label in real.labels(thing):
                if label != "PE-03(01)02]":
                    assert parse(label, real.NIST) in readings(thing["id"], real.NIST), (thing["id"], label)


def test_statements_of_oscal_are_printed_as_they_are():
    catalog = json.loads(real.CATALOG.read_text("utf-8"))
    ids = [thing["id"] for kind, thing in real.oscal(catalog) if kind == "parts" and "_smt." in thing["id"]]
    assert [show(parse(text, real.NIST), Style.OSCAL) for text in ids] == ids
    assert len(ids) == 1106


def test_the_rows_of_the_crm_workbook_belong_to_controls_of_the_catalog():
    catalog = json.loads(real.CATALOG.read_text("utf-8"))
    known = {parse(thing["id"], real.NIST) for kind, thing in real.oscal(catalog) if kind == "controls"}
    rows = [g for g in real.from_workbooks() if g.place.endswith(": Control ID")]
    found = [parse(g.text, g.framework, Source.CONTROLS) for g in rows]
    assert len(rows) > 4700
    assert {show(one) for one in found if one.control not in known} == set()


def test_procedures_of_the_traceability_matrix_are_in_their_control():
    rows = [g for g in real.from_workbooks() if g.place.endswith(": Assessment Procedure")]
    counted = Counter(len(parse_all(g.text, g.framework).ids) for g in rows)
    assert sum(counted.values()) == 875
    assert counted[0] == 0 and counted[1] > 700
