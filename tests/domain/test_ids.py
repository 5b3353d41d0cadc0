"""Control ids: one control whatever the spelling, ordered by number, found or called ambiguous."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm_desktop.domain.control_ids import parse
from srm_desktop.domain.ids import Place, canonical, control_key, control_of, find, id_of, meant_by, order, places

families = st.sampled_from(["AC", "AU", "PE", "SC", "SRM-IAM"])
numbers = st.integers(min_value=1, max_value=40)
dashes = st.sampled_from("-_.  \u2010\u2011\u2012\u2013\u2014\u2212\u00ad\ufe63\uff0d")


@given(families, numbers, st.none() | numbers, st.data())
def test_every_usual_spelling_gives_the_same_value(family: str, number: int, enhancement: int | None, data):
    dash = data.draw(dashes)
    spelled = family.replace("-", dash) + dash + str(number).zfill(data.draw(st.integers(1, 3)))
    if enhancement is not None:
        inner = str(enhancement).zfill(data.draw(st.integers(1, 3)))
        spelled += data.draw(st.sampled_from(["({})", " ({})", ".{}", "-{}", "_{}", " ( {} )"])).format(inner)
    spelled = data.draw(st.sampled_from([spelled, spelled.lower(), f" {spelled} "]))
    expected = (*family.lower().split("-"), number, *([] if enhancement is None else [enhancement]))
    assert canonical(spelled) == expected


@pytest.mark.parametrize(
    "spelled", ["AC-2(3)", "ac-2.3", "AC-02 (03)", "ac_2_3", "AC\u20112(3)", "AC\u22122 (3)", "ac2(3)"]
)
def test_spellings_named_in_the_design(spelled: str):
    assert canonical(spelled) == ("ac", 2, 3)


@given(st.text())
def test_any_text_at_all_is_read_without_an_error(text: str):
    assert isinstance(canonical(text), tuple)
    order(text)
    find(text, ["nist:AC-2", "aws-srm:SRM-IAM-01"])


def test_a_number_of_thousands_of_digits_is_only_an_unknown_id():
    assert find("AC-" + "9" * 5000, ["nist:AC-9"]) == []


@given(st.lists(st.tuples(families, numbers, st.none() | numbers), max_size=20))
def test_ids_are_ordered_by_number(controls: list[tuple[str, int, int | None]]):
    spelled = [f"{f}-{n}" + ("" if e is None else f"({e})") for f, n, e in controls]
    by_value = sorted(controls, key=lambda c: (c[0], c[1], -1 if c[2] is None else c[2]))
    assert sorted(spelled, key=order) == [f"{f}-{n}" + ("" if e is None else f"({e})") for f, n, e in by_value]


def test_nine_comes_before_ten():
    assert sorted(["AC-10(2)", "AC-10", "AC-9", "AC-2(10)", "AC-2(9)"], key=order) == [
        "AC-2(9)",
        "AC-2(10)",
        "AC-9",
        "AC-10",
        "AC-10(2)",
    ]


KEYS = ["aws-srm:SRM-IAM-01", "aws-srm:SRM-KEY-01", "nist:AC-2", "nist:AC-2(1)", "fedramp:AC-2", "pci:8.1.1"]


@given(st.sampled_from(KEYS))
def test_a_full_key_finds_itself_and_nothing_else(key: str):
    assert find(key, KEYS) == [key]
    assert find(key.upper(), KEYS) == [key]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("iam-1", ["aws-srm:SRM-IAM-01"]),
        ("SRM-IAM-1", ["aws-srm:SRM-IAM-01"]),
        ("aws-srm:iam-1", ["aws-srm:SRM-IAM-01"]),
        ("AWS-SRM : IAM-1", ["aws-srm:SRM-IAM-01"]),
        ("nist:iam-1", []),
        ("ac-02 (01)", ["nist:AC-2(1)"]),
        ("AC-2", ["nist:AC-2", "fedramp:AC-2"]),
        ("fedramp:AC-2", ["fedramp:AC-2"]),
        ("1.1", []),  # the id without its first *word*; 8.1.1 has none to lack
        ("8.1.1", ["pci:8.1.1"]),
        ("", []),
        ("---", []),
        ("nist:", []),
        ("NIST.800-53.r5 AC-2(1)", ["nist:AC-2(1)"]),
        ("ac-2.1", ["nist:AC-2(1)"]),
        ("AC-2.1", ["nist:AC-2(1)"]),  # control ids are asked for, not assessment procedures
        ("AC\u00a0\u2011 02 (01): Automated management", ["nist:AC-2(1)"]),
        ("AC-2 | Account management", ["nist:AC-2", "fedramp:AC-2"]),
        ("fedramp:AC-2 Account management", ["fedramp:AC-2"]),
        ("SRM-IAM-01 Root user", ["aws-srm:SRM-IAM-01"]),
        ("IAM-1 Root user", ["aws-srm:SRM-IAM-01"]),
        ("SRM-IAM-01(a)", []),  # a part is no control
        ("AC-2, AC-2(1)", []),
        ("PCI DSS 8.1.1", ["pci:8.1.1"]),
    ],
)
def test_find(text: str, found: list[str]):
    assert find(text, KEYS) == found


@given(st.text(), st.permutations(KEYS))
def test_found_keys_are_among_the_keys_in_their_order(text: str, keys: list[str]):
    found = find(text, keys)
    assert found == [key for key in keys if key in found]


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz-"), st.text())
def test_key_and_id_go_together(catalog: str, control: str):
    assert id_of(control_key(catalog, control)) == control


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SRM-IAM-01(a)", [Place("aws-srm:SRM-IAM-01", ("a",))]),
        ("iam-1 a", [Place("aws-srm:SRM-IAM-01", ("a",))]),
        ("aws-srm:iam-1(b)", [Place("aws-srm:SRM-IAM-01", ("b",))]),
        ("AC-2(1)(a)", [Place("nist:AC-2(1)", ("a",))]),
        ("fedramp:ac-2_smt.a.1", [Place("fedramp:AC-2", ("a", "1"))]),
        ("AC-2(7)(a)", []),
        ("AC-2", [Place("nist:AC-2"), Place("fedramp:AC-2")]),
    ],
)
def test_places(text: str, found: list[Place]):
    assert places(text, KEYS) == found


def test_what_a_key_means():
    assert control_of("nist:AC-2(1)") == control_of("nist-high:ac-2.1") == parse("AC-2(1)")
    assert control_of("pci:8.1.1") == parse("PCI DSS 8.1.1")
    assert control_of("our-own:8.1.1") is None, "digits alone say no framework"
    assert find("PCI DSS 8.1.1", ["our-own:8.1.1"]) == []
    assert control_of("our-own:X-1") is None
    assert meant_by("IAM-1 and IAM-2", "aws-srm") == (parse("SRM-IAM-01"), parse("SRM-IAM-02"))
    assert meant_by("IAM-1", "nist-high") == ()
