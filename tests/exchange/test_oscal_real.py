"""Real OSCAL files of NIST and FedRAMP, and two oracles: the catalogs that NIST and FedRAMP resolved, and trestle.

The NIST catalog at hand (5.1.1 as OSCAL 1.0.0) is older than the resolved files (5.1.1+u4 as OSCAL 1.1.2): what NIST
corrected in between is named in CORRECTED, and differs. On the resolved NIST Moderate catalog as source nothing does.
"""

import json
import os
import shutil
from collections import Counter
from pathlib import Path

import pytest

from srm_desktop.domain.catalog import Control
from srm_desktop.domain.ids import order
from srm_desktop.exchange import oscal
from tests.exchange.oscal_samples import FULL, shared

NIST_MODERATE = "NIST_SP-800-53_rev5_MODERATE-baseline-resolved-profile_catalog-min.json"
CORRECTED = {"IA-2(12)": {"methods"}, "AC-20": {"objectives"}, "CA-1": {"objectives"}, "AC-2(4)": {"guidance"}}
"""What NIST corrected between the two editions, beside letters in titles and related controls (IA-13 was new)."""


def read(name: str, source: str = FULL) -> oscal.Imported:
    return oscal.read(shared(name), lambda _href: shared(source))


def controls(imported: oscal.Imported) -> dict[str, Control]:
    return {control.id: control for control in imported.catalog.controls()}


def differences(ours: oscal.Imported, theirs: oscal.Imported) -> dict[str, set[str]]:
    found = {}
    other = controls(theirs)
    for name, control in controls(ours).items():
        fields = {f for f in Control._fields if getattr(control, f) != getattr(other[name], f)}
        if control.title.lower() == other[name].title.lower():
            fields.discard("title")
        if fields:
            found[name] = fields
    return found


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        (FULL, (20, 1189, 182, 1730, 2746)),
        (NIST_MODERATE, (18, 287, 0, 758, 1306)),
        (NIST_MODERATE.replace("-min.json", ".xml"), (18, 287, 0, 758, 1306)),
        ("NIST_SP800-171_rev3_catalog.xml", (17, 130, 33, 263, 422)),
        ("FedRAMP_rev5_LOW-baseline-resolved-profile_catalog.json", (18, 156, 0, 596, 989)),
        ("FedRAMP_rev5_MODERATE-baseline-resolved-profile_catalog.yaml", (18, 323, 0, 880, 1391)),
    ],
)
def test_catalogs(name: str, counts: tuple[int, ...]):
    """Groups, controls and of them withdrawn ones, parts, objectives."""
    imported = read(name)
    found = list(imported.catalog.controls())
    assert imported.kind == "catalog"
    assert imported.unmatched == ()
    assert counts == (
        len(imported.catalog.groups),
        len(found),
        sum(c.withdrawn for c in found),
        sum(len(c.parts) for c in found),
        sum(len(c.objectives) for c in found),
    )
    for control in found:
        assert len({p.letter for p in control.parts}) == len(control.parts), control.id
        assert control.withdrawn or control.parts, control.id
        letters = {p.letter for p in control.parts} | {""}
        assert {o.part for o in control.objectives} <= letters, control.id
        for text in (
            control.guidance,
            *(p.text + p.intro for p in control.parts),
            *(o.text for o in control.objectives),
        ):
            assert "{{" not in text and "](" not in text and text == text.strip(), control.id


def test_800_171_has_97_requirements_in_the_order_of_their_numbers():
    found = [c for c in read("NIST_SP800-171_rev3_catalog.xml").catalog.controls() if not c.withdrawn]
    assert len(found) == 97
    assert [c.id for c in found] == sorted(c.id for c in found)
    assert all(c.id.count(".") == 2 and c.objectives for c in found)
    assert [c.id for c in found if not c.methods] == ["03.01.22", "03.14.03"], "the file has none for these"


@pytest.mark.parametrize(
    ("name", "count", "unmatched"),
    [
        ("NIST_SP-800-53_rev5_LOW-baseline_profile.json", 149, 0),
        ("NIST_SP-800-53_rev5_MODERATE-baseline_profile.json", 287, 0),
        ("FedRAMP_rev5_LOW-baseline_profile.json", 156, 238),
        ("FedRAMP_rev5_MODERATE-baseline_profile.json", 323, 297),
        ("FedRAMP_rev5_HIGH-baseline_profile.json", 410, 331),
        ("FedRAMP_rev5_LI-SaaS-baseline_profile.json", 156, 0),
    ],
)
def test_profiles(name: str, count: int, unmatched: int):
    imported = read(name)
    ids = list(controls(imported))
    assert (imported.kind, len(ids), len(imported.unmatched)) == ("profile", count, unmatched)
    assert ids == sorted(ids, key=order)
    assert {u.where.split()[0] for u in imported.unmatched} <= {"alter"}


