"""The indexes of SP 800-53 and SP 800-171 are what the official files say, and the layers beside them are whole."""

from __future__ import annotations

import importlib.util
import json
import re
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from srm_desktop.assets import resource
from srm_desktop.exchange import builtin

ROOT = Path(__file__).parents[2]
FILES = ROOT.parent / "shared" / "data" / "catalogs"
NAMES = ("nist-800-53", "nist-800-171")
LAYERS = [layer.id for layer in builtin.layers()]
needs_files = pytest.mark.skipif(
    not FILES.is_dir(), reason="the official files in ../shared/data/catalogs are not here"
)


def load(name: str, file: str) -> Any:
    return yaml.load(resource("catalogs", name, file).read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader"))  # noqa: B009


INDEX = {name: load(name, "index.yaml") for name in NAMES}
OURS = {name: load(name, "layers.yaml") for name in NAMES}


def entries(name: str) -> dict[str, dict[str, Any]]:
    return {c["id"]: c for family in INDEX[name]["families"] for c in family["controls"]}


def judged(name: str) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """Every control of our layers with its family."""
    return {i: (family, c) for family in OURS[name]["families"] for i, c in family["controls"].items()}


SP53, SP171 = entries("nist-800-53"), entries("nist-800-171")
FAMILIES = {family["id"] for family in INDEX["nist-800-53"]["families"]}
WITHDRAWN = {i for i, c in SP53.items() if c.get("withdrawn")}


def baseline(owner: str, level: str) -> set[str]:
    return {i for i, c in SP53.items() if level in c.get(owner, [])}


def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_index", ROOT / "scripts" / "build_index.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# What holds without the official files


def test_sp_800_53_is_whole():
    assert len(INDEX["nist-800-53"]["families"]) == 20
    assert len(SP53) == sum(len(family["controls"]) for family in INDEX["nist-800-53"]["families"]) == 1189
    assert len(WITHDRAWN) == 182
    assert sum(len(c.get("parts", [""])) for i, c in SP53.items() if i not in WITHDRAWN) == 1730


def test_sp_800_171_and_cmmc_level_2_are_whole():
    assert len(INDEX["nist-800-171"]["families"]) == 14
    assert len(SP171) == 110
    assert sum(len(c.get("parts", [""])) for c in SP171.values()) == 320
    assert Counter(c["kind"] for c in SP171.values()) == {"basic": 31, "derived": 79}
    for family in INDEX["nist-800-171"]["families"]:
        for control in family["controls"]:
            assert control["cmmc"] == f"{family['cmmc']}.L2-{control['id']}"
            assert control["id"].rpartition(".")[0] == family["id"]
    assert len({c["title"] for c in SP171.values()}) == 110


@pytest.mark.parametrize(
    ("owner", "level", "count"),
    [
        ("nist", "low", 149),
        ("nist", "moderate", 287),
        ("nist", "high", 370),
        ("nist", "privacy", 96),
        ("fedramp", "low", 156),
        ("fedramp", "moderate", 323),
        ("fedramp", "high", 410),
        ("fedramp", "li-saas", 156),
    ],
)
def test_a_baseline_has_as_many_controls_as_its_owner_says(owner: str, level: str, count: int):
    assert len(baseline(owner, level)) == count
    assert not baseline(owner, level) & WITHDRAWN


def test_baselines_contain_each_other_as_their_owners_say():
    """FedRAMP builds on NIST: what was typed in for NIST High lies between Moderate and FedRAMP High."""
    for owner in ("nist", "fedramp"):
        assert baseline(owner, "low") < baseline(owner, "moderate") < baseline(owner, "high")
    for level in ("low", "moderate", "high"):
        assert baseline("nist", level) < baseline("fedramp", level)
    assert baseline("fedramp", "low") == baseline("fedramp", "li-saas")
    assert {i.partition("-")[0] for i in baseline("nist", "privacy")} > {"pt", "pm"}


def test_enhancements_and_withdrawn_controls_lead_to_controls_that_exist():
    for i, control in SP53.items():
        assert control.get("base", "") == (i.rpartition(".")[0] if "." in i else "")
        assert not control.get("base") or control["base"] in SP53, i
        for target in control.get("incorporated_into", []) + control.get("moved_to", []):
            whole, _, part = target.partition(" ")
            if target in FAMILIES:
                assert i == "sa-12"
                continue
            assert i in WITHDRAWN and whole in SP53.keys() - WITHDRAWN, (i, target)
            assert not part or part in SP53[whole]["parts"], (i, target)
    lost = {i for i in WITHDRAWN if not SP53[i].get("incorporated_into") and not SP53[i].get("moved_to")}
    assert lost == {"cp-10.3", "sc-19"}


def test_an_index_holds_facts_and_no_text():
    fields = {"id", "base", "title", "parts", "nist", "fedramp", "withdrawn", "incorporated_into", "moved_to"}
    assert {field for c in SP53.values() for field in c} == fields
    assert {field for c in SP171.values() for field in c} == {"id", "cmmc", "title", "kind", "parts"}
    assert max(len(c["title"]) for c in [*SP53.values(), *SP171.values()]) < 100
    letters = {part for c in [*SP53.values(), *SP171.values()] for part in c.get("parts", [])}
    assert all(re.fullmatch(r"[a-z](\.\d{1,2}(\.[a-z])?)?|\d", part) for part in letters)


# Against the official files, read another way than the script does


@needs_files
def test_the_indexes_are_what_the_script_makes_of_the_files():
    build = script()
    assert resource("catalogs", "nist-800-53", "index.yaml").read_text("utf-8") == build.nist_800_53(FILES)
    assert resource("catalogs", "nist-800-171", "index.yaml").read_text("utf-8") == build.nist_800_171(FILES)


def official() -> dict[str, tuple[str, dict[str, Any], str]]:
    """Family, control and base of every control in NIST's catalog."""
    found = {}
    for group in json.loads((FILES / "NIST_SP-800-53_rev5_catalog-min.json").read_text("utf-8"))["catalog"]["groups"]:
        for control in group["controls"]:
            found[control["id"]] = (group["id"], control, "")
            for enhancement in control.get("controls", []):
                found[enhancement["id"]] = (group["id"], enhancement, control["id"])
                assert "controls" not in enhancement
    return found


@needs_files
def test_ids_titles_bases_and_withdrawals_are_those_of_the_catalog():
    theirs = official()
    assert list(theirs) == list(SP53)
    newer = json.loads(
        (FILES / "NIST_SP-800-53_rev5_MODERATE-baseline-resolved-profile_catalog-min.json").read_text("utf-8")
    )
    respelled = {
        c["id"]: c["title"]
        for group in newer["catalog"]["groups"]
        for control in group["controls"]
        for c in [control, *control.get("controls", [])]
    }
    changed = {i for i, title in respelled.items() if title != theirs[i][1]["title"]}
    assert changed == {"ia-8", "pl-4.1", "sc-20", "sc-21", "sc-22", "sr-2.1"}
    for i, (_, control, base) in theirs.items():
        ours = SP53[i]
        assert ours["title"] == respelled.get(i, control["title"])
        assert ours["title"].casefold() == control["title"].casefold()
        assert ours.get("base", "") == base
        status = [p["value"] for p in control["props"] if p["name"] == "status"]
        assert status == (["withdrawn"] if i in WITHDRAWN else [])
        for rel, field in (("incorporated-into", "incorporated_into"), ("moved-to", "moved_to")):
            links = {link["href"][1:].replace("_smt.", " ") for link in control.get("links", []) if link["rel"] == rel}
            assert set(ours.get(field, [])) == links, i
    families = [(f["id"], f["title"]) for f in INDEX["nist-800-53"]["families"]]
    assert [family for family, _ in families] == list(dict.fromkeys(family for family, *_ in theirs.values()))


@needs_files
def test_letters_are_those_of_the_ids_that_the_catalog_gives_its_statements():
    def ends(part: dict[str, Any]) -> list[str]:
        below = [end for p in part.get("parts", []) if p["name"] == "item" for end in ends(p)]
        return below or [part["id"]]

    for i, (_, control, _) in official().items():
        if i in WITHDRAWN:
            continue
        (statement,) = [p for p in control["parts"] if p["name"] == "statement"]
        assert [f"{i}_smt" + (f".{p}" if p else "") for p in SP53[i].get("parts", [""])] == ends(statement)


@needs_files
@pytest.mark.parametrize(
    ("owner", "level", "file"),
    [
        ("nist", "low", "NIST_SP-800-53_rev5_LOW-baseline_profile.json"),
        ("nist", "moderate", "NIST_SP-800-53_rev5_MODERATE-baseline_profile.json"),
        ("fedramp", "low", "FedRAMP_rev5_LOW-baseline_profile.json"),
        ("fedramp", "moderate", "FedRAMP_rev5_MODERATE-baseline_profile.json"),
        ("fedramp", "high", "FedRAMP_rev5_HIGH-baseline_profile.json"),
        ("fedramp", "li-saas", "FedRAMP_rev5_LI-SaaS-baseline_profile.json"),
    ],
)
def test_a_baseline_is_what_its_profile_lists(owner: str, level: str, file: str):
    (chosen,) = json.loads((FILES / file).read_text("utf-8"))["profile"]["imports"]
    assert chosen.keys() == {"href", "include-controls"}
    (listed,) = chosen["include-controls"]
    assert baseline(owner, level) == set(listed["with-ids"])


@needs_files
def test_requirements_and_objectives_are_those_of_the_workbooks():
    from python_calamine import CalamineWorkbook

    rev2 = CalamineWorkbook.from_path(FILES / "NIST_SP-800-171_rev2.xlsx").get_sheet_by_index(1).to_python()[1:]
    assert [(str(row[2]), str(row[1]).lower()) for row in rev2] == [(i, c["kind"]) for i, c in SP171.items()]
    sp171a = CalamineWorkbook.from_path(FILES / "NIST_SP-800-171A.xlsx").get_sheet_by_index(1).to_python()[1:]
    theirs = [re.sub(r"\s", "", str(row[1])).replace(".[", "[") for row in sp171a]
    ours = [text for i, c in SP171.items() for text in (i, *(f"{i}[{letter}]" for letter in c.get("parts", [])))]
    assert theirs == ours
    titles = {"3." + str(row[1]).split(".")[1]: str(row[0]) for row in sp171a}
    assert {f["id"]: f["title"] for f in INDEX["nist-800-171"]["families"]} == titles


@needs_files
def test_no_sentence_of_a_requirement_is_copied():
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(FILES / "NIST_SP-800-171_rev2.xlsx").get_sheet_by_index(1).to_python()[1:]
    theirs = {" ".join(str(row[4]).casefold().split()).strip(" .") for row in rows}
    assert not theirs & {c["title"].casefold() for c in SP171.values()}


# Our layers


@pytest.mark.parametrize("name", NAMES)
def test_every_control_that_is_not_withdrawn_has_layers_of_ours(name: str):
    wanted = {
        family["id"]: [c["id"] for c in family["controls"] if not c.get("withdrawn")]
        for family in INDEX[name]["families"]
    }
    assert {family["id"]: list(family["controls"]) for family in OURS[name]["families"]} == wanted


@pytest.mark.parametrize("name", NAMES)
def test_layers_are_known_and_in_order_and_parts_exist(name: str):
    index = entries(name)
    for i, (_, control) in judged(name).items():
        assert control.keys() <= {"layers", "parts", "why", "aws"}, i
        parts = index[i].get("parts", [])
        for part, layers in control.get("parts", {}).items():
            assert any(p == part or p.startswith(f"{part}.") for p in parts), (i, part)
            assert layers != control["layers"], f"{i} {part} says what {i} says already"
        for layers in (control["layers"], *control.get("parts", {}).values()):
            assert layers and layers == sorted(set(layers), key=LAYERS.index), i


@pytest.mark.parametrize("name", NAMES)
def test_families_and_departures_from_them_have_a_reason(name: str):
    for family in OURS[name]["families"]:
        assert family["layers"] == sorted(set(family["layers"]), key=LAYERS.index)
        for field in ("why", "aws", "customer"):
            assert family[field].endswith(".") and len(family[field].split()) >= 8, (family["id"], field)
    for i, (family, control) in judged(name).items():
        if control["layers"] != family["layers"] or "parts" in control:
            assert control.get("why"), f"{i} departs from its family without a reason"
        for field in ("why", "aws"):
            assert field not in control or control[field].endswith("."), i


def test_controls_that_nist_added_later_have_layers_too():
    """IA-13 came with release 5.1.1, the others with 5.2.0; the catalog of the index has none of them."""
    later = {i: (f, c) for f in OURS["nist-800-53"]["families"] for i, c in f.get("later", {}).items()}
    assert set(later) == {"ia-13", "ia-13.1", "ia-13.2", "ia-13.3", "sa-15.13", "sa-24", "si-2.7"}
    assert not later.keys() & SP53.keys()
    for i, (family, control) in later.items():
        assert i.startswith(f"{family['id']}-")
        assert control["layers"] == sorted(set(control["layers"]), key=LAYERS.index)
        assert control["layers"] == family["layers"] or control["why"].endswith("."), i


@pytest.mark.parametrize("name", NAMES)
def test_titles_beside_our_layers_are_those_of_the_index(name: str):
    text = resource("catalogs", name, "layers.yaml").read_text("utf-8")
    beside = dict(re.findall(r'^ {6}"?([a-z0-9.-]+)"?:.*?  # (.+)$', text, re.MULTILINE))
    later = {i for family in OURS[name]["families"] for i in family.get("later", {})}
    assert later <= beside.keys()
    assert {i: title for i, title in beside.items() if i not in later} == {
        i: c["title"] for i, c in entries(name).items() if not c.get("withdrawn")
    }
