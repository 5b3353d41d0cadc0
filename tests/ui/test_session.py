"""The session: one signal for changes, one way to change, one way to fail."""

import threading
from pathlib import Path

import pytest

from srm_desktop.domain.assessment import Changes
from srm_desktop.domain.problems import BadValue, Problem
from srm_desktop.domain.vocabulary import Status
from srm_desktop.services import assessments, history, listing, page, walk
from srm_desktop.services.walk import Marking
from srm_desktop.ui.session import Session
from srm_desktop.ui.worker import Progress

KEY = "aws-srm:SRM-CMP-01"


@pytest.fixture
def told(session: Session) -> list[tuple[str, object]]:
    said: list[tuple[str, object]] = []
    session.changed.connect(lambda changes: said.append(("changed", changes)))
    session.notice.connect(lambda text, undoable: said.append(("notice", (text, undoable))))
    session.problem.connect(lambda sentence: said.append(("problem", sentence)))
    session.crashed.connect(lambda error: said.append(("crashed", error)))
    return said


def test_a_change_is_told_once_with_what_it_touched(session, told) -> None:
    session.run(lambda file: walk.mark(file, [KEY], Marking(status=(Status.PLANNED,))))
    assert told == []
    session.worker.drain()
    assert [kind for kind, _ in told] == ["changed", "notice"]
    changes = told[0][1]
    assert isinstance(changes, Changes) and changes.controls == {KEY}
    assert told[1][1] == ("Mark SRM-CMP-01 planned", True)


def test_what_changes_nothing_is_not_told(session, told) -> None:
    session.run(lambda _file: None)
    session.run(lambda file: len(listing.rows(file)), then=lambda n: told.append(("then", n > 100)))
    session.worker.drain()
    assert told == [("then", True)]


def test_a_problem_is_a_sentence_and_a_bug_is_a_crash(session, told) -> None:
    settled: list[bool] = []

    def wrong(_file: object) -> None:
        raise BadValue("That is no date.")

    def bug(_file: object) -> None:
        raise ZeroDivisionError

    session.run(wrong, settled=settled.append)
    session.run(bug)
    session.worker.drain()
    assert told[0] == ("problem", "That is no date.")
    assert told[1][0] == "crashed" and isinstance(told[1][1], ZeroDivisionError)
    assert settled == [False]


def test_cancelled_work_ends_with_a_notice_and_keeps_nothing(session, told) -> None:
    seen: list[Progress] = []
    session.working.connect(seen.append)

    asked = threading.Event()

    def operation(_file: object, progress: Progress) -> None:
        assert asked.wait(5)
        progress.cancel()
        progress.report(1, 2)

    progress = session.run_long("Export", operation)
    assert seen == [progress]
    assert session.running is progress
    asked.set()
    session.worker.drain()
    assert progress.finished
    assert session.running is None
    assert told == [("notice", ("Export was cancelled; nothing of it was kept.", False))]


def test_one_bout_of_typing_is_one_step(session) -> None:
    for text in ("a", "ab", "abc"):
        session.type_text(KEY, "statement", text)
    session.type_text(KEY, "note", "n")
    session.worker.drain()
    assert history.names(session.file).undo == "Edit note of SRM-CMP-01"
    session.undo()
    session.undo()
    session.worker.drain()
    assert page.view(session.file, KEY).work.statement == ""
    session.redo()
    session.worker.drain()
    assert page.view(session.file, KEY).work.statement == "abc"


def test_undo_and_redo_say_what_they_did(session, told) -> None:
    session.run(lambda file: walk.mark(file, [KEY], Marking(flag=True)), say=False)
    session.undo()
    session.redo()
    session.worker.drain()
    notices = [said for kind, said in told if kind == "notice"]
    assert notices == [("Undone: Flag SRM-CMP-01", False), ("Redone: Flag SRM-CMP-01", False)]


def test_undo_with_nothing_to_take_back_is_a_sentence(session, told) -> None:
    session.undo()
    session.worker.drain()
    assert [kind for kind, _ in told] == ["problem"]


def test_closing_asks_for_what_was_typed_and_writes_it(session, tmp_path: Path) -> None:
    path = session.file.path
    opened: list[bool] = []
    session.opened.connect(lambda: opened.append(session.file is not None))
    session.closing.connect(lambda: session.type_text(KEY, "statement", "last words"))
    session.close()
    session.close()
    assert opened == [False]
    assert not session.writable
    session.run(lambda _file: pytest.fail("nothing is open"))
    with assessments.open_assessment(path, who="Eve") as file:
        assert page.view(file, KEY).work.statement == "last words"


def test_a_file_that_cannot_be_opened_leaves_the_open_one(session, tmp_path: Path) -> None:
    before = session.file
    with pytest.raises(Problem):
        session.open_path(tmp_path / "gone.srma")
    assert session.file is before
    assert len(listing.rows(before)) > 100


def test_another_name_is_in_the_journal_from_then_on(session) -> None:
    session.call_me("Grace")
    session.run(lambda file: walk.mark(file, [KEY], Marking(flag=True)))
    session.worker.drain()
    assert session.file.who == "Grace"
