"""How fresh evidence must be is said by piece, control, catalog or assessment: the nearest word holds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from srm_desktop.domain.assessment import Details
from srm_desktop.domain.freshness import AGELESS, WITHIN, Period, Rule
from srm_desktop.domain.problems import BadValue
from srm_desktop.domain.vocabulary import Acceptance, Freshness
from srm_desktop.services import assessments, attach, board, evidence, history, listing, page, walk
from srm_desktop.services.attach import Facts, Pasted
from srm_desktop.services.evidence import Edit
from srm_desktop.services.listing import Filter
from srm_desktop.services.overview import overview
from srm_desktop.services.versions import Renewal
from srm_desktop.services.walk import Marking

KEY = "published:XX-1"
"""A control whose catalog says nothing about the age of evidence."""


def attached(file, key: str, age: int, name: str = "a.txt", **facts: object) -> str:
    """A piece that was collected `age` days ago."""
    collected = file.clock().astimezone().date() - timedelta(days=age)
    return attach.attach(file, [key], [Pasted(name, name.encode())], Facts(collected, **facts)).new[0]


def fresh(file, key: str = KEY) -> Freshness | None:
    """How fresh the evidence of a control is, as its page, the list and the table of evidence all say."""
    shown = page.view(file, key)
    (linked,) = shown.links
    (row,) = evidence.listed(file)
    assert shown.row.freshness is linked.freshness is row.freshness
    assert {r.key: r for r in listing.rows(file)}[key].freshness is row.freshness
    return row.freshness


def test_the_assessment_says_how_old_evidence_may_be(published):
    attached(published, KEY, 100)
    assert fresh(published) is Freshness.FRESH
    assert page.view(published, KEY).fresh_by == "from the assessment"
    assessments.describe(published, Details("A", fresh=Rule(90)))
    assert fresh(published) is Freshness.STALE
    assessments.describe(published, Details("A", fresh=Rule(105)))
    assert fresh(published) is Freshness.DUE_SOON
    history.undo(published)
    assert fresh(published) is Freshness.STALE


def test_the_catalog_knows_better_than_the_assessment(assessment):
    key = next(row.key for row in listing.rows(assessment))
    given = page.view(assessment, key).given
    assert given.by == "the catalog" and given.rule.days is not None
    attached(assessment, key, given.rule.days + 1)
    assessments.describe(assessment, Details("A", fresh=AGELESS))
    assert fresh(assessment, key) is Freshness.STALE


def test_the_control_knows_better_than_its_catalog(assessment):
    key = next(row.key for row in listing.rows(assessment))
    given = page.view(assessment, key).given
    attached(assessment, key, given.rule.days + 1)
    walk.mark(assessment, [key], Marking(fresh=AGELESS))
    view = page.view(assessment, key)
    assert (view.fresh, view.given, view.fresh_by) == (AGELESS, given, "set here")
    assert fresh(assessment, key) is Freshness.FRESH
    history.undo(assessment)
    assert page.view(assessment, key).fresh == given.rule
    assert fresh(assessment, key) is Freshness.STALE
    history.redo(assessment)
    walk.mark(assessment, [key], Marking(fresh=""))
    assert page.view(assessment, key).fresh == given.rule


def test_the_piece_knows_best(published):
    uid = attached(published, KEY, 100)
    walk.mark(published, [KEY], Marking(fresh=Rule(30)))
    assert fresh(published) is Freshness.STALE
    evidence.edit(published, [uid], Edit(fresh=Rule(200)))
    assert fresh(published) is Freshness.FRESH
    evidence.edit(published, [uid], Edit(fresh=""))
    assert fresh(published) is Freshness.STALE
    history.undo(published)
    assert fresh(published) is Freshness.FRESH


def test_for_several_controls_the_strictest_rule_counts_where_all_are_asked(published):
    uid = attached(published, KEY, 100)
    evidence.link(published, ["published:XX-3"], [uid])
    walk.mark(published, ["published:XX-3"], Marking(fresh=Rule(30)))
    (row,) = evidence.listed(published)
    assert (row.freshness, set(row.rules)) == (Freshness.STALE, {Rule(365), Rule(30)})
    assert page.view(published, KEY).row.freshness is Freshness.FRESH
    assert page.view(published, "published:XX-3").row.freshness is Freshness.STALE


@pytest.mark.parametrize(
    ("covers", "found"),
    [
        (Period(date(2026, 1, 5), date(2026, 2, 28)), Freshness.FRESH),
        (Period(date(2025, 12, 5), date(2026, 2, 28)), Freshness.OUTSIDE),
        (Period(), Freshness.FRESH),
    ],
)
def test_within_the_audit_period_means_all_that_it_covers(published, covers, found):
    audit = Period(date(2026, 1, 1), date(2026, 3, 31))
    assessments.describe(published, Details("A", period=audit, fresh=WITHIN))
    attached(published, KEY, 10, covers=covers)
    assert fresh(published) is found


def test_within_the_period_there_is_no_age(published, clock):
    assessments.describe(published, Details("A", period=Period(date(2026, 1, 1)), fresh=WITHIN))
    attached(published, KEY, 10)
    clock.advance(days=900)
    assert fresh(published) is Freshness.FRESH
    assert overview(published).due == ()


def test_what_was_rejected_does_not_count(published):
    uid, other = attached(published, KEY, 900), attached(published, KEY, 1, "b.txt")
    row = page.view(published, KEY).row
    assert (row.evidence, row.freshness) == (2, Freshness.STALE)
    evidence.edit(published, [uid], Edit(acceptance=Acceptance.REJECTED))
    row = page.view(published, KEY).row
    assert (row.evidence, row.freshness) == (1, Freshness.FRESH)
    evidence.edit(published, [other], Edit(acceptance=Acceptance.REJECTED))
    row = page.view(published, KEY).row
    assert (row.evidence, row.freshness) == (0, None)
    assert KEY in [r.key for r in listing.narrow(published, Filter(mine=True, no_evidence=True))]
    assert len(page.view(published, KEY).links) == 2
    assert overview(published).due == ()
    assert history.names(published).undo == "Reject b.txt"
    history.undo(published)
    history.undo(published)
    assert page.view(published, KEY).row.evidence == 2


def test_an_older_version_does_not_count_beside_its_newer_one(published):
    uid = attached(published, KEY, 900)
    evidence.link(published, ["published:XX-3"], [uid])
    renews = Renewal(uid, frozenset({"published:XX-3"}))
    new = attach.attach(published, [], [Pasted("b.txt", b"b")], Facts(published.clock().date()), renews=renews).new
    assert page.view(published, KEY).row.freshness is Freshness.STALE
    assert page.view(published, "published:XX-3").row.freshness is Freshness.FRESH
    evidence.link(published, [KEY], new)
    row = page.view(published, KEY).row
    assert (row.evidence, row.freshness) == (1, Freshness.FRESH)


def test_the_count_of_each_state_leads_to_its_controls(published):
    assessments.describe(published, Details("A", period=Period(date(2026, 1, 1)), fresh=Rule(50)))
    for key, age in (("XX-1", 48), ("XX-2", 55), ("XX-3", 400)):
        attached(published, f"published:{key}", age, f"{key}.txt")
    blockers = {b.kind: b for b in overview(published).blockers}
    for state, key in ((Freshness.DUE_SOON, "XX-1"), (Freshness.STALE, "XX-2"), (Freshness.OUTSIDE, "XX-3")):
        found = listing.narrow(published, blockers[state].wanted)
        assert [row.id for row in found] == [key] and blockers[state].count == 1
    both = listing.narrow(published, Filter(stale=True))
    assert [row.id for row in both] == ["XX-2", "XX-3"]


def test_an_assessment_whose_evidence_does_not_age(published):
    assessments.describe(published, Details("A", fresh=AGELESS))
    attached(published, KEY, 5000)
    assert fresh(published) is Freshness.FRESH
    assert board.board(published).rule_of(KEY) == AGELESS
    with pytest.raises(BadValue):
        assessments.describe(published, Details("A", fresh=Rule(0)))
