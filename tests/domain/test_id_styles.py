"""Every style that is printed reads back, and ids are ordered by number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm_desktop.domain.control_ids import TITLES, ControlId, Style, parse, parse_all, show
from srm_desktop.domain.control_ids.frameworks import (
    ANNEX_A,
    CATEGORIES,
    CLAUSES,
    CMMC_1_DOMAINS,
    CRITERIA,
    DOMAINS,
    FAMILIES,
    PCI_SECTIONS,
    SAFEGUARDS,
    SRM_GROUPS,
)

letters = st.sampled_from("abcdefghijklmnopqrstuvwxyz")
numbers = st.integers(1, 40)
none = st.just(())
no_number = st.none()


def statement(depth: int) -> st.SearchStrategy[tuple[str, ...]]:
    steps = [letters, numbers.map(str), letters][:depth]
    return st.integers(0, depth).flatmap(lambda n: st.tuples(*steps[:n]))


determined = none | st.tuples(numbers.map("[{}]".format))
rev_4 = none | st.tuples(numbers.map("[{}]".format), letters.map("[{}]".format))
lettered = none | st.tuples(letters.map("[{}]".format))


def joined(*parts: st.SearchStrategy[tuple[str, ...]]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.tuples(*parts).map(lambda found: tuple(step for part in found for step in part))


def counted(framework: str, counts: dict[str, int], part: st.SearchStrategy[tuple[str, ...]] = none):
    families = [(family, n) for family, count in counts.items() for n in range(1, count + 1)]
    return st.builds(lambda family, part: ControlId(framework, *family, None, part), st.sampled_from(families), part)


def free(framework: str, families: list[str], enhancement=no_number, part=none, most: int = 99):
    return st.builds(ControlId, st.just(framework), st.sampled_from(families), st.integers(1, most), enhancement, part)


CLAUSE_COUNTS = {str(c): len(below) for c, below in CLAUSES.items()} | {
    f"{c}.{n}": count for c, below in CLAUSES.items() for n, count in below.items() if count
}
PCI_FAMILIES = [f"{chapter}.{n}" for chapter, count in PCI_SECTIONS.items() for n in range(1, count + 1)]
ids = st.one_of(
    *(
        free(f, sorted(families), st.none() | numbers, joined(statement(3), determined | rev_4))
        for f, families in FAMILIES.items()
    ),
    free("nist-800-171-r2", [f"3.{n}" for n in range(1, 15)], part=lettered),
    free("nist-800-171-r3", [f"03.{n:02}" for n in range(1, 18)], part=joined(statement(2), determined)),
    free("cmmc-2", list(DOMAINS), part=lettered),
    free("cmmc-1", [f"{d}.{level}" for d in sorted(CMMC_1_DOMAINS) for level in range(1, 6)], most=999),
    free("nist-csf-2.0", [f"{f}.{c}" for f, all_of in CATEGORIES.items() for c in sorted(all_of)]),
    counted("iso-27001-2022", {f"A.{section}": count for section, count in ANNEX_A.items()}),
    counted("iso-27001-2022", CLAUSE_COUNTS, statement(2)),
    counted("soc-2", CRITERIA),
    free("pci-dss-4.0.1", PCI_FAMILIES, st.none() | st.integers(1, 9), none | st.tuples(letters)),
    counted("pci-dss-4.0.1", PCI_SECTIONS),
    counted("cis-v8", {str(c): count for c, count in enumerate(SAFEGUARDS, 1)}),
    free(
        "aws-srm", [f"SRM-{group}" for group in sorted(SRM_GROUPS)], part=joined(none | st.tuples(letters), determined)
    ),
)


@given(ids, st.sampled_from(Style))
def test_every_style_is_read_back(one: ControlId, style: Style):
    assert parse(show(one, style), one.framework) == one


@given(
    ids, st.sampled_from(Style), st.sampled_from([" Account management", ": as agreed", " | title", ".", " ", "\u00a0"])
)
def test_with_a_title_behind_too(one: ControlId, style: Style, behind: str):
    assert parse(show(one, style) + behind, one.framework) == one


@given(
    st.lists(ids, min_size=1, max_size=5, unique=True),
    st.sampled_from(Style),
    st.sampled_from([", ", "; ", "\n", " | "]),
)
def test_lists_are_read_back(some: list[ControlId], style: Style, between: str):
    for framework in TITLES:
        of_it = [one for one in some if one.framework == framework]
        found = parse_all(between.join(show(one, style) for one in of_it), framework)
        assert (list(found.ids), found.unread, found.ambiguous) == (of_it, (), ())


@given(ids, st.sampled_from(Style))
def test_without_a_framework_nothing_else_is_read(one: ControlId, style: Style):
    found = parse_all(show(one, style))
    shared = one.framework == "nist-800-53-r4" or (one.framework == "nist-800-171-r2" and style is Style.CMMC)
    if found.ids and not shared:
        assert found.ids == (one,)


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (Style.NIST, ["AC-2", "AC-2(3)(a)", "AC-1(a)(1)(a)[1]"]),
        (Style.PADDED, ["AC-02", "AC-02(03)(a)", "AC-01a.01(a)[01]"]),
        (Style.SPACED, ["AC-2", "AC-2 (3)(a)", "AC-1(a)(1)(a)[1]"]),
        (Style.OSCAL, ["ac-2", "ac-2.3_smt.a", "ac-1_obj.a.1.a-1"]),
        (Style.FEDRAMP, ["AC-2", "AC-2(3)(a)", "AC-01a.01(a)[01]"]),
        (Style.CMMC, ["AC-2", "AC-2(3)(a)", "AC-1(a)(1)(a)[1]"]),
    ],
)
def test_styles_of_800_53(style: Style, expected: list[str]):
    given_ids = [("AC", 2, None, ()), ("AC", 2, 3, ("a",)), ("AC", 1, None, ("a", "1", "a", "[1]"))]
    assert [show(ControlId("nist-800-53-r5", *one), style) for one in given_ids] == expected


def test_styles_of_800_171():
    r2, r3 = ControlId("nist-800-171-r2", "3.1", 1, None, ("[a]",)), ControlId("nist-800-171-r3", "03.01", 1)
    assert [show(r2), show(r2, Style.PADDED), show(r2, Style.CMMC)] == ["3.1.1[a]", "03.01.01[a]", "AC.L2-3.1.1[a]"]
    assert [show(r3), show(r3, Style.OSCAL)] == ["03.01.01", "SP_800_171_03.01.01"]
    assert show(r3._replace(part=("a", "[1]"))) == "A.03.01.01.a[01]"
    assert show(r3._replace(part=("a", "1")), Style.OSCAL) == "SR-03.01.01.a.01"


def test_order_is_numeric():
    spelled = [
        "AC-2",
        "AC-2(a)",
        "AC-2(a)[2]",
        "AC-2(a)[10]",
        "AC-2(a)(1)",
        "AC-2(b)",
        "AC-2(9)",
        "AC-2(10)",
        "AC-9",
        "AC-10",
        "AU-1",
    ]
    of_pci = ["1.2.8", "1.2.10", "8.3", "8.3.6", "8.3.10", "8.3.10.1", "8.4", "12.1", "A1.2.3"]
    for framework, texts in [("nist-800-53-r5", spelled), ("pci-dss-4.0.1", of_pci)]:
        read = [parse(text, framework) for text in texts]
        read.reverse()
        assert [show(one) for one in sorted(read, key=lambda one: one.order)] == texts


@given(ids, ids)
def test_order_agrees_with_equality(one: ControlId, other: ControlId):
    assert (one.order == other.order) == (one == other)


def test_within():
    control, enhancement, part = (parse(t, "nist-800-53-r5") for t in ("AC-2", "AC-2(3)", "AC-2(3)(a)"))
    assert part.within(enhancement) and part.within(control) and enhancement.within(control)
    assert not control.within(enhancement) and not parse("AC-20").within(control)
    assert not enhancement.within(parse("AC-2(a)"))
    assert part.control == enhancement
