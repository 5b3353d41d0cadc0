"""The judgement in the layers of SP 800-53 and SP 800-171, held to what an assessor expects of a system on AWS.

The rationale per family is in docs/responsibility.md; the tables there are compared with the derivation here.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from srm_desktop.assets import resource
from srm_desktop.domain.responsibility import Derivation, combine, derive
from srm_desktop.domain.vocabulary import Owner, Responsibility
from srm_desktop.exchange import builtin

DOC = Path(__file__).parents[2] / "docs" / "responsibility.md"
SERVICES = {service.id: service for service in builtin.services()}
SYSTEMS = {"EC2 + RDS + S3": "ec2 rds s3", "Lambda + DynamoDB + S3": "lambda dynamodb s3", "EC2": "ec2"}
ALL = pytest.mark.parametrize("system", SYSTEMS.values(), ids=list(SYSTEMS))
R = Responsibility


def load(name: str, file: str) -> Any:
    return yaml.load(resource("catalogs", name, file).read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader"))  # noqa: B009


class Judged:
    """One catalog: its controls that are not withdrawn, with our layers."""

    def __init__(self, name: str) -> None:
        families = load(name, "index.yaml")["families"]
        self.families = {f["id"]: f["title"] for f in families}
        self.facts = {c["id"]: c for f in families for c in f["controls"] if not c.get("withdrawn")}
        self.family = {c["id"]: f["id"] for f in families for c in f["controls"]}
        self.ours = {i: c for f in load(name, "layers.yaml")["families"] for i, c in f["controls"].items()}

    def letters(self, control: str) -> list[str]:
        return self.facts[control].get("parts", [""])

    def layers(self, control: str, letter: str) -> tuple[str, ...]:
        """Those of the part, or of the nearest part above it that says, or of the control."""
        parts = self.ours[control].get("parts", {})
        path = letter
        while path not in parts:
            if "." not in path:
                return tuple(self.ours[control]["layers"])
            path = path.rpartition(".")[0]
        return tuple(parts[path])

    def part(self, control: str, letter: str, system: str) -> Responsibility:
        return derivation(self.layers(control, letter), system).value

    def control(self, control: str, system: str) -> Responsibility:
        return combine(self.part(control, letter, system) for letter in self.letters(control))

    def of(self, family: str) -> list[str]:
        return [i for i in self.facts if self.family[i] == family]

    def counts(self, family: str, system: str) -> Counter[Responsibility]:
        return Counter(self.control(i, system) for i in self.of(family))

    def unlike(self, family: str, system: str, usual: Responsibility) -> set[str]:
        """The controls of a family that are not as most of it is."""
        return {i for i in self.of(family) if self.control(i, system) is not usual}


@cache
def derivation(layers: tuple[str, ...], system: str) -> Derivation:
    return derive(layers, [SERVICES[name] for name in system.split()])


SP53, SP171 = Judged("nist-800-53"), Judged("nist-800-171")


@ALL
@pytest.mark.parametrize("catalog", [SP53, SP171], ids=["nist-800-53", "nist-800-171"])
def test_every_part_of_every_control_derives_with_reasons(catalog: Judged, system: str):
    for control in catalog.facts:
        for letter in catalog.letters(control):
            found = derivation(catalog.layers(control, letter), system)
            assert found.value is not R.NOT_APPLICABLE
            assert {r.owner for r in found.reasons} - {Owner.ABSENT}, (control, letter)


# SP 800-53


@ALL
def test_physical_protection_is_inherited_but_for_policy_and_other_places_of_work(system: str):
    assert SP53.unlike("pe", system, R.INHERITED) == {"pe-1", "pe-17"}
    assert SP53.control("pe-17", system) is R.SHARED


@ALL
def test_most_of_maintenance_is_inherited_and_the_rest_is_policy_and_remote_upkeep(system: str):
    rest = SP53.unlike("ma", system, R.INHERITED)
    assert rest <= {"ma-1"} | {i for i in SP53.of("ma") if i.partition(".")[0] == "ma-4"}
    assert {"ma-1", "ma-4"} <= rest
    assert SP53.counts("ma", system)[R.INHERITED] / len(SP53.of("ma")) > 0.7


@ALL
def test_most_of_media_protection_is_inherited_and_the_rest_is_policy_and_content(system: str):
    downgrading = {i for i in SP53.of("mp") if i.partition(".")[0] == "mp-8"}
    assert SP53.unlike("mp", system, R.INHERITED) == {"mp-1", "mp-6.8"} | downgrading
    high = [i for i in SP53.of("mp") if "high" in SP53.facts[i].get("fedramp", [])]
    assert {i for i in high if SP53.control(i, system) is not R.INHERITED} == {"mp-1"}


@ALL
@pytest.mark.parametrize(
    ("family", "alone"),
    [
        ("at", set()),
        ("pl", set()),
        ("ps", set()),
        ("ir", {"ir-4.5"}),
        ("cp", {"cp-9.2", "cp-9.7", "cp-12", "cp-13"}),
    ],
)
def test_training_planning_people_incidents_and_continuity_are_shared(family: str, alone: set[str], system: str):
    """`alone` are single enhancements and options that nobody but the customer can carry out."""
    found = SP53.unlike(family, system, R.SHARED)
    if system == "ec2":  # transactions are then those of an engine that you installed
        alone = alone | ({"cp-10.2"} if family == "cp" else set())
    assert found == alone
    assert {SP53.control(i, system) for i in found} <= {R.CUSTOMER}


@ALL
def test_configuration_management_is_shared(system: str):
    base = [i for i in SP53.of("cm") if "." not in i]
    assert {i for i in base if SP53.control(i, system) is not R.SHARED} == {"cm-13"}
    # Alone are guardrails, rights and the finding of one's own data; hardware in the data centre is AWS's.
    assert SP53.counts("cm", system)[R.SHARED] / len(SP53.of("cm")) > 0.65
    assert {i for i in SP53.of("cm") if SP53.control(i, system) is R.INHERITED} == {"cm-7.9"}


@ALL
def test_policies_of_every_family_are_shared(system: str):
    policies = {f"{family}-1": SP53.control(f"{family}-1", system) for family in SP53.families}
    assert policies == dict.fromkeys(policies, R.SHARED) and len(policies) == 20


@ALL
@pytest.mark.parametrize("family", ["ac", "ia"])
def test_access_and_identification_are_mostly_the_customers_and_name_what_aws_does(family: str, system: str):
    count = SP53.counts(family, system)
    assert count[R.CUSTOMER] / count.total() > 0.85
    assert [i for i in SP53.of(family) if "." not in i and not SP53.ours[i].get("aws")] == []
    required = [i for i in SP53.of(family) if "moderate" in SP53.facts[i].get("fedramp", [])]
    found = Counter(SP53.control(i, system) for i in required)
    assert found[R.CUSTOMER] / found.total() > 0.8


@ALL
def test_privacy_is_the_customers(system: str):
    assert SP53.unlike("pt", system, R.CUSTOMER) == {"pt-1"}


@ALL
def test_flaw_remediation_is_shared_in_every_system(system: str):
    assert SP53.control("si-2", system) is R.SHARED
    assert SP53.part("si-2", "a", system) is SP53.part("si-2", "d", system) is R.SHARED


@pytest.mark.parametrize("control", ["si-2.4", "si-2.5", "si-3.8", "si-4.23"])
def test_what_touches_the_software_under_your_code_goes_by_tier(control: str):
    """On single-tenant managed services patching is shared: AWS builds the patch, the customer picks the window."""
    assert SP53.control(control, "ec2") is R.CUSTOMER
    assert SP53.control(control, "rds") is R.SHARED
    assert SP53.control(control, "elasticache") is R.SHARED
    assert SP53.control(control, "s3") is SP53.control(control, "lambda") is R.INHERITED


@pytest.mark.parametrize(("service", "owner"), [("ec2", Owner.CUSTOMER), ("rds", Owner.SHARED), ("s3", Owner.AWS)])
def test_installing_patches_names_the_owner_of_operating_system_and_engine(service: str, owner: Owner):
    rows = derivation(SP53.layers("si-2", "c"), service).reasons
    assert {r.owner for r in rows if r.layer in ("guest-os", "platform")} == {owner}
    assert {r.owner for r in rows if r.layer == "application"} == {Owner.CUSTOMER}


@pytest.mark.parametrize(
    ("control", "letter", "expected"),
    [
        ("ac-2", "f", "customer customer customer"),
        ("ac-4", "", "customer customer customer"),
        ("au-2", "c", "customer customer customer"),
        ("au-12", "c", "shared shared customer"),
        ("ca-8.3", "", "inherited inherited inherited"),
        ("cm-6", "b", "shared shared shared"),
        ("cm-8", "b", "shared shared shared"),
        ("cp-6", "a", "shared shared shared"),
        ("cp-9", "a", "shared shared customer"),
        ("ia-2.1", "", "customer customer customer"),
        ("ia-5", "e", "shared shared customer"),
        ("ra-5", "d", "shared shared customer"),
        ("sa-9.5", "", "shared shared shared"),
        ("sc-4", "", "shared shared shared"),
        ("sc-7", "a", "shared shared shared"),
        ("sc-7", "b", "customer customer customer"),
        ("sc-7.5", "", "customer customer customer"),
        ("sc-12", "", "shared shared shared"),
        ("sc-28", "", "shared shared shared"),
        ("sc-39", "", "shared inherited shared"),
        ("si-10", "", "customer customer customer"),
        ("sr-10", "", "inherited inherited inherited"),
    ],
)
def test_parts_that_assessors_ask_about(control: str, letter: str, expected: str):
    assert [SP53.part(control, letter, system).value for system in SYSTEMS.values()] == expected.split()


# SP 800-171 and CMMC level 2


@ALL
def test_requirements_of_sp_800_171_fall_as_their_families_in_sp_800_53(system: str):
    assert SP171.unlike("3.10", system, R.INHERITED) == {"3.10.6"}
    assert SP171.unlike("3.7", system, R.INHERITED) == {"3.7.5"}
    for family in ("3.2", "3.4", "3.6", "3.9", "3.12"):
        assert SP171.unlike(family, system, R.SHARED) == set(), family
    for family in ("3.1", "3.5"):
        count = SP171.counts(family, system)
        assert count[R.CUSTOMER] / count.total() > 0.85
    assert SP171.control("3.14.1", system) is R.SHARED
    assert SP171.control("3.8.4", system) is R.CUSTOMER


# What the documentation shows


@pytest.mark.parametrize(("catalog", "title"), [(SP53, "SP 800-53"), (SP171, "SP 800-171")], ids=["53", "171"])
def test_the_table_in_the_documentation_is_what_is_derived(catalog: Judged, title: str):
    section = re.search(rf"^### Controls of {title} .*?(?=^#)", DOC.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert section, f"docs/responsibility.md has no table for {title}"
    rows = [[cell.strip() for cell in row.strip("|\n").split("|")] for row in re.findall(r"^\|.*\n", section[0], re.M)]
    assert rows[0][1:] == list(SYSTEMS)
    totals = {system: Counter[Responsibility]() for system in SYSTEMS}
    expected = []
    for family, name in catalog.families.items():
        counts = {system: catalog.counts(family, names) for system, names in SYSTEMS.items()}
        for system, count in counts.items():
            totals[system] += count
        expected.append([f"{family.upper()} {name}", *map(shown, counts.values())])
    assert rows[2:] == [*expected, ["all", *map(shown, totals.values())]]


def shown(count: Counter[Responsibility]) -> str:
    return " / ".join(str(count[r]) for r in (R.INHERITED, R.SHARED, R.CUSTOMER))
