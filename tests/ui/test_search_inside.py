"""Text inside evidence: read in the background without being asked, and found while typing."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from srm_desktop.services import attach, evidence, listing, reading_inside
from srm_desktop.services.assessments import open_assessment
from srm_desktop.storage import evidence_words, reading_journal
from srm_desktop.ui import inside_reader
from srm_desktop.ui.main_window import MainWindow
from srm_desktop.ui.session import Session


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FIRST_AFTER", "SOON", "AGAIN"):
        monkeypatch.setattr(inside_reader, name, 1)


def bring(session: Session, count: int = 3) -> list[str]:
    key = listing.rows(session.file)[0].key
    some = [attach.Pasted(f"n{n}.txt", f"The isinglass of jar {n}.".encode()) for n in range(count)]
    return list(attach.attach(session.file, [key], some).new)


@pytest.fixture
def window(session: Session, qtbot) -> MainWindow:
    made = MainWindow(session)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    return made


def lines(window: MainWindow) -> list[tuple[str, str]]:
    return [(line.kind, line.target) for line in window.search._model.rows]


def test_pieces_are_read_by_themselves_and_nothing_changed_by_it(session, window, qtbot):
    bring(session)
    changes: list[object] = []
    session.changed.connect(changes.append)
    before = reading_journal.head(session.file)
    with qtbot.waitSignals([window.inside_reader.left], timeout=20_000):
        session.opened.emit()
    qtbot.waitUntil(lambda: reading_inside.waiting(session.file) == 0, timeout=20_000)
    assert (changes, reading_journal.head(session.file)) == ([], before)


def test_what_is_attached_is_read_soon(session, window, qtbot):
    key = listing.rows(session.file)[0].key
    pasted = attach.Pasted("new.txt", b"A cormorant dives.")
    session.run(lambda file: attach.attach(file, [key], [pasted]))
    qtbot.waitUntil(lambda: len(evidence_words.find_all(session.file, "cormorant")) == 1, timeout=20_000)


def test_how_much_is_left_is_said_quietly(session, window, qtbot):
    shown = window.status.findChild(QLabel, "reading")
    assert shown.isHidden()
    window.inside_reader.left.emit(1)
    assert (shown.isVisible(), shown.text()) == (True, "Reading the text of 1 piece…")
    window.inside_reader.left.emit(1312)
    assert shown.text() == "Reading the text of 1,312 pieces…"
    window.inside_reader.left.emit(0)
    assert shown.isHidden()


def test_closing_does_not_wait_for_all_of_it(session, window, qtbot, monkeypatch):
    bring(session, 40)
    path = session.file.path
    seen: list[int] = []
    given = reading_inside.catch_up

    def slow(file, reader, most, tell):
        def told(done: int, total: int) -> None:
            seen.append(done)
            tell(done, total)

        return given(file, reader, most, told)

    monkeypatch.setattr(reading_inside, "catch_up", slow)
    session.opened.emit()
    qtbot.waitUntil(lambda: len(seen) > 2, timeout=20_000)
    session.close()
    with open_assessment(path, who="Ann") as file:
        assert 0 < reading_inside.waiting(file) <= 40
        assert max(seen) < 40


def test_long_work_of_the_user_goes_first(session, window, qtbot):
    bring(session, 40)
    session.opened.emit()
    qtbot.waitUntil(lambda: window.inside_reader._progress is not None, timeout=20_000)
    left: list[int] = []
    session.run_long("Look", lambda file, progress: left.append(reading_inside.waiting(file)))
    qtbot.waitUntil(lambda: bool(left), timeout=20_000)
    assert left[0] > 0, "it did not wait for all of it"
    qtbot.waitUntil(lambda: reading_inside.waiting(session.file) == 0, timeout=30_000)


def test_a_read_only_file_is_not_read(session, window, qtbot):
    bring(session)
    path = session.file.path
    session.close()
    session.open_path(path, read_only=True)
    window.inside_reader._begin()
    session.worker.drain()
    assert reading_inside.waiting(session.file) == 3


def test_hits_inside_come_below_while_typing_and_lead_to_the_piece(session, window, qtbot):
    one, *_ = bring(session)
    rows = [evidence_words.Read(p.content, f"The quokka of {p.name}") for p in evidence_words.pending(session.file, 9)]
    evidence_words.put(session.file, rows)
    window.search.begin()
    window.search.setText("quok")
    qtbot.waitUntil(lambda: len(lines(window)) == 3)
    assert {kind for kind, _ in lines(window)} == {"inside"}
    window.search.setText("quokka n0")
    qtbot.waitUntil(lambda: lines(window) == [("inside", one)])
    line = window.search._model.rows[0]
    assert (line.title, line.detail) == ("E-1  n0", "The quokka of n0.txt")
    with qtbot.waitSignal(window.search.evidence_asked) as asked:
        qtbot.keyClick(window.search, Qt.Key.Key_Return)
    assert asked.args == [one]
    assert window.page("evidence").current.uid == one


def test_the_line_that_is_chosen_stays_when_more_comes(session, window, qtbot):
    bring(session)
    rows = [evidence_words.Read(p.content, "encryption quokka") for p in evidence_words.pending(session.file, 9)]
    evidence_words.put(session.file, rows)
    window.search.begin()
    window.search.setText("encrypt")
    there = len(lines(window))
    assert there > 2
    qtbot.keyClick(window.search, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: len(lines(window)) == there + 3)
    assert window.search._view.currentIndex().row() == 1
    window.search.clear()
    session.worker.drain()
    assert lines(window) == []


def test_a_damaged_index_is_said_once(session, window, qtbot):
    said: list[str] = []
    session.notice.connect(lambda text, _undo: said.append(text))

    asked: list[str] = []

    def broken(file, text):
        asked.append(text)
        raise evidence_words.SearchDamaged("The words cannot be looked up.")

    window.search._inside._look = broken
    for text in ("quo", "quok"):
        window.search.setText(text)
        qtbot.waitUntil(lambda text=text: asked[-1:] == [text])
        session.worker.drain()
    assert said == ["The words cannot be looked up."]


def test_the_list_of_evidence_finds_what_is_inside(session, window, qtbot):
    one, two, three = bring(session)
    some = {p.uid: p.content for p in evidence_words.pending(session.file, 9)}
    evidence_words.put(session.file, [evidence_words.Read(some[two], "quokka")])
    window.show_page("evidence")
    page = window.page("evidence")
    page.text.setText("quokka")
    qtbot.waitUntil(lambda: page.view.rows_model.keys() == [two])
    page.text.setText("n2")
    qtbot.waitUntil(lambda: page.view.rows_model.keys() == [three])
    page.clear()
    assert len(page.view.rows_model.keys()) == 3
    evidence.remove(session.file, [one])


def test_only_the_last_of_many_keys_is_looked_up(session, window, qtbot):
    asked: list[str] = []

    def look(file, text: str) -> list[object]:
        asked.append(text)
        return []

    found: Callable[..., object] = window.search._inside
    found._look = look  # type: ignore[attr-defined]
    for n in range(1, 9):
        window.search.setText("isinglas"[:n])
    qtbot.waitUntil(lambda: asked != [])
    session.worker.drain()
    assert asked == ["isinglas"]
