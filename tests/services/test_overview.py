"""Every figure of the overview equals the rows behind it."""

from datetime import timedelta

import pytest

from srm_desktop.domain.assessment import Details
from srm_desktop.domain.freshness import Period
from srm_desktop.domain.vocabulary import Freshness, Responsibility, Result, Review, Status
from srm_desktop.services import assessments, attach, board, listing, walk
from srm_desktop.services.attach import Facts, Pasted
from srm_desktop.services.overview import overview
from srm_desktop.services.walk import Marking


@pytest.fixture
def worked_on(assessment, clock):
    """Marks of every kind, and evidence of several ages."""
    keys = [row.key for row in listing.rows(assessment) if row.mine]
    every = list(Status)
    for n, key in enumerate(keys[:32]):
        results = list(Result)
        walk.mark(assessment, [key], Marking(status=(every[n % 6],), result=results[n % 4]))
    walk.mark(assessment, keys[5:8], Marking(status=(Status.PARTIAL, Status.PLANNED)))
    walk.mark(assessment, keys[10:13], Marking(flag=True))
    walk.mark(assessment, keys[20:22], Marking(review=Review.READY))
    walk.mark(assessment, keys[30:31], Marking(responsibility=Responsibility.NOT_APPLICABLE, reason="Not built"))
    today = clock.now.date()
    for n in range(12):
        facts = Facts(collected=today - timedelta(days=n * 40))
        attach.attach(assessment, keys[n : n + 2], [Pasted(f"{n}.txt", b"x%d" % n)], facts)
    return assessment


def test_every_count_is_that_of_its_filter(worked_on):
    figures = overview(worked_on)
    for found in (*figures.responsibility, *figures.status, *figures.result):
        assert len(listing.narrow(worked_on, found.wanted)) == found.count, found
    assert len(figures.blockers) == 9
    for blocker in figures.blockers:
        assert len(listing.narrow(worked_on, blocker.wanted)) == blocker.count, blocker
    for group in figures.groups:
        rows = listing.narrow(worked_on, group.wanted)
        assert len(rows) == group.mine or not group.mine
        assert sum(r.walked for r in rows) == group.walked
        assert sum(r.evidence > 0 for r in rows if r.mine) == group.with_evidence


def test_groups_and_slices_add_up(worked_on):
    figures = overview(worked_on)
    counts = figures.coverage
    assert sum(s.count for s in figures.responsibility) == counts.controls
    assert sum(s.count for s in figures.result) == counts.mine
    assert sum(g.mine for g in figures.groups) == counts.mine
    assert sum(g.walked for g in figures.groups) == counts.walked
    assert sum(g.with_evidence for g in figures.groups) == counts.with_evidence


def test_due_is_what_goes_stale_next(worked_on, clock):
    due = overview(worked_on).due
    assert [d.stale_on for d in due] == sorted(d.stale_on for d in due) and due
    first = due[0]
    key = first.controls[0]
    assert first.days == (first.stale_on - clock.now.date()).days > 0
    before = {key: board.board(worked_on).freshness(first.piece, first.controls)}
    clock.advance(days=first.days)
    held = board.board(worked_on)
    after = held.freshness(first.piece, first.controls)
    assert before[key] is not Freshness.STALE and after is Freshness.STALE
    assert first.piece.uid not in [d.piece.uid for d in overview(worked_on).due]


def test_an_untouched_assessment(new_assessment):
    file = new_assessment(services=())
    figures = overview(file)
    assert (figures.services, figures.evidence, figures.due) == (0, 0, ())
    assert [b.kind for b in figures.blockers] == ["open", "no evidence"]
    assert figures.coverage.inherited == 0


def test_the_period_of_the_assessment_is_used(assessment, clock):
    today = clock.now.date()
    assessments.describe(assessment, Details("Acme", period=Period(today - timedelta(10), today + timedelta(20))))
    key = next(row.key for row in listing.rows(assessment) if row.mine)
    attach.attach(assessment, [key], [Pasted("a.txt", b"a")], Facts(collected=today))
    figures = overview(assessment)
    assert figures.period.left == 20
    days = board.board(assessment).rule_of(key).days
    assert days is not None and bool(figures.due) == (days + 1 <= 20)
