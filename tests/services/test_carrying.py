"""The auditor's work taken over to a newer edition: by the text of the requirement, and nothing written is lost."""

from __future__ import annotations

from collections.abc import Callable

from srm_desktop.domain.catalog import Objective
from srm_desktop.domain.vocabulary import Responsibility, Result, Status
from srm_desktop.services import attach, evidence, history, listing, page, proof, walk
from srm_desktop.services.assessments import Assessment
from srm_desktop.services.catalogs import How
from srm_desktop.services.walk import Marking
from tests.services.harbour import LAMPS, ROPES, WATCH, arriving, bring, control

DONE = Marking(status=(Status.IMPLEMENTED,), statement="Done each day.")


def test_work_on_unchanged_parts_stays_and_on_changed_ones_is_flagged(start: Callable[..., Assessment]):
    file = start(arriving(control("XX-1", ROPES, LAMPS), control("XX-2", WATCH), control("XX-3", WATCH)).catalog)
    walk.mark(file, ["xx:XX-1"], DONE, "a")
    walk.mark(file, ["xx:XX-2"], DONE, "")
    attach.attach(file, ["xx:XX-1"], [attach.Pasted("ropes.txt", b"checked")])
    renewed = arriving(control("XX-1", ("a", "Check each rope."), LAMPS), control("XX-2", WATCH), version="2")
    planned = bring(file, renewed)
    assert planned.how is How.RENEW
    carried = planned.proposals[0].carried
    assert (carried.kept, carried.flagged, carried.left) == (("XX-2",), ("XX-1",), ())
    first, second = listing.rows(file)
    assert (first.flag, first.evidence, second.flag) == (True, 1, False)
    assert page.view(file, first.key).parts[0].mark.status == (Status.IMPLEMENTED,)
    assert second.status == (Status.IMPLEMENTED,)
    history.undo(file)
    assert [row.flag for row in listing.rows(file)] == [False, False, False]
    assert proof.verify(file).ok


def test_marks_and_evidence_follow_a_text_to_its_new_place(start: Callable[..., Assessment]):
    file = start(arriving(control("XX-1", ROPES, LAMPS), control("XX-2", WATCH)).catalog)
    walk.mark(file, ["xx:XX-1"], DONE, "b")
    walk.mark(file, ["xx:XX-1"], Marking(responsibility=Responsibility.INHERITED, reason="The port does."), "b")
    attach.attach(file, ["xx:XX-1"], [attach.Pasted("lamps.txt", b"lit")], part="b")
    planned = bring(file, arriving(control("XX-1", ROPES), control("XX-2", WATCH), control("XX-7", ("d", LAMPS[1]))))
    assert planned.proposals[0].carried.moved == ("XX-1",)
    seventh = page.view(file, "xx:XX-7")
    (part,) = seventh.parts
    assert (part.mark.status, part.mark.statement) == ((Status.IMPLEMENTED,), "Done each day.")
    assert part.overrule and part.overrule.reason == "The port does."
    assert [(linked.piece.name, linked.link.part) for linked in seventh.links] == [("lamps.txt", "d")]


def test_a_control_under_a_new_id_keeps_everything(start: Callable[..., Assessment]):
    file = start(arriving(control("XX-1", ROPES, LAMPS)).catalog)
    walk.mark(file, ["xx:XX-1"], DONE)
    walk.mark(file, ["xx:XX-1"], Marking(owner="Ole", note="ask the harbour master"))
    attach.attach(file, ["xx:XX-1"], [attach.Pasted("ropes.txt", b"checked")])
    bring(file, arriving(control("YY-1", ROPES, LAMPS)))
    (row,) = listing.rows(file)
    assert (row.id, row.status, row.owner, row.evidence) == ("YY-1", (Status.IMPLEMENTED,), "Ole", 1)
    assert page.view(file, row.key).work.note == "ask the harbour master"


def test_parts_that_changed_places_change_their_marks_too(start: Callable[..., Assessment]):
    file = start(arriving(control("XX-1", ROPES, LAMPS)).catalog)
    walk.mark(file, ["xx:XX-1"], Marking(status=(Status.PLANNED,)), "a")
    walk.mark(file, ["xx:XX-1"], Marking(status=(Status.IMPLEMENTED,)), "b")
    bring(file, arriving(control("XX-1", ("a", LAMPS[1]), ("b", ROPES[1]))))
    parts = page.view(file, "xx:XX-1").parts
    assert [part.mark.status for part in parts] == [(Status.IMPLEMENTED,), (Status.PLANNED,)]


def test_parts_of_a_control_that_was_divided_take_its_marks(start: Callable[..., Assessment]):
    file = start(arriving(control("XX-2", WATCH)).catalog)
    walk.mark(file, ["xx:XX-2"], DONE, "")
    bring(file, arriving(control("XX-2", ("a", "Watch by day."), ("b", "Watch by night."))))
    view = page.view(file, "xx:XX-2")
    assert [part.mark.statement for part in view.parts] == ["Done each day."] * 2
    assert view.row.flag


def test_words_on_a_part_that_is_no_more_go_to_the_note_and_its_evidence_to_the_control(
    start: Callable[..., Assessment],
):
    file = start(arriving(control("XX-1", ROPES, LAMPS)).catalog)
    walk.mark(file, ["xx:XX-1"], DONE, "b")
    attach.attach(file, ["xx:XX-1"], [attach.Pasted("lamps.txt", b"lit")], part="b")
    bring(file, arriving(control("XX-1", ROPES)))
    view = page.view(file, "xx:XX-1")
    assert "Done each day." in view.work.note and "XX-1(b)" in view.work.note
    assert [(linked.piece.name, linked.link.part) for linked in view.links] == [("lamps.txt", "")]


