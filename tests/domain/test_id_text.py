"""Ids as they are shown: restyled where a style is known for them, left alone everywhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm_desktop import settings
from srm_desktop.domain.control_ids import Style, parse
from srm_desktop.domain.id_text import AS_PUBLISHED, as_published, in_step, in_style, told_apart

STYLES = ("nist", "nist-padded", "nist-spaced", "oscal", "fedramp", "cmmc")


def test_the_preferences_offer_every_style_by_its_word():
    assert tuple(Style) == settings.ID_STYLES
    assert settings.ID_STYLES[0] == AS_PUBLISHED


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("nist-800-53:AC-2(3)", ["AC-2(3)", "AC-02(03)", "AC-2 (3)", "ac-2.3", "AC-2(3)", "AC-2(3)"]),
        ("nist-moderate:AC-2", ["AC-2", "AC-02", "AC-2", "ac-2", "AC-2", "AC-2"]),
        ("our-own:AC-2(3)", ["AC-2(3)", "AC-02(03)", "AC-2 (3)", "ac-2.3", "AC-2(3)", "AC-2(3)"]),
        ("nist-moderate:ac-2.3", ["ac-2.3", "AC-02(03)", "AC-2 (3)", "ac-2.3", "ac-2.3", "ac-2.3"]),
        ("nist-800-171:3.1.1", ["3.1.1", "03.01.01", "3.1.1", "3.1.1", "3.1.1", "AC.L2-3.1.1"]),
        ("nist-800-171:03.01.01", [*["03.01.01"] * 3, "SP_800_171_03.01.01", *["03.01.01"] * 2]),
    ],
)
def test_an_id_in_every_style(key: str, shown: list[str]):
    assert [in_style(style)(key) for style in STYLES] == shown


@pytest.mark.parametrize(
    "key",
    [
        "aws-srm:SRM-IAM-01", "iso-27001-2022:A.5.1", "soc-2:CC6.1", "pci-dss-4.0.1:8.3.6", "nist-csf-2.0:PR.AA-01",
        "our-own:3.1.1", "our-own:Policy 7", "our-own:Access (AC-2)", "cmmc-2:AC.L1-3.1.1",
        "nist-moderate:AC-2 Accounts",
    ],
)  # fmt: skip
@pytest.mark.parametrize("style", STYLES)
def test_what_no_style_is_known_for_stays_as_it_is(key: str, style: str):
    assert in_style(style)(key) == key.partition(":")[2]
    assert in_style(style)(key, "b") == key.partition(":")[2] + "(b)"


def test_parts_are_written_as_the_style_writes_them():
    parts = [("AC-2", "d.1"), ("AC-10", "a"), ("AC-2(3)", "a"), ("AC-1", "Requirement 2")]

    def shown(style: str) -> list[str]:
        return [in_style(style)(f"nist-high:{own}", part) for own, part in parts]

    assert shown("nist") == ["AC-2(d.1)", "AC-10(a)", "AC-2(3)(a)", "AC-1(Requirement 2)"]
    assert shown("nist-padded") == ["AC-02d.01", "AC-10a.", "AC-02(03)(a)", "AC-01(Requirement 2)"]
    assert shown("oscal") == ["ac-2_smt.d.1", "ac-10_smt.a", "ac-2.3_smt.a", "ac-1(Requirement 2)"]


@given(st.text(), st.text(), st.sampled_from(STYLES))
def test_any_id_at_all_is_shown(key: str, part: str, style: str):
    assert isinstance(in_style(style)(key, part), str)


@given(st.sampled_from(["AC", "SC"]), st.integers(1, 50), st.none() | st.integers(1, 50), st.sampled_from(STYLES))
def test_what_is_shown_means_the_same(family: str, number: int, enhancement: int | None, style: str):
    own = f"{family}-{number}" + (f"({enhancement})" if enhancement else "")
    shown = in_style(style)(f"nist-high:{own}")
    assert shown == own or parse(shown, "nist-800-53-r5") == parse(own) or style == "oscal"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Mark AC-2(3) implemented", "Mark ac-2.3 implemented"),
        ("Mark AC-2(a) planned, implemented", "Mark ac-2_smt.a planned, implemented"),
        ("Undo Overrule responsibility of AC-2: shared", "Undo Overrule responsibility of ac-2: shared"),
        ("Attach AC-2 to do.pdf to AC-2, AC-2(3) and 3 more", "Attach AC-2 to do.pdf to ac-2, ac-2.3 and 3 more"),
        ("Redo Detach AC-2 from AC-2.pdf from AC-2(3)", "Redo Detach AC-2 from AC-2.pdf from ac-2.3"),
        ("Link AC-2 list.txt to AC-2(3)", "Link AC-2 list.txt to ac-2.3"),
        (
            "Link AC-2 to do from nist-high:AC-2, SRM-1 to AC-2(3)",
            "Link AC-2 to do from nist-high:ac-2, SRM-1 to ac-2.3",
        ),
        (
            "Undo Link 2 pieces from AC-2, SRM-1 and 3 more to SRM-2",
            "Undo Link 2 pieces from ac-2, SRM-1 and 3 more to SRM-2",
        ),
        ("Mark AC-2 objective AC-02a.[01] satisfied", "Mark ac-2 objective ac-2_obj.a-1 satisfied"),
        ("Mark AC-7 objective AC-07a.[01] satisfied", "Mark AC-7 objective AC-07a.[01] satisfied"),
        ("Mark 3 controls implemented", "Mark 3 controls implemented"),
        ("Edit statement of AC-2(b.1)", "Edit statement of ac-2_smt.b.1"),
        ("Edit AC-2 list.txt", "Edit AC-2 list.txt"),
        ("Undo Remove AC-2 list.txt", "Undo Remove AC-2 list.txt"),
        ("Attach AC-2 list.txt", "Attach AC-2 list.txt"),
        ("Start AC-2", "Start AC-2"),
        ("", ""),
    ],
)
def test_ids_in_the_name_of_a_step(name: str, told: str):
    keys = {own: f"nist-high:{own}" for own in ("AC-2", "AC-2(3)")}
    assert in_step(name, keys, in_style("oscal")) == told
    assert in_step(name, keys, as_published) == name


def test_controls_that_look_the_same_are_named_with_their_catalog():
    keys = ("nist-800-171:3.1.1", "cmmc-2:AC.L2-3.1.1", "aws-srm:SRM-IAM-01")
    assert list(told_apart(keys, as_published).values()) == ["3.1.1", "AC.L2-3.1.1", "SRM-IAM-01"]
    alike = ["nist-800-171:AC.L2-3.1.1", "cmmc-2:AC.L2-3.1.1", "SRM-IAM-01"]
    assert list(told_apart(keys, in_style("cmmc")).values()) == alike
