"""The inbox page: emptied by keyboard, with files of a watched folder, dropped files and pieces without a control."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from srm_desktop import settings
from srm_desktop.services import assessments, attach, evidence, history
from srm_desktop.services.attach import Pasted
from srm_desktop.ui.inbox_watch import InboxWatch
from srm_desktop.ui.pages.inbox_page import InboxPage

CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv(settings.HOME, str(tmp_path / "home"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "scans"
    made.mkdir()
    return made


def put(folder: Path, name: str, text: str = "") -> Path:
    path = folder / name
    path.write_text(text or f"what {name} says")
    os.utime(path, (1_760_000_000, 1_760_000_000))
    return path


@pytest.fixture
def shown(session, show, folder, qtbot):
    """The page, in front, over a folder that is watched and whatever was put into it before."""

    def do(*names: str) -> InboxPage:
        for name in names:
            put(folder, name)
        own = assessments.info(session.file).id
        settings.save(settings.watching(settings.load(), own, folder))
        page = InboxPage(session, InboxWatch(session))
        page._watch.setParent(page)
        show(page)
        page.activateWindow()
        assert QTest.qWaitForWindowActive(page)
        qtbot.waitUntil(lambda: page._watch.inbox is not None)
        page.view.setFocus()
        return page

    return do


def press(*keys: Qt.Key | str, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Keys, to whatever has the focus."""
    for key in keys:
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClick(target, key, modifiers)


def names(page: InboxPage) -> list[str]:
    return [one.name for one in page.view.rows_model.rows]


def serves(session) -> dict[str, tuple[str, ...]]:
    return {row.piece.name: row.controls for row in evidence.listed(session.file)}


def test_five_files_are_emptied_without_a_mouse(shown, session, qtbot):
    page = shown(
        "IAM-01 users.csv", "IAM-02(a), IAM-03 keys.csv", "logs.txt", "notes.txt", "patches VUL-01.txt"
    )  # fmt: skip
    said: list[str] = []
    session.notice.connect(lambda text, _undo: said.append(text))
    assert page.current.name == "IAM-01 users.csv" and page.serves.places == (("aws-srm:SRM-IAM-01", ""),)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.current.name == "IAM-02(a), IAM-03 keys.csv")
    press(Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Space)  # to the controls: without the second
    assert page.serves.places == (("aws-srm:SRM-IAM-02", "a"),)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.current.name == "logs.txt")
    press(Qt.Key.Key_Space)  # later
    assert page.current.name == "notes.txt" and names(page)[-1] == "logs.txt"
    press(Qt.Key.Key_Return)  # nothing is ticked: it says so and attaches nothing
    assert said[-1].startswith("Tick what it serves first") and QApplication.focusWidget() is page.serves.field
    press(*"gov-1", Qt.Key.Key_Return, *"gov-2", Qt.Key.Key_Return)
    assert page.serves.places == (("aws-srm:SRM-GOV-01", ""), ("aws-srm:SRM-GOV-02", ""))
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.current.name == "patches VUL-01.txt")
    press(*"vul-2", Qt.Key.Key_Escape, Qt.Key.Key_Escape, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(page) == ["logs.txt"])
    press(Qt.Key.Key_Delete)
    qtbot.waitUntil(page._empty.isVisible)
    session.worker.drain()
    assert serves(session) == {
        "IAM-01 users.csv": ("SRM-IAM-01",),
        "IAM-02(a), IAM-03 keys.csv": ("SRM-IAM-02",),
        "notes.txt": ("SRM-GOV-01", "SRM-GOV-02"),
        "patches VUL-01.txt": ("SRM-VUL-01",),
    }
    assert "Attach IAM-01 users.csv to SRM-IAM-01" in said
    page._watch.look()
    qtbot.waitUntil(lambda: page._watch._looking is None)
    assert names(page) == []  # what was not wanted of a name does not come back either


def test_all_that_is_proposed_is_one_step_and_undo_brings_it_back(shown, session, qtbot):
    page = shown("IAM-01 users.csv", "IAM-02 keys.csv", "notes.txt")
    assert page._all.text() == "Attach all sure ones: 2"
    press(Qt.Key.Key_Return, modifiers=CTRL_SHIFT)
    qtbot.waitUntil(lambda: names(page) == ["notes.txt"])
    qtbot.waitUntil(lambda: len(serves(session)) == 2)
    qtbot.waitUntil(lambda: not page._all.isEnabled())
    session.undo()
    qtbot.waitUntil(lambda: len(names(page)) == 3)
    assert page.current.name == "notes.txt"  # nothing jumps


def test_a_file_that_went_is_said_and_the_others_wait_on(shown, session, qtbot, folder):
    page = shown("IAM-01 users.csv", "IAM-02 keys.csv")
    (folder / "IAM-01 users.csv").unlink()
    with qtbot.waitSignal(session.problem, check_params_cb=lambda text: "nothing was attached" in text):
        press(Qt.Key.Key_Return)
    assert not serves(session) and "IAM-02 keys.csv" in names(page)


def test_the_same_bytes_are_said(shown, session, qtbot, folder):
    attach.attach(session.file, ["aws-srm:SRM-IAM-05"], [Pasted("report.txt", b"same")])
    put(folder, "IAM-01 users.csv", "same")
    page = shown()
    assert page._said.text() == "The same bytes are E-1 already: it will be linked instead of stored."
    with qtbot.waitSignal(session.notice, check_params_cb=lambda text, undo: undo and "linked instead" in text) as got:
        press(Qt.Key.Key_Return)
    assert got.args[0] == "IAM-01 users.csv is E-1 already; linked instead of stored."


