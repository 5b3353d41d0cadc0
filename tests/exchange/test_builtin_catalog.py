"""The built-in catalog is held to what it promises, control by control."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations, pairwise

import pytest

from srm_desktop.domain.catalog import Control
from srm_desktop.domain.ids import order
from srm_desktop.domain.vocabulary import Responsibility
from srm_desktop.exchange import builtin

CONTROLS = list(builtin.catalog("aws-srm").controls())
TIERS = {tier.id for tier in builtin.tiers()}
LAYERS = [layer.id for layer in builtin.layers()]
R = Responsibility


def ids(controls: list[Control]) -> list[str]:
    return [control.id for control in controls]


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


def test_objectives_are_given_part_by_part():
    for control in CONTROLS:
        parts = [objective.part for objective in control.objectives]
        assert all(one <= two for one, two in pairwise(parts)), control.id
