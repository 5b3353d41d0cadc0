"""Controls are counterparts by what their ids and references mean, not by how they are spelled."""

import pytest

from srm_desktop.domain.catalog import Reference
from srm_desktop.domain.crosswalk import Crosswalk

NIST, ISO = "nist-800-53-r5", "iso-27001-2022"
OURS = "aws-srm:SRM-IAM-01"


def walk_of(*keys: str, refers: tuple[tuple[str, str, str], ...] = ()) -> Crosswalk:
    return Crosswalk(keys, [(key, Reference(framework, text)) for key, framework, text in refers])


@pytest.mark.parametrize(
    ("framework", "text", "key"),
    [
        (NIST, "AC-2", "fedramp-moderate:AC-2"),
        (NIST, "AC-2(1)", "nist-high:AC-2(1)"),
        (NIST, "AC-2(1)", "acme:AC-02 (01)"),
        (NIST, "ac-2.1", "acme:AC-2(1)"),
        (NIST, "AC-02", "oscal:ac-2"),
        (NIST, "AC-2a", "nist-high:AC-2"),
        (NIST, "AC-3, AC-2", "nist-high:AC-2"),
        (ISO, "A.5.15", "iso-27001-2022:5.15"),
        (ISO, "5.15", "ours:A.5.15"),
        (ISO, "10.2", "iso-27001-2022:10.2"),
        ("soc-2", "CC6.1", "soc-2:CC6.1"),
        ("soc-2", "A1.2", "soc-2:A1.2"),
        ("pci-dss-4.0.1", "8.3.6", "pci-dss-4.0.1:8.3.6"),
        ("cis-v8", "6.1", "cis-v8:CIS Control 6.1"),
        ("nist-csf-2.0", "PR.AA-05", "nist-csf-2.0:PR.AA-5"),
        ("acme-policy", "P 7 x", "acme-policy:P-7.x"),
        ("nist-800-171-r2", "3.1.1", "nist-800-171:3.1.1"),
        ("nist-800-171-r2", "3.1.1", "cmmc-2:AC.L2-3.1.1"),
    ],
)
def test_a_reference_leads_to_the_control_it_means_and_back(framework: str, text: str, key: str):
    made = walk_of(OURS, key, refers=((OURS, framework, text),))
    assert made.of(OURS) == {key: (Reference(framework, text),)}
    assert made.of(key) == {OURS: ()}


@pytest.mark.parametrize(
    ("framework", "text", "key"),
    [
        (NIST, "AC-2(1)", "nist-high:AC-2"),
        (NIST, "AC-2", "nist-high:AC-2(1)"),
        (NIST, "AC-2", "nist-800-53-rev4:AC-2"),
        (NIST, "AC-2", "nist-high:AT-2"),
        (ISO, "A.5.15", "pci-dss-4.0.1:5.1.5"),
        ("acme-policy", "7", "other-policy:7"),
    ],
)
def test_a_reference_to_something_else_leads_nowhere(framework: str, text: str, key: str):
    made = walk_of(OURS, key, refers=((OURS, framework, text),))
    assert made.of(OURS) == {} == made.of(key)


def test_the_same_id_in_two_catalogs_is_the_same_control():
    made = walk_of("fedramp-moderate:AC-2", "fedramp-moderate:AC-2(1)", "nist-high:AC-2", "acme:ac-02", "acme:ac-2.1")
    assert list(made.of("fedramp-moderate:AC-2")) == ["nist-high:AC-2", "acme:ac-02"]
    assert list(made.of("acme:ac-2.1")) == ["fedramp-moderate:AC-2(1)"]


def test_practices_of_cmmc_are_requirements_of_800_171():
    made = walk_of("cmmc-2:AC.L2-3.1.1", "cmmc-2:AT.L2-3.2.1", "nist-800-171:3.1.1", "nist-800-171:3.2.1")
    assert made.of("nist-800-171:3.2.1") == {"cmmc-2:AT.L2-3.2.1": ()}
    assert made.of("cmmc-2:AC.L2-3.1.1") == {"nist-800-171:3.1.1": ()}


def test_controls_of_one_catalog_are_never_counterparts():
    made = walk_of("acme:AC-2", "acme:AC-02", refers=(("acme:AC-2", NIST, "AC-2"),))
    assert made.of("acme:AC-2") == {}


def test_counterparts_come_in_the_order_of_the_assessment_with_all_references_to_them():
    keys = ("nist-high:AC-2", "nist-high:AC-3", OURS, "acme:AC-2")
    made = walk_of(*keys, refers=((OURS, NIST, "AC-3"), (OURS, NIST, "AC-2"), (OURS, "nist-800-53-r5", "AC-02")))
    assert made.of(OURS) == {
        "nist-high:AC-2": (Reference(NIST, "AC-2"), Reference(NIST, "AC-02")),
        "nist-high:AC-3": (Reference(NIST, "AC-3"),),
        "acme:AC-2": (Reference(NIST, "AC-2"), Reference(NIST, "AC-02")),
    }


def test_a_control_that_is_not_there_has_none():
    assert walk_of(OURS).of("aws-srm:SRM-IAM-99") == {}