def test_ignored_files_stay_away_and_can_be_brought_back(shown, session, qtbot, folder):
    page = shown("a.txt", "b.txt")
    press(Qt.Key.Key_Delete)
    assert names(page) == ["b.txt"] and (folder / "a.txt").exists()
    page._watch.look()
    qtbot.waitUntil(lambda: page._watch._looking is None)
    assert names(page) == ["b.txt"]
    page._show_ignored.click()
    qtbot.waitUntil(lambda: names(page) == ["a.txt", "b.txt"])
    page.view.go_to(page.view.rows_model.rows[0].key)
    page.view.setFocus()
    assert page.actions_by_name["ignore"].text() == "Bring back"
    press(Qt.Key.Key_Delete)
    page._show_ignored.click()
    qtbot.waitUntil(lambda: page._watch._looking is None and page._watch.inbox.ignored == 0)
    assert names(page) == ["a.txt", "b.txt"]


def test_new_files_come_by_themselves_and_what_is_ticked_stays(shown, session, qtbot, folder):
    page = shown("m.txt")
    page.serves.type_on("gov-1")
    press(Qt.Key.Key_Return)
    put(folder, "a.txt")
    qtbot.waitUntil(lambda: names(page) == ["a.txt", "m.txt"], timeout=5000)
    assert page.current.name == "m.txt" and page.serves.places == (("aws-srm:SRM-GOV-01", ""),)


def test_a_folder_that_vanished_is_said_quietly(shown, session, qtbot, folder, tmp_path):
    told: list[str] = []
    session.problem.connect(told.append)
    page = shown("a.txt")
    folder.rename(tmp_path / "elsewhere")
    page._watch.look()
    qtbot.waitUntil(lambda: "cannot be reached at the moment" in page._watching.text())
    assert told == [] and names(page) == []
    (tmp_path / "elsewhere").rename(folder)
    page._watch.look()
    qtbot.waitUntil(lambda: names(page) == ["a.txt"])
    page._watch.watch(folder, watched=False)
    qtbot.waitUntil(lambda: not names(page))
    assert not page._watching.isVisible()


def test_what_is_pasted_comes_in_and_waits_for_a_control(shown, session, qtbot, folder):
    page = shown("a.txt")
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("user\tmfa\nann\tyes\n")
    page.take_mime(clipboard.mimeData())
    clipboard.clear()
    qtbot.waitUntil(lambda: page.current is not None and page.current.name.endswith(".csv"))
    assert page.current.name.startswith("Pasted ") and page._said.text().startswith("E-1 is in the assessment")
    page.view.setFocus()
    press(*"iam-1", Qt.Key.Key_Return, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [*serves(session).values()] == [("SRM-IAM-01",)])
    assert history.names(session.file).undo.startswith("Link Pasted ")


def test_dropped_files_and_folders_wait(shown, session, qtbot, tmp_path):
    page = shown()
    other = tmp_path / "dropped"
    other.mkdir()
    put(other, "IAM-04 x.txt")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(other))])
    page.take_mime(mime)
    qtbot.waitUntil(lambda: names(page) == ["IAM-04 x.txt"])
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not names(page))
    session.worker.drain()
    page._watch.look()
    qtbot.waitUntil(lambda: page._watch._looking is None)
    assert names(page) == [] and serves(session) == {"IAM-04 x.txt": ("SRM-IAM-04",)}


def test_an_empty_inbox_offers_to_watch_a_folder(session, show, qtbot):
    page = InboxPage(session, InboxWatch(session))
    page._watch.setParent(page)
    show(page)
    qtbot.waitUntil(lambda: page._watch.inbox is not None)
    assert page._empty.isVisible() and page._about.text() == "nothing waits"
    offered = next(b for b in page._empty.children() if hasattr(b, "click"))
    with qtbot.waitSignal(page.watch_asked):
        offered.click()


def test_a_read_only_assessment_lists_and_attaches_nothing(session, show, qtbot, folder):
    attach.attach(session.file, [], [Pasted("IAM-01 a.txt", b"a")])
    path = session.file.path
    session.close()
    session.open_path(path, read_only=True)
    page = InboxPage(session, InboxWatch(session))
    page._watch.setParent(page)
    show(page)
    qtbot.waitUntil(lambda: names(page) == ["IAM-01 a.txt"])
    assert not page.actions_by_name["attach"].isEnabled() and not page._all.isEnabled()
    page.attach()
    session.worker.drain()
    assert serves(session) == {"IAM-01 a.txt": ()}


def test_a_file_that_was_attached_or_ignored_before_waits_again_when_it_is_dropped(shown, session, qtbot, tmp_path):
    page = shown()
    (tmp_path / "dropped").mkdir()
    path = put(tmp_path / "dropped", "IAM-04 x.txt")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    page.take_mime(mime)
    qtbot.waitUntil(lambda: names(page) == ["IAM-04 x.txt"])
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: serves(session) != {})
    session.undo()  # it waits again, as one in a watched folder does
    qtbot.waitUntil(lambda: names(page) == ["IAM-04 x.txt"])
    for again in (Qt.Key.Key_Return, Qt.Key.Key_Delete, None):
        page.take_mime(mime)
        qtbot.waitUntil(lambda: names(page) == ["IAM-04 x.txt"])
        if again is not None:
            press(again)
            qtbot.waitUntil(lambda: not names(page))
            session.worker.drain()
            qtbot.waitUntil(lambda: page._watch._looking is None)


def test_the_preview_is_enlarged_and_left_by_keyboard(shown, qtbot):
    page = shown("IAM-01 users.csv")
    qtbot.waitUntil(lambda: page._preview._in_front is not None)
    page.enlarge()
    assert page._preview.is_large
    press(Qt.Key.Key_Escape)
    assert not page._preview.is_large and QApplication.focusWidget() is page.view
    page._preview.viewer_focus()
    press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is page.view
