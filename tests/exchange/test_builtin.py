"""The tables in `resources/` are held to what they promise: services, tiers, presets and the built-in catalog."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
from collections import Counter
from itertools import combinations, pairwise
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from srm_desktop.assets import resource
from srm_desktop.domain.catalog import FRAMEWORKS, Control
from srm_desktop.domain.ids import canonical, order
from srm_desktop.domain.responsibility import Service, combine, derive
from srm_desktop.domain.vocabulary import Owner, Responsibility
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
SERVICES = {service.id: service for service in builtin.services()}
TIERS = {tier.id for tier in builtin.tiers()}
LAYERS = [layer.id for layer in builtin.layers()]
R = Responsibility


def ids(controls: list[Control]) -> list[str]:
    return [control.id for control in controls]


def kinds(scope: list[Service]) -> dict[str, Responsibility]:
    return {c.id: combine(derive(p.layers, scope).value for p in c.parts) for c in CONTROLS}


def scope(*names: str) -> list[Service]:
    return [SERVICES[name] for name in names]


def part_kind(control: str, letter: str, *names: str) -> Responsibility:
    (part,) = [p for c in CONTROLS if c.id == control for p in c.parts if p.letter == letter]
    return derive(part.layers, scope(*names)).value


# Layers, tiers and services


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


def test_no_preset_turns_an_inherited_control_into_the_customers():
    inherited = [c.id for c in CONTROLS if c.kind is R.INHERITED]
    for preset in builtin.presets():
        found = kinds(scope(*preset.services))
        assert {i: found[i] for i in inherited} == dict.fromkeys(inherited, R.INHERITED), preset.id


# The catalog as a whole


def test_at_least_110_controls_in_the_three_kinds():
    assert len(CONTROLS) >= 110
    count = Counter(control.kind for control in CONTROLS)
    assert set(count) == {R.INHERITED, R.SHARED, R.CUSTOMER}
    assert min(count.values()) >= 10


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Physical and environmental protection", R.INHERITED),
        ("Patch management", R.SHARED),
        ("Configuration management", R.SHARED),
        ("Awareness and training", R.SHARED),
        ("Service and communications protection", R.CUSTOMER),
        ("Zone security", R.CUSTOMER),
        ("Designing for failure", R.SHARED),
    ],
)
def test_controls_that_the_model_names_are_there_with_their_kind(title: str, kind: Responsibility):
    assert [control.kind for control in CONTROLS if control.title == title] == [kind]


def test_ids_and_titles_are_unique_and_ids_run_in_numeric_order():
    assert len(set(ids(CONTROLS))) == len({c.title.casefold() for c in CONTROLS}) == len(CONTROLS)
    for group in builtin.catalog("aws-srm").groups:
        assert ids(list(group.controls)) == [f"SRM-{group.id}-{n:02}" for n in range(1, len(group.controls) + 1)]
        assert sorted(ids(list(group.controls)), key=order) == ids(list(group.controls))
        assert group.title and group.about.endswith(".")


def test_kind_agrees_with_the_derivation_for_a_system_of_all_tiers():
    found = kinds(scope("ec2", "rds", "s3", "lambda"))
    assert {c.id: found[c.id] for c in CONTROLS if found[c.id] is not c.kind} == {}


def test_topics_of_the_issue_have_a_group():
    groups = " ".join(group.title for group in builtin.catalog("aws-srm").groups).casefold()
    for topic in ("identity", "logging", "data protection", "encryption and keys", "incident", "vulnerability"):
        assert topic in groups
    for topic in ("supply chain", "people", "governance", "designing for failure", "zones", "configuration"):
        assert topic in groups


# Every control


@pytest.mark.parametrize("control", CONTROLS, ids=ids(CONTROLS))
def test_a_control_is_whole(control: Control):
    letters = [part.letter for part in control.parts]
    assert letters == list("abcdefgh"[: len(letters)]) and letters
    for part in control.parts:
        assert part.layers and set(part.layers) <= set(LAYERS) and len(set(part.layers)) == len(part.layers)
        assert part.text.endswith(".") and len(part.text.split()) >= 8
        assert [o for o in control.objectives if o.part == part.letter], f"part {part.letter} has no objective"
    for side in (control.aws, control.customer):
        assert side.text.endswith(".") and len(side.text.split()) >= 8, "no empty side"
        assert {tier for tier, _ in side.tiers} <= TIERS
        assert all(text.endswith(".") and len(text.split()) >= 5 for _, text in side.tiers)
    assert control.aws.text != control.customer.text
    assert control.aws.sources, "what is claimed of AWS names the document it rests on"
    assert control.fresh_days and 1 <= control.fresh_days <= 400


@pytest.mark.parametrize("control", CONTROLS, ids=ids(CONTROLS))
def test_objectives_say_what_is_determined_and_how(control: Control):
    names = [o.id for o in control.objectives]
    assert len(set(names)) == len(names)
    for objective in control.objectives:
        assert objective.id.startswith(f"{objective.part}-")
        assert objective.part in {part.letter for part in control.parts}
        assert objective.text.endswith(".") and len(objective.text.split()) >= 8
    if control.kind is not R.INHERITED:  # of a building that nobody may enter there are only documents
        assert len({o.method for o in control.objectives}) >= 2, "one method alone proves little"


@pytest.mark.parametrize("control", CONTROLS, ids=ids(CONTROLS))
def test_evidence_is_described_and_can_be_found(control: Control):
    assert len(control.hints) >= 2
    for hint in control.hints:
        assert hint.what.endswith(".") and len(hint.what.split()) >= 5
        assert hint.console
        assert re.match(r"aws [a-z0-9-]+ [a-z0-9-]+", hint.cli)


FILLER = re.compile(
    r"\b(as appropriate|best practices? (are|is) followed|industry[- ]standard|robust|leverag\w+|holistic|seamless\w*|"
    r"state[- ]of[- ]the[- ]art|world[- ]class|appropriate controls|ensure that appropriate|TODO|TBD|lorem)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("control", CONTROLS, ids=ids(CONTROLS))
def test_there_is_no_filler(control: Control):
    texts = [part.text for part in control.parts] + [o.text for o in control.objectives]
    texts += [
        control.aws.text,
        control.customer.text,
        *(text for _, text in control.aws.tiers + control.customer.tiers),
    ]
    assert [found.group() for text in texts if (found := FILLER.search(text))] == []


def shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+", text.lower())
    return set(zip(words, words[1:], words[2:], strict=False))


def alike(one: set[tuple[str, ...]], two: set[tuple[str, ...]]) -> float:
    return len(one & two) / min(len(one), len(two)) if one and two else 0.0


def test_no_two_controls_say_nearly_the_same():
    requirement = {c.id: shingles(" ".join(p.text for p in c.parts)) for c in CONTROLS}
    sides = {c.id: shingles(f"{c.aws.text} {c.customer.text}") for c in CONTROLS}
    near = [
        (a.id, b.id)
        for a, b in combinations(CONTROLS, 2)
        if alike(requirement[a.id], requirement[b.id]) > 0.15 or alike(sides[a.id], sides[b.id]) > 0.2
    ]
    assert near == []


def test_no_two_parts_say_nearly_the_same():
    parts = [(f"{c.id}({p.letter})", shingles(p.text)) for c in CONTROLS for p in c.parts]
    assert [(a, b) for (a, one), (b, two) in combinations(parts, 2) if alike(one, two) > 0.4] == []


def test_a_document_of_aws_is_named_in_one_way():
    def core(title: str) -> str:
        title = re.sub(r"\b(AWS|Amazon|GDPR|whitepaper)\b|[^A-Za-z0-9 ]", "", title)
        long = {"Identity and Access Management": "IAM", "Relational Database Service": "RDS"}
        long |= {"Simple Storage Service": "S3", "Elastic Container Registry": "ECR"}
        for name, short in long.items():
            title = title.replace(name, short)
        return " ".join(title.split()).casefold()

    titles = sorted({source for c in CONTROLS for source in c.aws.sources})
    named = Counter(core(title) for title in titles)
    assert [title for title in titles if named[core(title)] > 1] == []


# References


@pytest.mark.parametrize("control", CONTROLS, ids=ids(CONTROLS))
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


# What an assessor would expect of the derivation


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


# The files themselves


def yaml_files() -> list[Path]:
    return sorted(resource().rglob("*.yaml"))


class _Strict(yaml.SafeLoader):
    """YAML that refuses a key given twice, which plain YAML would pass over without a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        keys = [self.construct_object(key, deep=deep) for key, _ in node.value]
        assert len(set(keys)) == len(keys), f"{node.start_mark}: a key twice"
        return super().construct_mapping(node, deep=deep)


