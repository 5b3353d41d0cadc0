"""What an assessor would expect of the derivation from the built-in catalog and services."""

from __future__ import annotations

from srm_desktop.domain.responsibility import Service, combine, derive
from srm_desktop.domain.vocabulary import Responsibility
from srm_desktop.exchange import builtin

CONTROLS = list(builtin.catalog("aws-srm").controls())
SERVICES = {service.id: service for service in builtin.services()}
R = Responsibility


def kinds(scope: list[Service]) -> dict[str, Responsibility]:
    return {c.id: combine(derive(p.layers, scope).value for p in c.parts) for c in CONTROLS}


def scope(*names: str) -> list[Service]:
    return [SERVICES[name] for name in names]


def part_kind(control: str, letter: str, *names: str) -> Responsibility:
    (part,) = [p for c in CONTROLS if c.id == control for p in c.parts if p.letter == letter]
    return derive(part.layers, scope(*names)).value


def test_patching_on_the_three_tiers():
    assert part_kind("SRM-VUL-01", "a", "ec2") is R.CUSTOMER
    assert part_kind("SRM-VUL-01", "a", "rds") is R.SHARED
    assert part_kind("SRM-VUL-01", "b", "rds") is R.SHARED
    for service in ("lambda", "dynamodb", "s3"):
        assert part_kind("SRM-VUL-01", "a", service) is R.INHERITED
        assert part_kind("SRM-VUL-01", "b", service) is R.INHERITED
        assert part_kind("SRM-VUL-01", "c", service) is R.CUSTOMER
    assert part_kind("SRM-VUL-01", "d", "ec2", "rds", "s3") is R.INHERITED


def test_what_holds_settings_only_does_not_share_the_patching_of_instances():
    assert part_kind("SRM-VUL-01", "a", "ec2", "autoscaling", "iam", "vpc", "ebs", "budgets") is R.CUSTOMER


def test_containers():
    assert part_kind("SRM-VUL-01", "a", "ecs") is R.CUSTOMER
    assert part_kind("SRM-VUL-01", "a", "eks") is R.SHARED
    assert part_kind("SRM-VUL-01", "a", "fargate") is R.INHERITED
    assert part_kind("SRM-VUL-01", "c", "fargate") is R.CUSTOMER, "the image is the customer's"


def test_a_private_line_does_not_take_the_fabric_from_aws_and_a_rack_takes_the_building():
    assert kinds(scope("ec2", "directconnect", "vpn"))["SRM-INF-03"] is R.INHERITED
    assert part_kind("SRM-PHY-01", "a", "ec2", "s3") is R.INHERITED
    assert part_kind("SRM-PHY-01", "a", "ec2", "outposts") is R.SHARED
    assert part_kind("SRM-PHY-01", "a", "outposts") is R.CUSTOMER


def test_the_two_systems_of_the_issue_differ_only_where_a_machine_or_engine_is_meant():
    machines, functions = scope("ec2", "rds", "s3"), scope("lambda", "dynamodb", "s3")
    for control in CONTROLS:
        for part in control.parts:
            one, two = derive(part.layers, machines).value, derive(part.layers, functions).value
            if one is not two:
                assert set(part.layers) <= {"guest-os", "platform"}, (control.id, part.letter)
                assert (one, two) == (R.SHARED, R.INHERITED), (control.id, part.letter)
    differ = [c.id for c in CONTROLS if kinds(machines)[c.id] is not kinds(functions)[c.id]]
    assert differ == ["SRM-IAM-14"], "there is no log-in of one's own on a machine or engine any more"


def test_kind_agrees_with_the_derivation_for_a_system_of_all_tiers():
    found = kinds(scope("ec2", "rds", "s3", "lambda"))
    assert {c.id: found[c.id] for c in CONTROLS if found[c.id] is not c.kind} == {}


def test_no_preset_turns_an_inherited_control_into_the_customers():
    inherited = [c.id for c in CONTROLS if c.kind is R.INHERITED]
    for preset in builtin.presets():
        found = kinds(scope(*preset.services))
        assert {i: found[i] for i in inherited} == dict.fromkeys(inherited, R.INHERITED), preset.id
