"""Marking: what is set, on which parts, as one step, all or none."""

import pytest

from srm_desktop.domain.problems import BadValue, UnknownControl, UnknownService
from srm_desktop.domain.vocabulary import Origination, Result, Review, Status
from srm_desktop.services import board, history, listing, scope, walk
from srm_desktop.storage.problems import CannotWrite

DONE = walk.Marking(status=(Status.IMPLEMENTED,))


@pytest.fixture
def keys(assessment) -> list[str]:
    return [row.key for row in listing.rows(assessment)]


def test_marking_many_is_one_step(assessment, keys):
    walk.mark(assessment, keys, DONE)
    assert {row.status for row in listing.rows(assessment)} == {(Status.IMPLEMENTED,)}
    assert {row.review for row in listing.rows(assessment)} == {Review.IN_PROGRESS}
    assert history.names(assessment).undo == f"Mark {len(keys)} controls implemented"
    history.undo(assessment)
    assert {row.status for row in listing.rows(assessment)} == {(Status.NOT_STARTED,)}
    assert history.names(assessment).undo == ""


def test_a_toggled_word_joins_what_each_part_says_and_goes_where_all_say_it(assessment, keys):
    one, other = keys[:2]
    hybrid, shared = Origination.HYBRID, Origination.SHARED
    walk.mark(assessment, [one], walk.Marking(status=(Status.PLANNED,), origination=(hybrid,)))
    both = walk.Marking(toggle=(Status.PARTIAL, shared))
    walk.mark(assessment, [one, other], both)
    marks = {key: {m for (k, _), m in board.board(assessment).marks.items() if k == key} for key in (one, other)}
    assert {(m.status, m.origination) for m in marks[one]} == {((Status.PLANNED, Status.PARTIAL), (hybrid, shared))}
    assert {(m.status, m.origination) for m in marks[other]} == {((Status.PARTIAL,), (shared,))}
    walk.mark(assessment, [one, other], both)
    assert {m.origination for m in board.board(assessment).marks.values()} == {(hybrid,), ()}


def test_a_word_that_changes_nothing_leaves_no_step(assessment, keys):
    head = history.head(assessment)
    walk.mark(assessment, keys[:1], walk.Marking(toggle=(Status.NOT_STARTED,)))
    assert history.head(assessment) == head
    assert listing.rows(assessment)[0].review is Review.OPEN


def test_a_disk_that_fills_up_in_the_middle_marks_none(assessment, keys):
    before = (listing.rows(assessment), history.head(assessment))
    with assessment.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(CannotWrite, match="the file is as it was"):
        walk.mark(assessment, keys, walk.Marking(status=DONE.status, statement="x" * 2000))
    assert (listing.rows(assessment), history.head(assessment)) == before
    walk.mark(assessment, keys[:1], walk.Marking(result=Result.SATISFIED))
    assert listing.rows(assessment)[0].result is Result.SATISFIED


def test_what_makes_no_sense_is_refused(assessment, keys):
    head = history.head(assessment)
    with pytest.raises(UnknownControl, match="There is no control 'SRM-X-1'"):
        walk.mark(assessment, [keys[0], "aws-srm:SRM-X-1"], DONE)
    with pytest.raises(BadValue, match="has no part 'zz'"):
        walk.mark(assessment, keys[:1], DONE, "zz")
    with pytest.raises(BadValue, match="needs a reason"):
        walk.mark(assessment, keys[:1], walk.Marking(responsibility="shared"))
    with pytest.raises(BadValue, match="is not one of"):
        walk.mark(assessment, keys[:1], walk.Marking(responsibility="nobody", reason="so"))
    with pytest.raises(UnknownService, match="Did you mean"):
        scope.choose(assessment, add=["ec22"])
    assert history.head(assessment) == head
