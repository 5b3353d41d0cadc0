"""Evidence on controls of one catalog is offered for those of another that ask for the same, and back."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from srm_desktop.domain.assessment import Details
from srm_desktop.domain.catalog import Catalog, Control, Group, Part
from srm_desktop.domain.problems import UnknownControl, UnknownEvidence
from srm_desktop.domain.vocabulary import Freshness
from srm_desktop.exchange import builtin
from srm_desktop.services import assessments, attach, board, counterparts, evidence, history, listing, page, proof
from srm_desktop.services.attach import Facts, Pasted
from srm_desktop.services.counterparts import accept, offers
from srm_desktop.storage import editions, journal
from srm_desktop.storage.problems import ReadOnly

LEAST, ADMIN = "aws-srm:SRM-IAM-04", "aws-srm:SRM-IAM-12"
"""Controls that refer to AC-6, among others."""
AC_6 = "fedramp-moderate:AC-6"


@pytest.fixture
def both(new_assessment) -> assessments.Assessment:
    return new_assessment(catalogs=("aws-srm", "fedramp-moderate"))


@pytest.fixture
def three(new_assessment) -> assessments.Assessment:
    return new_assessment(catalogs=("aws-srm", "fedramp-moderate", "nist-high"))


def put(file, key: str, *names: str, part: str = "", place: str = "") -> list[str]:
    uids = attach.attach(file, [key], [Pasted(name, name.encode()) for name in names], part=part).new
    for uid in uids if place else ():
        evidence.set_place(file, key, part, uid, place)
    return list(uids)


def names(file, key: str) -> list[str]:
    return [one.name for one in counterparts.counterparts(file, key)]


def offered(file, key: str) -> list[str]:
    return [offer.piece.uid for offer in offers(file, key)]


def links(file) -> set[tuple[str, str, str, str]]:
    return {tuple(link) for some in board.board(file).links.values() for link in some}


def test_references_lead_there_and_back(both):
    assert names(both, LEAST) == ["AC-3", "AC-6", "AC-6(1)", "AC-6(7)", "AC-6(10)"]
    assert "SRM-IAM-04" in names(both, AC_6) and "SRM-IAM-12" in names(both, AC_6)
    first = counterparts.counterparts(both, LEAST)[1]
    assert (first.row.title, first.catalog) == ("Least Privilege", "FedRAMP Moderate")
    assert [(r.framework, r.id) for r in first.references] == [("nist-800-53-r5", "AC-6")]


def test_every_counterpart_is_one_both_ways(three):
    rows = listing.rows(three)
    found = {row.key: {one.row.key for one in counterparts.counterparts(three, row.key)} for row in rows}
    assert sum(map(len, found.values())) > 1000
    assert all(key in found[other] for key, others in found.items() for other in others)


def test_of_two_catalogs_with_the_same_ids_each_is_named(three):
    assert names(three, LEAST)[1::5] == ["fedramp-moderate:AC-6", "nist-high:AC-6"]
    assert names(three, AC_6)[-1] == "nist-high:AC-6"
    assert names(three, "nist-high:AC-6")[-1] == "fedramp-moderate:AC-6"


def test_one_catalog_alone_has_no_counterparts(assessment):
    assert counterparts.counterparts(assessment, LEAST) == ()
    assert offers(assessment, LEAST) == ()


def add(file, catalog: Catalog) -> None:
    written = editions.write(file, catalog)
    with journal.step(file, f"Add {catalog.title}") as step:
        editions.choose(step, written)
        changes = journal.changes_of(step)
    file.record(changes)


def test_withdrawn_controls_have_no_counterparts(new_assessment):
    file = new_assessment(catalogs=("nist-800-53", "nist-high"))
    add(file, builtin.catalog("nist-800-53")._replace(id="nist-own"))
    withdrawn = {row.key for row in listing.rows(file) if row.withdrawn}
    assert withdrawn
    assert all(not counterparts.counterparts(file, key) for key in withdrawn)
    assert names(file, "nist-high:AC-2") == ["nist-800-53:AC-2", "nist-own:AC-2"]


@pytest.mark.parametrize("before", [("aws-srm",), ("aws-srm", "fedramp-moderate")])
def test_a_catalog_that_comes_brings_counterparts_and_takes_them_along(new_assessment, before):
    file = new_assessment(catalogs=before)
    (uid,) = put(file, LEAST, "least.txt")
    was = names(file, LEAST)
    group = Group("AC", "Access", "", (Control("AC-06", "AC", "Least", (Part("", ""),)),))
    add(file, Catalog("acme", "Acme", "1", "", (group,)))
    assert {"AC-06", "acme:AC-06"} & set(names(file, LEAST))
    assert offered(file, "acme:AC-06") == [uid]
    history.undo(file)
    assert names(file, LEAST) == was


def test_what_a_counterpart_is_called_can_be_typed(both):
    group = Group("AC", "Access", "", (Control("AC-06", "AC", "Least", (Part("", ""),)),))
    add(both, Catalog("acme", "Acme", "1", "", (group,)))
    found = counterparts.counterparts(both, LEAST)
    assert [one.name for one in found if one.row.group == "AC"][1::4] == ["fedramp-moderate:AC-6", "acme:AC-06"]
    assert [listing.control_named(both, one.name) for one in found] == [one.row.key for one in found]


def test_a_control_that_is_not_there_is_refused(both):
    with pytest.raises(UnknownControl):
        offers(both, "aws-srm:SRM-IAM-99")


def test_evidence_is_offered_both_ways(both):
    (ours,) = put(both, LEAST, "least.txt")
    (theirs,) = put(both, AC_6, "ac6.txt")
    assert offered(both, AC_6) == [ours]
    assert offered(both, LEAST) == [theirs]
    assert offered(both, "fedramp-moderate:AC-2") == []


def test_a_piece_on_several_counterparts_is_offered_once(both):
    (uid,) = put(both, LEAST, "least.txt")
    evidence.link(both, [ADMIN], [uid])
    (offer,) = offers(both, AC_6)
    assert offer.origins == ("SRM-IAM-04", "SRM-IAM-12")


def test_what_is_linked_already_is_not_offered(both):
    first, second = put(both, LEAST, "first.txt", "second.txt")
    part = board.board(both).outlines[AC_6].parts[0][0]
    evidence.link(both, [AC_6], [first], part)
    assert offered(both, AC_6) == [second]


def test_what_is_detached_or_removed_is_not_offered(both):
    first, second = put(both, LEAST, "first.txt", "second.txt")
    evidence.remove(both, [first])
    assert offered(both, AC_6) == [second]
    evidence.detach(both, LEAST, [second])
    assert offered(both, AC_6) == []
    history.undo(both)
    assert offered(both, AC_6) == [second]


def test_links_to_parts_are_offered_for_the_whole_control_with_their_places(both):
    (uid,) = put(both, LEAST, "least.txt", part="a", place="p. 12")
    evidence.link(both, [LEAST], [uid], "b")
    evidence.link(both, [ADMIN], [uid])
    evidence.set_place(both, ADMIN, "", uid, "p. 30")
    accept(both, AC_6)
    assert [tuple(link) for link in board.board(both).links[AC_6]] == [(AC_6, "", uid, "p. 12; p. 30")]


def test_freshness_is_that_of_the_control_it_is_offered_for(both):
    old = Facts(collected=date(2025, 4, 20))
    attach.attach(both, [LEAST], [Pasted("old.txt", b"old")], old)
    (offer,) = offers(both, AC_6)
    assert offer.freshness is Freshness.FRESH
    linked = page.view(both, LEAST).links[0]
    assert linked.freshness is Freshness.STALE


def test_accepting_links_all_of_it_in_one_step_that_says_so(both):
    uids = put(both, LEAST, "a.txt", "b.txt", "c.txt")
    before, seen = links(both), history.head(both).length
    changes = accept(both, AC_6)
    assert changes.step == "Link 3 pieces from SRM-IAM-04 to AC-6"
    assert (changes.controls, changes.evidence) == ({AC_6}, set(uids))
    assert history.head(both).length == seen + 3
    assert [linked.piece.uid for linked in page.view(both, AC_6).links] == uids
    assert offers(both, AC_6) == ()
    history.undo(both)
    assert links(both) == before
    assert offered(both, AC_6) == uids
    history.redo(both)
    assert offers(both, AC_6) == ()
    assert proof.verify(both).ok


def test_accepting_some_leaves_the_others_offered(both):
    first, second = put(both, LEAST, "a.txt", "b.txt")
    assert accept(both, AC_6, [second]).step == "Link b.txt from SRM-IAM-04 to AC-6"
    assert offered(both, AC_6) == [first]


def test_accepting_what_is_not_offered_links_nothing(both):
    (uid,) = put(both, LEAST, "a.txt")
    (other,) = put(both, "aws-srm:SRM-PHY-01", "b.txt")
    before = history.head(both)
    with pytest.raises(UnknownEvidence, match="E-2 is not offered for AC-6"):
        accept(both, AC_6, [uid, other])
    assert history.head(both) == before
    assert offered(both, AC_6) == [uid]


def test_accepting_nothing_leaves_no_trace(both):
    before = history.head(both)
    assert not accept(both, AC_6)
    assert history.head(both) == before


def test_a_file_that_is_only_read_offers_and_keeps(both, tmp_path, clock):
    put(both, LEAST, "a.txt")
    path = assessments.save_copy(both, tmp_path / "copy.srma")
    with assessments.open_assessment(path, who="Eve", read_only=True, clock=clock) as file:
        assert len(offers(file, AC_6)) == 1
        with pytest.raises(ReadOnly):
            accept(file, AC_6)


def test_the_page_of_a_control_carries_both(both):
    put(both, LEAST, "a.txt")
    view = page.view(both, AC_6)
    assert view.counterparts == counterparts.counterparts(both, AC_6)
    assert view.offers == offers(both, AC_6)
    counted = {one.row.id: one.row.evidence for one in view.counterparts}
    assert counted["SRM-IAM-04"] == 1


PLACES = st.sampled_from([LEAST, ADMIN, AC_6, "fedramp-moderate:AC-6(1)", "nist-high:AC-6", "nist-high:AC-3"])


@settings(max_examples=15)
@given(
    linked=st.lists(st.tuples(PLACES, st.integers(0, 3), st.sampled_from(["", "p. 1", "p. 2"])), max_size=12),
    accepted=st.lists(PLACES, min_size=1, max_size=4),
)
def test_accepting_and_undoing_leaves_the_links_as_they_were(tmp_path_factory, linked, accepted):
    path: Path = tmp_path_factory.mktemp("kept") / "a.srma"
    chosen = ("aws-srm", "fedramp-moderate", "nist-high")
    with assessments.create(path, Details("x"), who="Ann", services=["ec2"], catalogs=chosen) as file:
        pieces = put(file, "aws-srm:SRM-PHY-01", "0", "1", "2", "3")
        for key, n, place in linked:
            evidence.link(file, [key], [pieces[n]])
            evidence.set_place(file, key, "", pieces[n], place)
        for key in accepted:
            before = links(file)
            if accept(file, key):
                after = links(file)
                assert before < after and {link[0] for link in after - before} == {key}
                assert offers(file, key) == ()
                history.undo(file)
            assert links(file) == before
            history.redo(file) if history.names(file).redo else None
        assert proof.verify(file).ok
