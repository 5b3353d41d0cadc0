"""The tables of layers, tiers, services and presets in `resources/` are held to what they promise."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from srm_desktop.domain.vocabulary import Owner
from srm_desktop.exchange import builtin

SERVICES = {service.id: service for service in builtin.services()}
TIERS = {tier.id for tier in builtin.tiers()}
LAYERS = [layer.id for layer in builtin.layers()]


def test_layers_are_those_of_the_model_from_the_ground_up():
    expected = [
        *("facilities", "hardware", "virtualization", "network-fabric", "guest-os", "platform"),
        *("service-configuration", "network-configuration", "application", "identity", "data", "people"),
    ]
    assert expected == LAYERS
    assert all(layer.title and layer.about.endswith(".") for layer in builtin.layers())


def test_every_tier_names_an_owner_of_every_layer():
    assert [tier.id for tier in builtin.tiers()] == ["infrastructure", "managed", "abstracted"]
    for tier in builtin.tiers():
        assert [layer for layer, _ in tier.owners] == LAYERS
        assert tier.title and tier.about.endswith(".")


def test_at_least_two_hundred_services_each_tiered_with_a_reason():
    assert len(SERVICES) == len(builtin.services()) >= 200
    for service in SERVICES.values():
        assert service.tier in TIERS, service.id
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", service.id), service.id
        assert re.search(r"[.)]$", service.why) and len(service.why.split()) >= 5, service.id
        assert service.category and service.name, service.id
        assert [entry.layer for entry in service.layers] == LAYERS, service.id


def test_services_bear_their_proper_names():
    other = {"EC2 Image Builder", "Elastic Load Balancing", "Oracle Database@AWS", "Kiro", "Service Quotas"}
    other |= {"Red Hat OpenShift Service on AWS"}
    odd = [s.name for s in SERVICES.values() if not s.name.startswith(("Amazon ", "AWS ")) and s.name not in other]
    odd = [name for name in odd if name != "Application Auto Scaling"]
    assert odd == []


def test_no_short_name_leads_to_two_services():
    count = Counter(name for s in SERVICES.values() for name in {n.casefold() for n in (s.id, s.name, *s.aliases)})
    assert [name for name, times in count.items() if times > 1] == []


def test_where_a_service_differs_from_its_tier_it_says_why_and_really_differs():
    by_id = {tier.id: dict(tier.owners) for tier in builtin.tiers()}
    for service in SERVICES.values():
        for entry in service.layers:
            if entry.differs:
                assert entry.owner is not by_id[service.tier][entry.layer], (service.id, entry.layer)
                assert entry.why.endswith(".") and len(entry.why.split()) >= 4, (service.id, entry.layer)


@pytest.mark.parametrize(
    ("tier", "names"),
    [
        ("infrastructure", "ec2 ebs vpc"),
        ("managed", "rds elasticache opensearch emr beanstalk"),
        ("abstracted", "s3 dynamodb sqs lambda sns kms"),
    ],
)
def test_the_services_that_the_design_names_are_in_their_tier(tier: str, names: str):
    assert {SERVICES[name].tier for name in names.split()} == {tier}


def test_only_equipment_on_the_customers_premises_takes_the_building_from_aws():
    found = {s.id for s in SERVICES.values() if s.owner("facilities").owner is not Owner.AWS}
    assert found == {
        *("outposts", "outposts-servers", "s3-outposts", "rds-outposts", "dedicated-local-zones", "snowball"),
        *("ecs-anywhere", "eks-anywhere", "eks-hybrid", "storagegateway", "workspaces-thin-client", "greengrass"),
    }


def test_presets_name_services_that_exist():
    presets = builtin.presets()
    assert {"three-tier", "serverless"} <= {preset.id for preset in presets}
    for preset in presets:
        assert set(preset.services) <= SERVICES.keys(), preset.id
        assert len(set(preset.services)) == len(preset.services) >= 5, preset.id
        assert preset.title and preset.about.endswith("."), preset.id