def test_nist_finds_the_catalog_beside_its_profile_by_its_name():
    shared(FULL)
    assert len(controls(oscal.read(shared("NIST_SP-800-53_rev5_LOW-baseline_profile.json")))) == 149


def test_json_and_xml_of_one_catalog_are_equal():
    assert read(NIST_MODERATE) == read(NIST_MODERATE.replace("-min.json", ".xml"))


def test_json_and_yaml_of_one_catalog_are_equal(tmp_path: Path):
    yaml = pytest.importorskip("yaml")
    whole = json.loads(shared("FedRAMP_rev5_LOW-baseline-resolved-profile_catalog.json").read_bytes())
    path = tmp_path / "low.yaml"
    path.write_text(yaml.dump(whole, Dumper=yaml.CSafeDumper, sort_keys=False), "utf-8")
    assert oscal.read(path) == read("FedRAMP_rev5_LOW-baseline-resolved-profile_catalog.json")


def test_nist_moderate_is_as_nist_resolved_it():
    ours = read("NIST_SP-800-53_rev5_MODERATE-baseline_profile.json")
    theirs = read(NIST_MODERATE)
    assert list(controls(ours)) == list(controls(theirs))
    found = differences(ours, theirs)
    assert Counter(field for fields in found.values() for field in fields if field == "related")["related"] == 7
    assert {n: f - {"related"} for n, f in found.items() if f != {"related"}} == CORRECTED


@pytest.mark.parametrize(
    ("name", "resolved", "absent", "differ"),
    [
        ("FedRAMP_rev5_LOW-baseline_profile.json", "FedRAMP_rev5_LOW-baseline-resolved-profile_catalog.json", 1, {}),
        (
            "FedRAMP_rev5_MODERATE-baseline_profile.json",
            "FedRAMP_rev5_MODERATE-baseline-resolved-profile_catalog.yaml",
            36,
            {"AC-2(4)": {"guidance"}, "PL-8": {"guidance"}, "SC-12": {"related"}},
        ),
    ],
)
def test_fedramp_on_the_newer_catalog_is_as_fedramp_resolved_it(
    tmp_path: Path, name: str, resolved: str, absent: int, differ: dict[str, set[str]]
):
    """NIST Moderate has the objective ids that FedRAMP alters; what it lacks of FedRAMP's controls is reported."""
    path = Path(shutil.copy(shared(name), tmp_path))
    ours = oscal.read(path, lambda _href: shared(NIST_MODERATE))
    theirs = read(resolved)
    assert set(controls(theirs)) - set(controls(ours)) == {
        next(c.id for c in theirs.catalog.controls() if c.oscal_id == u.what)
        for u in ours.unmatched
        if u.where == "include"
    }
    assert len(controls(theirs)) - len(controls(ours)) == absent
    assert differences(ours, theirs) == differ


def test_fedramp_low_on_the_older_catalog():
    ours = read("FedRAMP_rev5_LOW-baseline_profile.json")
    theirs = read("FedRAMP_rev5_LOW-baseline-resolved-profile_catalog.json")
    assert list(controls(ours)) == list(controls(theirs))
    fields = {field for found in differences(ours, theirs).values() for field in found}
    # Methods of single objectives, whose ids the older catalog spells otherwise; and what NIST corrected.
    assert fields == {"objectives", "related", "methods"}
    for name, control in controls(ours).items():
        other = controls(theirs)[name]
        if name not in CORRECTED:
            assert [(o.part, o.text) for o in control.objectives] == [(o.part, o.text) for o in other.objectives], name


@pytest.mark.parametrize(
    "name",
    [
        "NIST_SP-800-53_rev5_MODERATE-baseline_profile.json",
        "FedRAMP_rev5_MODERATE-baseline_profile.json",
        "FedRAMP_rev5_HIGH-baseline_profile.json",
    ],
)
def test_trestle_resolves_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, name: str
):
    """Not LI-SaaS: of its removals and additions without an id trestle makes nothing."""
    from trestle.core import profile_resolver as resolver

    (tmp_path / ".trestle").mkdir()
    (tmp_path / ".trestle" / "config.ini").touch()
    monkeypatch.chdir(tmp_path)
    whole = json.loads(shared(name).read_bytes())
    whole["profile"]["imports"][0]["href"] = os.fspath(shared(FULL))
    path = tmp_path / "baseline.json"
    path.write_text(json.dumps(whole), "utf-8")
    resolver.ProfileResolver.get_resolved_profile_catalog(tmp_path, os.fspath(path)).oscal_write(
        tmp_path / "their.json"
    )
    ours, theirs = read(name), oscal.read(tmp_path / "their.json")
    assert list(controls(ours)) == list(controls(theirs))
    assert differences(ours, theirs) == {}
    warned = [record for record in caplog.records if "Could not find id for add" in record.getMessage()]
    assert len(warned) == len(ours.unmatched)
