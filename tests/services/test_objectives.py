"""Results of single objectives: they add up to their part and its control, as steps of the journal like any other."""

import pytest

from srm_desktop.domain.problems import BadValue
from srm_desktop.domain.vocabulary import Result
from srm_desktop.services import board, history, listing, page, proof, todo, walk
from srm_desktop.services.walk import Marking

KEY = "published:XX-2"
FIRST, SECOND, LAST, WHOLE = "XX-02a.01[01]", "XX-02a.01[02]", "XX-02b.", "XX-02a.[01]"
OK, OTHER, OPEN = Result.SATISFIED, Result.OTHER, Result.NOT_ASSESSED


def results(file) -> dict[str, Result]:
    """The results on the page: of parts by letter, of objectives by id, of the control under "control"."""
    view = page.view(file, KEY)
    found = {part.letter: part.mark.result for part in view.parts}
    every = [*view.objectives, *(o for part in view.parts for o in part.objectives)]
    return found | {o.id: o.result for o in every} | {"control": view.row.result}


def test_an_objective_is_marked_as_one_step_that_can_be_undone(published):
    changes = walk.mark_objective(published, KEY, FIRST, OK)
    assert changes.controls == {KEY}
    assert history.names(published).undo == f"Mark XX-2 objective {FIRST} satisfied"
    assert results(published)[FIRST] is OK
    history.undo(published)
    assert results(published)[FIRST] is OPEN
    history.redo(published)
    assert results(published)[FIRST] is OK
    assert proof.verify(published).ok


def test_objectives_add_up_to_the_part_and_the_parts_to_the_control(published):
    walk.mark_objective(published, KEY, FIRST, OK)
    assert results(published)["a.1"] is OPEN
    walk.mark_objective(published, KEY, SECOND, OK)
    assert results(published)["a.1"] is OK
    assert results(published)["control"] is OPEN
    walk.mark(published, [KEY], Marking(result=OK), "a.2")
    walk.mark_objective(published, KEY, LAST, OK)
    assert results(published)["control"] is OK
    walk.mark_objective(published, KEY, SECOND, OTHER)
    assert (results(published)["a.1"], results(published)["control"]) == (OTHER, OTHER)
    assert listing.coverage(published).other == 1


def test_a_result_set_on_a_part_takes_the_place_of_those_of_its_objectives(published):
    walk.mark_objective(published, KEY, FIRST, OTHER)
    walk.mark_objective(published, KEY, LAST, OTHER)
    walk.mark(published, [KEY], Marking(result=OK), "a.1")
    now = results(published)
    assert (now["a.1"], now[FIRST], now[SECOND], now[LAST]) == (OK, OK, OK, OTHER)
    history.undo(published)
    assert (results(published)["a.1"], results(published)[FIRST]) == (OTHER, OTHER)


def test_a_result_set_on_the_control_is_that_of_all_its_objectives(published):
    for objective in (FIRST, WHOLE):
        walk.mark_objective(published, KEY, objective, OTHER)
    walk.mark(published, [KEY], Marking(result=OK))
    assert set(results(published).values()) == {OK}
    assert board.board(published).results == {}


def test_an_objective_set_singly_stands_for_itself_and_the_others_follow_the_part(published):
    walk.mark(published, [KEY], Marking(result=OK))
    walk.mark_objective(published, KEY, FIRST, OPEN)
    assert (results(published)[FIRST], results(published)[SECOND], results(published)["a.1"]) == (OPEN, OK, OPEN)
    walk.mark_objective(published, KEY, FIRST, OK)
    assert results(published)["control"] is OK


def test_objectives_of_no_part_count_for_the_control_once_one_is_determined(published):
    walk.mark(published, [KEY], Marking(result=OK))
    assert results(published)[WHOLE] is OK
    walk.mark_objective(published, KEY, WHOLE, OTHER)
    assert results(published)["control"] is OTHER
    assert results(published)[WHOLE] is OTHER
    assert {results(published)[letter] for letter in ("a.1", "a.2", "b")} == {OK}
    walk.mark_objective(published, KEY, WHOLE, OK)
    walk.mark(published, [KEY], Marking(result=OTHER), "b")
    assert results(published)["control"] is OTHER


def test_objectives_of_no_part_follow_what_was_set_on_all_parts_alike_and_nothing_else(published):
    walk.mark_objective(published, KEY, FIRST, OTHER)
    walk.mark(published, [KEY], Marking(result=OK), "a.2")
    assert results(published)[WHOLE] is OPEN
    walk.mark(published, [KEY], Marking(result=OK), "a.1")
    walk.mark(published, [KEY], Marking(result=OK), "b")
    assert results(published)[WHOLE] is OK


def test_taking_a_result_back_leaves_nothing_behind(published):
    head = history.head(published).length
    walk.mark_objective(published, KEY, FIRST, OPEN)
    assert history.head(published).length == head
    walk.mark_objective(published, KEY, FIRST, OK)
    walk.mark_objective(published, KEY, FIRST, OPEN)
    assert board.board(published).results == {}
    assert not [o for part in page.view(published, KEY).parts for o in part.objectives if o.singly]


def test_an_objective_that_is_not_there_or_not_to_be_assessed_is_refused(published):
    head = history.head(published)
    with pytest.raises(BadValue, match="XX-2 has no objective 'XX-99'"):
        walk.mark_objective(published, KEY, "XX-99", OK)
    with pytest.raises(BadValue, match="withdrawn"):
        walk.mark_objective(published, "published:XX-4", "XX-04", OK)
    assert history.head(published) == head


def test_the_history_tells_which_objective(published):
    walk.mark_objective(published, KEY, FIRST, OK)
    walk.mark_objective(published, KEY, FIRST, OTHER)
    walk.mark_objective(published, KEY, FIRST, OPEN)
    told = [(e.place, e.old, e.new) for e in history.history(published, KEY)]
    place = f"XX-2, objective {FIRST}"
    assert told == [(place, OTHER, ""), (place, OK, OTHER), (place, "", OK)]
    assert todo.resume(published) == KEY


def test_a_result_changed_behind_the_journal_is_found_and_names_the_control(published):
    walk.mark_objective(published, KEY, FIRST, OTHER)
    with published.writing() as connection:
        connection.exec_driver_sql("UPDATE objective_result SET result = 'satisfied'")
    (fault,) = proof.verify(published).faults
    assert fault.controls == ("XX-2",)
    assert FIRST in fault.sentence


def test_a_board_that_is_loaded_anew_says_the_same(published):
    walk.mark_objective(published, KEY, FIRST, OTHER)
    walk.mark_objective(published, KEY, WHOLE, OK)
    before = (listing.rows(published), results(published))
    published.memo.clear()
    assert (listing.rows(published), results(published)) == before