@pytest.mark.parametrize("path", yaml_files(), ids=lambda path: path.name)
def test_tables_hold_no_key_twice_and_no_invisible_characters(path: Path):
    text = path.read_text("utf-8")
    yaml.load(text, Loader=_Strict)
    assert not re.search("[\u00a0\u200b-\u200f\u2028\u2029\u202a-\u202e\ufeff\t]", text)
    assert all(line == line.rstrip() for line in text.split("\n"))


def test_every_file_of_the_catalog_is_in_its_table_of_contents():
    folder = resource("catalogs", "aws-srm")
    head = yaml.safe_load((folder / "catalog.yaml").read_text("utf-8"))
    assert sorted(head["groups"]) == sorted(path.name for path in folder.glob("*.yaml") if path.name != "catalog.yaml")
    assert head["source"] == "https://aws.amazon.com/compliance/shared-responsibility-model/"


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the tables that the test may spoil."""
    folder = tmp_path / "resources"
    shutil.copytree(resource(), folder)
    monkeypatch.setattr(builtin, "resource", lambda *parts: folder.joinpath(*parts))
    cached = (builtin.layers, builtin.tiers, builtin.services, builtin.presets, builtin.catalog)
    for function in cached:
        monkeypatch.setattr(builtin, function.__name__, function.__wrapped__)
    return folder


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "read", "sentence"),
    [
        ("layers.yaml", "id: facilities", "ident: facilities", "layers", r"^layers\.yaml: the list of layers"),
        ("tiers.yaml", "hardware: aws", "hardware: azure", "tiers", r"^tiers\.yaml: the tier 'infrastructure'.*azure"),
        ("tiers.yaml", "hardware: aws", "hardwear: aws", "tiers", r"^tiers\.yaml: the tier .*no layer 'hardwear'"),
        (
            "services.yaml",
            "tier: infrastructure",
            "tier: cloudy",
            "services",
            r"the service 'ec2'.*'cloudy' is missing",
        ),
        ("services.yaml", "guest-os: {owner: shared", "guest: {owner: shared", "services", r"no layer 'guest'"),
        ("services.yaml", "services:", "services: [", "services", r"^services\.yaml is not valid YAML"),
        ("presets.yaml", "about:", "aboot:", "presets", r"^presets\.yaml: .*'about' is missing"),
        ("catalogs/aws-srm/people.yaml", "kind: shared", "kind: both", "catalog", r"^people\.yaml.*'SRM-PPL-01'.*both"),
        ("catalogs/aws-srm/people.yaml", "[people]", "[folk]", "catalog", r"'SRM-PPL-01'.*no layer 'folk'"),
        ("catalogs/aws-srm/people.yaml", "fresh_days:", "fresh:", "catalog", r"'SRM-PPL-01'.*'fresh_days' is missing"),
        ("catalogs/aws-srm/people.yaml", "method: test", "method: guess", "catalog", r"'SRM-PPL-01'.*guess"),
        ("catalogs/aws-srm/catalog.yaml", "version:", "edition:", "catalog", r"^catalog\.yaml: .*'version' is missing"),
    ],
)
def test_a_slip_in_a_table_is_a_sentence_that_names_the_place(
    tables: Path, file: str, old: str, new: str, read: str, sentence: str
):
    spoil(tables / file, old, new)
    with pytest.raises(builtin.BadResource, match=sentence):
        getattr(builtin, read)(*(["aws-srm"] if read == "catalog" else []))


def test_an_unknown_catalog_is_refused_by_name():
    with pytest.raises(builtin.BadResource, match=r"no built-in catalog 'iso'; there is: aws-srm\."):
        builtin.catalog("iso")


def test_a_catalog_is_read_once():
    assert builtin.catalog("aws-srm") is builtin.catalog("aws-srm")


def test_objectives_are_given_part_by_part():
    for control in CONTROLS:
        parts = [objective.part for objective in control.objectives]
        assert all(one <= two for one, two in pairwise(parts)), control.id