def test_work_on_a_control_that_is_gone_is_told_and_comes_back(start: Callable[..., Assessment]):
    file = start(arriving(control("XX-1", ROPES), control("XX-2", WATCH)).catalog)
    walk.mark(file, ["xx:XX-2"], DONE)
    attach.attach(file, ["xx:XX-2"], [attach.Pasted("log.txt", b"log")])
    planned = bring(file, arriving(control("XX-1", ROPES)))
    assert planned.proposals[0].carried.left == ("XX-2",)
    assert [row.piece.name for row in evidence.listed(file)] == ["log.txt"]
    history.undo(file)
    assert listing.rows(file)[1].status == (Status.IMPLEMENTED,)


def test_a_text_that_moves_takes_its_result_along_even_where_another_stands(start: Callable[..., Assessment]):
    file = start(arriving(control("XX-1", ("", "Do one.")), control("XX-9", ("", "Do nine."))).catalog)
    walk.mark(file, ["xx:XX-1"], Marking(result=Result.SATISFIED))
    walk.mark(file, ["xx:XX-9"], Marking(result=Result.OTHER, owner="Ole", statement="Nine is late."))
    attach.attach(file, ["xx:XX-9"], [attach.Pasted("nine.txt", b"9")])
    planned = bring(file, arriving(control("XX-1", ("", "Do nine."))))
    view = page.view(file, "xx:XX-1")
    assert view.parts[0].mark.result is Result.OTHER
    assert "satisfied" in view.work.note
    assert (view.work.statement, view.work.owner) == ("Nine is late.", "Ole")
    assert view.row.flag and view.row.evidence == 1
    assert (planned.proposals[0].carried.moved, planned.proposals[0].carried.left) == (("XX-9",), ())


def test_words_on_a_control_that_meets_another_go_to_the_note(start: Callable[..., Assessment]):
    file = start(arriving(control("XX-1", ("", "Do one.")), control("XX-9", ("", "Do nine."))).catalog)
    walk.mark(file, ["xx:XX-1"], Marking(owner="Ann", statement="One is done."))
    walk.mark(file, ["xx:XX-9"], Marking(owner="Ole", statement="Nine is late."))
    bring(file, arriving(control("XX-1", ("", "Do nine."))))
    work = page.view(file, "xx:XX-1").work
    assert (work.owner, work.statement) == ("Ann", "One is done.")
    assert "Nine is late." in work.note and "owner Ole" in work.note


def test_a_control_that_was_split_leaves_its_evidence_and_words_with_both(start: Callable[..., Assessment]):
    file = start(arriving(control("XX-1", ROPES, LAMPS), control("XX-2", WATCH)).catalog)
    walk.mark(file, ["xx:XX-1"], Marking(statement="Both are done."))
    attach.attach(file, ["xx:XX-1"], [attach.Pasted("all.txt", b"all")])
    bring(file, arriving(control("XX-2", WATCH), control("XX-5", ("", ROPES[1])), control("XX-6", ("", LAMPS[1]))))
    for key in ("xx:XX-5", "xx:XX-6"):
        view = page.view(file, key)
        assert "Both are done." in view.work.note and view.row.evidence == 1 and view.row.flag


def test_a_text_that_moves_comes_before_marks_that_are_spread(start: Callable[..., Assessment]):
    file = start(arriving(control("XX-2", ("", "Do two.")), control("XX-3", ("", "Do three."))).catalog)
    walk.mark(file, ["xx:XX-2"], Marking(result=Result.SATISFIED))
    walk.mark(file, ["xx:XX-3"], Marking(result=Result.OTHER))
    bring(file, arriving(control("XX-2", ("a", "Do two more."), ("b", "Do three."))))
    assert [p.mark.result for p in page.view(file, "xx:XX-2").parts] == [Result.SATISFIED, Result.OTHER]


def test_results_of_objectives_follow_their_text(start: Callable[..., Assessment]):
    def objectives(first: str, second: str) -> tuple[Objective, ...]:
        return (Objective("O-a", "a", None, first), Objective("O-b", "b", None, second))

    file = start(arriving(control("XX-1", ROPES, LAMPS, objectives=objectives("ropes", "lamps"))).catalog)
    walk.mark_objective(file, "xx:XX-1", "O-a", Result.SATISFIED)
    walk.mark_objective(file, "xx:XX-1", "O-b", Result.OTHER)
    swapped = control("XX-1", ("a", LAMPS[1]), ("b", ROPES[1]), objectives=objectives("lamps", "ropes"))
    bring(file, arriving(swapped))
    assert [p.mark.result for p in page.view(file, "xx:XX-1").parts] == [Result.OTHER, Result.SATISFIED]
    bring(file, arriving(control("XX-1", ("a", LAMPS[1]), ("b", ROPES[1]), objectives=objectives("lamps", "new"))))
    assert "Objective O-b" in page.view(file, "xx:XX-1").work.note


def test_a_control_that_comes_back_with_old_work_is_flagged(start: Callable[..., Assessment]):
    file = start(arriving(control("XX-1", ROPES), control("XX-2", LAMPS), control("XX-3", WATCH)).catalog)
    walk.mark(file, ["xx:XX-3"], DONE)
    bring(file, arriving(control("XX-1", ROPES), control("XX-2", LAMPS)))
    bring(file, arriving(control("XX-1", ROPES), control("XX-2", LAMPS), control("XX-3", ("", "Pay taxes."))))
    assert [row.flag for row in listing.rows(file)] == [False, False, True]
