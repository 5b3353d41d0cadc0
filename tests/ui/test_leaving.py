"""Closing: nothing that the screen shows is lost without a question, and long work does not hold the window."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from srm_desktop import app, settings
from srm_desktop.domain.vocabulary import Status
from srm_desktop.services import assessments, evidence, history, listing, page, proof
from srm_desktop.services.listing import Filter
from srm_desktop.ui.dialogs import leaving, problem

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def window(assessment, tmp_path, monkeypatch, qapp):
    monkeypatch.setenv(settings.HOME, str(tmp_path / "home"))
    path = assessment.path
    assessment.close()
    app.application()
    made = app.build(path)
    made.activateWindow()
    yield made
    monkeypatch.setattr(leaving, "ask_lose", lambda _parent: True)
    monkeypatch.setattr(leaving, "ask_stop", lambda _parent, _work: True)
    monkeypatch.setattr(problem, "show_problem", lambda _parent, _sentence: None)
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def statement(path: Path, key: str) -> str:
    with assessments.open_assessment(path, who="Ben") as file:
        return page.view(file, key).work.statement


def test_what_was_typed_a_moment_ago_is_in_the_file_after_closing(window):
    path, key = window.session.file.path, window.walk.page.key
    window.walk.page.type_into_statement("Reviewed on Monday.")
    window.close()
    assert statement(path, key) == "Reviewed on Monday."


def test_text_that_cannot_be_written_keeps_the_window_open(window, monkeypatch, tmp_path):
    told: list[str] = []
    monkeypatch.setattr(problem, "show_problem", lambda _parent, sentence: told.append(sentence))
    monkeypatch.setattr(leaving, "ask_lose", lambda _parent: False)
    path = window.session.file.path
    path.rename(tmp_path / "moved.srma")
    window.walk.page.type_into_statement("Not to be lost.")
    assert not window.close()
    assert window.session.file is not None
    assert window.walk.page.statement.editor.toPlainText() == "Not to be lost."
    assert len(told) == 1 and "moved, deleted or replaced" in told[0]
    (tmp_path / "moved.srma").rename(path)


def test_closing_asks_before_it_stops_an_attach_and_then_keeps_nothing_of_it(window, monkeypatch, tmp_path):
    asked: list[str] = []
    monkeypatch.setattr(leaving, "ask_stop", lambda _parent, work: bool(asked.append(work)) or len(asked) > 1)
    (tmp_path / "large.bin").write_bytes(os.urandom(1 << 20) * 120)
    path = window.session.file.path
    window.walk.page.attach_paths([tmp_path / "large.bin"])
    assert not window.close()
    assert window.session.file is not None
    assert window.close()
    assert asked == ["Attach large.bin"] * 2
    with assessments.open_assessment(path, who="Ben") as file:
        assert evidence.listed(file) == ()
        assert proof.verify(file).ok


def test_marks_and_text_are_in_the_file_while_a_large_file_comes_in(window, tmp_path):
    (tmp_path / "large.bin").write_bytes(os.urandom(1 << 20) * 160)
    key = window.walk.page.key
    window.walk.page.attach_paths([tmp_path / "large.bin"])
    window.walk.mark_status(Status.IMPLEMENTED)
    window.walk.page.type_into_statement("Written meanwhile.")
    window.walk.flush()
    window.session.worker.drain()
    file = window.session.file
    assert page.view(file, key).work.statement == "Written meanwhile."
    assert page.view(file, key).row.status == (Status.IMPLEMENTED,)
    steps = [event.step_name.split()[0] for event in history.history(file, key=key)]
    assert list(dict.fromkeys(reversed(steps))) == ["Mark", "Edit", "Attach"], "the attach came first"
    assert [row.piece.name for row in evidence.listed(file)] == ["large.bin"]
    assert proof.verify(file).ok


def test_the_walk_goes_on_below_a_control_that_its_mark_took_out_of_the_list(window):
    window.narrow(Filter(mine=True, open=True), "Still open")
    keys = window.walk.list.model.keys()
    window.walk.show_control(keys[10])
    window.walk.mark_status(Status.IMPLEMENTED)
    window.session.worker.drain()
    assert window.walk.list.model.row_of(keys[10]) < 0
    assert window.walk.page.key == keys[10]
    window.walk.next_open()
    assert window.walk.page.key == keys[11]
    window.walk.mark_status(Status.IMPLEMENTED)
    window.session.worker.drain()
    window.walk.step(1)
    assert window.walk.page.key == keys[12]


def test_recent_files_are_in_their_menu(window, qtbot):
    qtbot.waitUntil(lambda: str(window.session.file.path) in settings.load().recent)
    window.menus.menus["Assessment"].aboutToShow.emit()
    names = [action.text() for action in window.menus.menus["Open recent"].actions()]
    assert names == [str(window.session.file.path)]
    assert len(listing.rows(window.session.file)) > 100


def test_a_file_opened_and_closed_at_once_is_among_the_recent_ones(window, tmp_path):
    copy = assessments.save_copy(window.session.file, tmp_path / "copy.srma")
    first = window.session.file.path
    window.commands.open_path(copy)
    window.close()
    assert settings.load().recent == (str(copy), str(first))


def test_no_page_is_a_window_of_its_own_for_a_moment(window, qtbot):
    seen: list[str] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                seen.append(watched.objectName())
            return False

    watch = Watch()
    QApplication.instance().installEventFilter(watch)
    for page_key in ("overview", "map", "evidence", "history", "controls"):
        window.show_page(page_key)
    QApplication.instance().removeEventFilter(watch)
    assert seen == []
