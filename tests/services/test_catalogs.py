"""Catalogs coming in: recognised, added, renewed with the work carried over, filled in; one step each, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from srm_desktop.domain.problems import BadValue, Cancelled, Problem
from srm_desktop.domain.vocabulary import Responsibility, Status
from srm_desktop.services import assessments, catalogs, history, listing, page, proof, tables, walk
from srm_desktop.services.assessments import Assessment
from srm_desktop.services.catalogs import How
from srm_desktop.services.walk import Marking
from tests.exchange.oscal_samples import FULL, shared
from tests.services.harbour import LAMPS, ROPES, WATCH, arriving, bring, control

DONE = Marking(status=(Status.IMPLEMENTED,), statement="Done each day.")


def ids(file: Assessment) -> list[str]:
    return [row.id for row in listing.rows(file)]


def test_a_catalog_is_added_as_one_step_that_can_be_taken_back(start: Callable[..., Assessment]):
    file = start("aws-srm")
    before = ids(file)
    planned = bring(file, arriving(control("XX-1", ROPES, LAMPS), control("XX-2", WATCH)))
    assert (planned.how, planned.others) == (How.ADD, ())
    assert ids(file) == [*before, "XX-1", "XX-2"]
    assert history.undo(file).step == "Add catalog Harbour rules"
    assert ids(file) == before
    history.redo(file)
    assert ids(file) == [*before, "XX-1", "XX-2"]
    assert proof.verify(file).ok


def test_the_same_edition_again_changes_nothing(start: Callable[..., Assessment]):
    arrival = arriving(control("XX-1", ROPES))
    file = start(arrival.catalog)
    planned = catalogs.plan(file, arrival)
    length = assessments.info(file).head.length
    assert planned.is_empty
    catalogs.add(file, planned)
    assert assessments.info(file).head.length == length


def test_a_new_edition_that_only_words_guidance_otherwise_comes_in(start: Callable[..., Assessment]):
    file = start(arriving(control("XX-1", ROPES, guidance="Old.")).catalog)
    planned = bring(file, arriving(control("XX-1", ROPES, guidance="New."), version="2"))
    assert not planned.is_empty and planned.proposals[0].difference.reworded == ("XX-1",)
    assert page.view(file, "xx:XX-1").guidance == "New."
    assert catalogs.in_use(file)[0].version == "2"


def test_another_catalog_of_the_same_name_stands_beside_the_first(start: Callable[..., Assessment]):
    file = start(arriving(control("XX-1", ROPES), control("XX-2", WATCH)).catalog)
    planned = bring(file, arriving(control("YY-1", ("", "Pay.")), control("YY-2", ("", "Wait."))))
    assert (planned.how, planned.others) == (How.ADD, (How.RENEW,))
    assert [(c.id, c.title) for c in catalogs.in_use(file)] == [("xx", "Harbour rules"), ("xx-2", "Harbour rules (2)")]


def test_a_few_gaps_in_a_baseline_are_no_edition_of_it(start: Callable[..., Assessment], tmp_path: Path):
    path = tmp_path / "FedRAMP Moderate gap list.csv"
    path.write_text("Control ID,Requirement\nAC-2,Late\nAC-3,Open\nAC-7,Open\n", "utf-8")
    source = tables.open_table(path)
    arrival = tables.arrival(source, source.mapping, "FedRAMP Moderate gap list")
    file = start("fedramp-moderate")
    assert bring(file, arrival).how is How.ADD
    assert len(listing.rows(file)) == 326


def test_the_index_never_takes_official_texts_away(start: Callable[..., Assessment]):
    file = start(catalogs.read(shared("FedRAMP_rev5_LI-SaaS-baseline_profile.json")).catalog)
    assert catalogs.plan(file, catalogs.arrival_of("fedramp-li-saas")).is_empty


def test_a_house_list_with_a_row_without_text_can_be_renewed(start: Callable[..., Assessment], tmp_path: Path):
    path = tmp_path / "house.csv"
    path.write_text("Control ID,Title,Requirement\nH-1,Racks,Lock\nH-2,Doors,\n", "utf-8")
    source = tables.open_table(path)
    file = start(tables.arrival(source, source.mapping, "House").catalog)
    path.write_text("Control ID,Title,Requirement\nH-1,Racks,Lock them\nH-2,Doors,\nH-3,Roof,Mend\n", "utf-8")
    source = tables.open_table(path)
    planned = bring(file, tables.arrival(source, source.mapping, "House"))
    assert (planned.how, planned.proposals[0].difference.added) == (How.RENEW, ("H-3",))


def test_what_was_planned_before_the_catalogs_changed_is_refused(start: Callable[..., Assessment]):
    file = start("aws-srm")
    planned = catalogs.plan(file, arriving(control("XX-1", ROPES)))
    catalogs.add(file, planned)
    other = catalogs.Plan(planned.arrival, How.ADD, (catalogs.Proposal(arriving(control("XX-1", LAMPS)).catalog),))
    with pytest.raises(BadValue, match="changed since"):
        catalogs.add(file, other)
    assert proof.verify(file).ok and len(ids(file)) == 132


def test_stopping_leaves_nothing(start: Callable[..., Assessment]):
    file = start("aws-srm")
    size, head = file.path.stat().st_size, assessments.info(file).head

    def stop(done: int, total: int) -> None:
        if done >= 100:
            raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        catalogs.add(file, catalogs.plan(file, catalogs.arrival_of("fedramp-high")), stop)
    assert assessments.info(file).head == head
    assert len(catalogs.in_use(file)) == 1
    bring(file, catalogs.arrival_of("fedramp-high"))
    assert proof.verify(file).ok and file.path.stat().st_size > size


def test_a_catalog_can_be_taken_out_unless_it_is_the_last(start: Callable[..., Assessment]):
    file = start("aws-srm", "cmmc-2")
    catalogs.remove(file, "aws-srm")
    assert [c.id for c in catalogs.in_use(file)] == ["cmmc-2"]
    with pytest.raises(BadValue, match="only catalog"):
        catalogs.remove(file, "cmmc-2")
    with pytest.raises(BadValue, match="no catalog 'iso'"):
        catalogs.remove(file, "iso")
    history.undo(file)
    assert len(catalogs.in_use(file)) == 2


@pytest.mark.parametrize("name", [entry.name for entry in catalogs.built_in()])
def test_an_assessment_starts_from_every_built_in_catalog_and_derives_all_of_it(
    start: Callable[..., Assessment], name: str
):
    file = start(name)
    (entry,) = (entry for entry in catalogs.built_in() if entry.name == name)
    rows = [row for row in listing.rows(file) if not row.withdrawn]
    assert len(rows) == entry.controls
    assert all(row.responsibility is not Responsibility.NOT_APPLICABLE for row in rows)
    last = page.view(file, rows[-1].key)
    assert last.parts and all(part.layers and part.derivation.reasons for part in last.parts)


def test_nists_catalog_fills_a_baseline_and_the_work_on_it_stays(start: Callable[..., Assessment]):
    file = start("fedramp-moderate")
    key = "fedramp-moderate:AC-2(3)"
    walk.mark(file, [key], DONE, "a")
    planned = bring(file, catalogs.read(shared(FULL)))
    assert (planned.how, planned.others) == (How.FILL, (How.ADD,))
    (proposal,) = planned.proposals
    assert (proposal.difference.filled, proposal.difference.same, proposal.carried.kept) == (323, 0, ("AC-2(3)",))
    view = page.view(file, key)
    assert all(part.text and part.layers for part in view.parts)
    assert view.parts[0].mark.statement == "Done each day." and not view.row.flag
    assert len(ids(file)) == 323


def test_fedramps_profile_renews_the_baseline_of_the_index(start: Callable[..., Assessment]):
    file = start("fedramp-moderate")
    arrival = catalogs.read(shared("FedRAMP_rev5_MODERATE-baseline_profile.json"))
    assert (arrival.controls, len(arrival.unmatched)) == (323, 297)
    planned = bring(file, arrival)
    assert planned.how is How.RENEW
    assert (planned.proposals[0].difference.added, planned.proposals[0].difference.gone) == ((), ())
    assert len(ids(file)) == 323


def test_fedramps_texts_never_go_into_nists_baseline(start: Callable[..., Assessment]):
    file = start("nist-moderate")
    planned = bring(file, catalogs.read(shared("FedRAMP_rev5_MODERATE-baseline_profile.json")))
    assert (planned.how, planned.others) == (How.ADD, ())
    assert not any(part.text for part in page.view(file, "nist-moderate:AC-2").parts)


def test_both_tables_of_800_171_fill_cmmc_one_after_the_other(start: Callable[..., Assessment]):
    file = start("cmmc-2")
    for name in ("NIST_SP-800-171_rev2.xlsx", "NIST_SP-800-171A.xlsx"):
        source = tables.open_table(shared(name))
        arrival = tables.arrival(source, source.mapping, "SP 800-171")
        assert (arrival.controls, arrival.left_out) == (110, ())
        assert bring(file, arrival).how is How.FILL
        assert catalogs.plan(file, arrival).is_empty
    parts = [part for row in listing.rows(file) for part in page.view(file, row.key).parts]
    assert len(parts) == 320 and all(part.text and part.layers for part in parts)
    assert page.view(file, "cmmc-2:AC.L2-3.1.1").parts[0].intro.startswith("Limit system access")


@pytest.mark.parametrize(
    ("name", "known_as", "controls", "withdrawn"),
    [
        (FULL, "nist-800-53", 1007, 182),
        ("NIST_SP-800-53_rev5_LOW-baseline_profile.json", "nist-low", 149, 0),
        ("NIST_SP-800-53_rev5_MODERATE-baseline-resolved-profile_catalog.xml", "nist-moderate", 287, 0),
        ("NIST_SP800-171_rev3_catalog.xml", "nist-800-171-r3", 97, 33),
        ("FedRAMP_rev5_HIGH-baseline_profile.json", "fedramp-high", 410, 0),
        ("FedRAMP_rev5_LI-SaaS-baseline_profile.json", "fedramp-li-saas", 156, 0),
        ("FedRAMP_rev5_MODERATE-baseline-resolved-profile_catalog.yaml", "fedramp-moderate", 323, 0),
    ],
)
def test_real_files_are_recognised(name: str, known_as: str, controls: int, withdrawn: int):
    arrival = catalogs.read(shared(name))
    assert (arrival.catalog.id, arrival.controls, arrival.withdrawn) == (known_as, controls, withdrawn)
    if known_as != "nist-800-171-r3":
        parts = [part for one in arrival.catalog.controls() for part in one.parts]
        assert all(part.layers for part in parts)


def test_a_list_of_somebodys_own_has_its_own_words_on_responsibility(start: Callable[..., Assessment], tmp_path: Path):
    path = tmp_path / "rules.csv"
    path.write_text(
        "Control ID,Requirement,Responsibility\nR-1,Lock the racks,AWS\nR-2,Review,Shared\nR-3,Ask,\n", "utf-8"
    )
    source = tables.open_table(path)
    file = start(tables.arrival(source, source.mapping, "House rules").catalog)
    assert [row.responsibility for row in listing.rows(file)] == [
        Responsibility.INHERITED,
        Responsibility.SHARED,
        Responsibility.CUSTOMER,
    ]
    assert "itself calls this" in page.view(file, "house-rules:R-1").parts[0].derivation.sentence


def test_columns_are_chosen_by_letter_or_heading_and_remembered(tmp_path: Path):
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text("Old number,Ref,Words\nZ1,R-1,Lock\nZ2,R-2,Review\n", "utf-8")
    second.write_text("Words,Ref,Old number\nWait,R-3,Z3\nWatch,R-4,Z4\n", "utf-8")
    source = tables.open_table(first)
    chosen = tables.choose(source, source.mapping, "id=A, text=words, title=")
    assert (chosen.id, chosen.text, chosen.title) == (0, 2, None)
    name, words = tables.remember(source, chosen)
    again = tables.open_table(second, {name: words})
    assert (again.remembered, again.mapping.id, again.mapping.text) == (True, 2, 0)
    for wrong in ("ident=A", "id=Nowhere"):
        with pytest.raises(Problem, match=r"There is no role|has no column"):
            tables.choose(source, source.mapping, wrong)
