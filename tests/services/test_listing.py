"""The list of controls: what passes which filter, where the walk goes on, and what a file with bad values says."""

import sqlite3

import pytest

from srm_desktop.domain.problems import UnknownControl
from srm_desktop.domain.vocabulary import Status
from srm_desktop.services import assessments, listing, search, todo, walk
from srm_desktop.services.listing import Filter
from srm_desktop.services.walk import Marking
from srm_desktop.storage.problems import Damaged


def test_filters_add_up(assessment):
    mine = listing.narrow(assessment, Filter(mine=True))
    named = listing.narrow(assessment, Filter(text="encryption rest"))
    both = listing.narrow(assessment, Filter(mine=True, text="encryption rest"))
    assert mine and named and both == tuple(r for r in mine if r in named)


@pytest.mark.parametrize("text", ["SRM-IAM-01", "srm-iam-1", "iam 1", "IAM-01"])
def test_an_id_is_found_in_any_spelling(assessment, text):
    assert listing.control_named(assessment, text) == "aws-srm:SRM-IAM-01"
    assert "SRM-IAM-01" in [r.id for r in listing.narrow(assessment, Filter(text=text))]


@pytest.mark.parametrize(
    "text", ["SRM-IAM-01 Root user protection", "SRM\u2011IAM\u201101", "AWS SRM IAM-1", "IAM-01 | Root"]
)
def test_an_id_is_found_with_what_stands_around_it(assessment, text):
    assert listing.control_named(assessment, text) == "aws-srm:SRM-IAM-01"
    assert [r.id for r in listing.narrow(assessment, Filter(text=text))] == ["SRM-IAM-01"]


def test_several_ids_are_searched_at_once(assessment):
    found = listing.narrow(assessment, Filter(text="SRM-IAM-02, iam-1(a); VUL-1"))
    assert {r.id for r in found} == {"SRM-IAM-01", "SRM-IAM-02", "SRM-VUL-01"}
    assert search.search(assessment, "IAM-1, IAM-2")[0].target == "aws-srm:SRM-IAM-01"


def test_a_part_may_be_named_with_its_control(assessment):
    assert listing.place_named(assessment, "SRM-IAM-01(a)") == ("aws-srm:SRM-IAM-01", "a")
    assert listing.place_named(assessment, "iam-1") == ("aws-srm:SRM-IAM-01", "")
    with pytest.raises(UnknownControl, match=r"^'iam-1\(a\)' is part a of SRM-IAM-01; name the control alone\.$"):
        listing.control_named(assessment, "iam-1(a)")
    with pytest.raises(UnknownControl, match="no part"):
        listing.place_named(assessment, "iam-1(z)")


def test_an_unknown_id_is_a_sentence_with_what_comes_near(assessment):
    with pytest.raises(UnknownControl, match="SRM-IAM"):
        listing.control_named(assessment, "SRM-IAM-99")


def test_the_next_open_control_comes_after_the_one_at_hand_and_round_again(assessment):
    mine = [r.key for r in listing.narrow(assessment, Filter(mine=True))]
    assert listing.next_open(assessment, mine[3]) == mine[4]
    walk.mark(assessment, mine[4:], Marking(status=(Status.IMPLEMENTED,)))
    assert listing.next_open(assessment, mine[3]) == mine[0]
    walk.mark(assessment, mine, Marking(status=(Status.IMPLEMENTED,)))
    assert listing.next_open(assessment, mine[3]) is None


def test_every_count_of_the_navigation_is_that_of_the_rows_behind_it(assessment):
    mine = [r.key for r in listing.narrow(assessment, Filter(mine=True))]
    walk.mark(assessment, mine[:7], Marking(status=(Status.PLANNED,), flag=True))
    for entry in todo.to_do(assessment):
        assert entry.count == str(len(listing.narrow(assessment, entry.filter))), entry.title
    for entry in todo.groups(assessment)[0].groups:
        rows = [r for r in listing.narrow(assessment, entry.filter) if r.mine]
        assert entry.count == (f"{sum(r.walked for r in rows)}/{len(rows)}" if rows else "AWS")


def test_work_goes_on_where_it_stopped(assessment):
    mine = [r.key for r in listing.narrow(assessment, Filter(mine=True))]
    assert todo.resume(assessment) == mine[0]
    walk.mark(assessment, [mine[5]], Marking(owner="Ben"))
    assert todo.resume(assessment) == mine[5]
    walk.mark(assessment, [mine[5]], Marking(status=(Status.IMPLEMENTED,)))
    assert todo.resume(assessment) == mine[6]


def test_search_finds_titles_evidence_and_statements(assessment):
    key = listing.control_named(assessment, "SRM-IAM-03")
    walk.mark(assessment, [key], Marking(statement="Hardware tokens of the brand Quokka."))
    assert search.search(assessment, "multi-factor")[0].target == key
    assert [(h.kind, h.target) for h in search.search(assessment, "quokka")] == [("text", key)]
    assert search.search(assessment, "   ") == []


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE mark SET status = '[\"bogus\"]'",
        "UPDATE mark SET status = 'no json'",
        "UPDATE service SET layers = 'nope'",
        "UPDATE work SET review = 'bogus'",
        "UPDATE setting SET value = 'nope' WHERE name = 'period_from'",
    ],
)
def test_a_value_that_no_field_can_have_is_one_sentence(assessment, damage):
    path, key = assessment.path, listing.rows(assessment)[0].key
    walk.mark(assessment, [key], Marking(status=(Status.IMPLEMENTED,)))
    assessment.close()
    with sqlite3.connect(path) as raw:
        raw.execute(damage)
    raw.close()
    with assessments.open_assessment(path, who="Ben") as file, pytest.raises(Damaged, match="value"):
        listing.rows(file)
