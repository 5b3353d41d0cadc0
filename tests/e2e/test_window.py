"""The real window: menus, search, navigation, opening and closing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from srm_desktop import settings
from srm_desktop.domain.assessment import Changes
from srm_desktop.domain.vocabulary import Origination, Status
from srm_desktop.services import assessments, attach, evidence, listing, page, proof, walk
from srm_desktop.services.walk import Marking
from srm_desktop.ui.dialogs import shortcuts
from srm_desktop.ui.main_window import MainWindow
from srm_desktop.ui.menu_tree import WALK_KEYS
from srm_desktop.ui.menus import ALWAYS, WRITE
from srm_desktop.ui.theme import theme

CTRL = Qt.KeyboardModifier.ControlModifier

WITHOUT_A_FILE = {
    "New", "Open", "Open the sample", "Who is working", "Quit", "Like the system", "Light", "Dark", "Keys",
    "AWS's page on shared responsibility", "About SRM Desktop",
    *(f"Control ids {style}" for style in settings.ID_STYLES),
}  # fmt: skip
READING = {
    "Save a copy", "Close", "Filter the list", "Clear filters", "Search everything", "Next open control",
    "Control below", "Control above", "Extract all", "Export the matrix", "Export the history",
    "Package for the assessor", "Verify the file", "Overview", "Controls", "Map", "Evidence", "History", "Inbox",
    "Watch a folder",
}  # fmt: skip
WRITING = {
    "Details", "Services in scope", "Flag for another look", "Write the statement", "Attach files", "Attach a folder",
    "Add catalog", "Compact",
    "Paste as evidence", "Link what is offered", *(f"Mark {word}" for word in Status),
    *(f"Result {word}" for word in ("not assessed", "satisfied", "other than satisfied", "not applicable")),
    *(f"Origination {word}" for word in (*Origination, "none")),
    *(f"Review {word}" for word in ("open", "in progress", "ready for review", "reviewed")),
}  # fmt: skip


def enabled(window: MainWindow) -> set[str]:
    window.session.worker.drain()
    return {name for name, action in window.menus.actions.items() if action.isEnabled()}


def wait_for_work(window: MainWindow) -> None:
    window.session.worker.drain()
    QCoreApplication.processEvents()


def drop(window: MainWindow, *paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(p)) for p in paths])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(20, 400), Qt.DropAction.CopyAction, mime, left, none)
    window.dropEvent(event)


# Menus


def test_every_command_is_there_and_usable_when_it_makes_sense(build, window, path, answers) -> None:
    assert set(window.menus.actions) == WITHOUT_A_FILE | READING | WRITING | {"Undo", "Redo"}
    assert enabled(window) == WITHOUT_A_FILE | READING | WRITING
    window.walk.mark_status(Status.PLANNED)
    assert enabled(window) == WITHOUT_A_FILE | READING | WRITING | {"Undo"}
    window.undo()
    assert enabled(window) == WITHOUT_A_FILE | READING | WRITING | {"Redo"}
    window.commands.close()
    assert enabled(window) == WITHOUT_A_FILE
    window.session.open_path(path, read_only=True)
    assert enabled(window) == WITHOUT_A_FILE | READING
    assert "(read-only)" in window.windowTitle()


def test_the_lists_of_this_test_say_what_the_menus_say(window) -> None:
    by_name = {action.objectName(): when for action, when in window.menus._when}
    for name, action in window.menus.actions.items():
        when = by_name[action.objectName()]
        assert (name in WITHOUT_A_FILE) == (when == ALWAYS)
        assert (name in WRITING | {"Undo", "Redo"}) == (when == WRITE)
    assert len(by_name) == len(window.menus.actions)


def test_no_two_commands_share_a_key(window) -> None:
    for key in ("overview", "map", "evidence", "history"):
        window.show_page(key)
    used: dict[str, str] = {}
    for action in window.findChildren(QAction):
        if action.shortcutContext() in (Qt.ShortcutContext.WindowShortcut, Qt.ShortcutContext.ApplicationShortcut):
            for key in action.shortcuts():
                other = used.setdefault(key.toString(), action.text())
                assert other == action.text(), f"{key.toString()}: {other} and {action.text()}"
    assert len(used) > 20
    menus = [menu.title() for menu in (action.menu() for action in window.menuBar().actions()) if menu]
    letters = [title[title.index("&") + 1].casefold() for title in menus]
    assert len(set(letters)) == len(letters), "two menus with the same letter"


def test_the_sheet_of_keys_lists_every_one(window, keys, monkeypatch) -> None:
    shown: list[list[tuple[str, list[tuple[str, str]]]]] = []
    monkeypatch.setattr(shortcuts, "show_shortcuts", lambda _parent, groups: shown.append(groups))
    keys(Qt.Key.Key_F1)
    listed = {(key, name) for _, group in shown[0] for key, name in group}
    assert set(WALK_KEYS) <= listed
    for name, action in window.menus.actions.items():
        if not action.shortcut().isEmpty():
            assert (action.shortcut().toString(), name) in listed


# Search everything


def search(window: MainWindow, keys: Callable[..., None], text: str) -> None:
    keys((Qt.Key.Key_K, CTRL))
    assert QApplication.focusWidget() is window.search
    keys(text)
    keys(Qt.Key.Key_Return)


def test_search_leads_to_controls_evidence_and_commands(window, keys, tmp_path) -> None:
    file = window.session.file
    target = window.walk.list.model.keys()[20]
    row = next(r for r in listing.rows(file) if r.key == target)
    search(window, keys, row.id)
    assert window.walk.page.key == target
    (tmp_path / "Quarterly zebra review.txt").write_text("zebra")
    window.walk.page.attach_paths([tmp_path / "Quarterly zebra review.txt"])
    wait_for_work(window)
    search(window, keys, "zebra")
    assert window.stack.currentWidget() is window.page("evidence")
    assert window.page("evidence").current.name == "Quarterly zebra review.txt"
    window.show_page("controls")
    before = QApplication.focusWidget()
    search(window, keys, "dark")
    assert QApplication.focusWidget() is before, "the keyboard goes back to where it was"
    assert settings.load().theme == "dark"
    keys((Qt.Key.Key_K, CTRL), "zeb", Qt.Key.Key_Escape)
    assert window.search.text() == ""
    assert not window.findChild(type(window.search._list), "search_list").isVisible()


# Navigation, filters


def test_the_counts_of_the_navigation_are_the_rows_behind_them(window, tmp_path) -> None:
    file = window.session.file
    some = window.walk.list.model.keys()
    walk.mark(file, some[:5], Marking(status=(Status.IMPLEMENTED,)))
    window.session.run(lambda f: walk.mark(f, some[5:7], Marking(flag=True)))
    wait_for_work(window)
    ways = window.navigation._model.rows
    counted = [way for way in ways if way.filter is not None]
    assert len(counted) > 10
    for way in counted:
        window.navigation._view.go_to(way.key)
        rows = window.walk.list.model.rows
        assert window.walk.list._title.text() == way.title
        if "/" in way.count:
            mine = [row for row in rows if row.mine]
            assert way.count == f"{sum(row.walked for row in mine)}/{len(mine)}"
        elif way.count == "AWS":
            assert not any(row.mine for row in rows)
        else:
            assert int(way.count) == len(rows)


def test_filters_stack_and_an_empty_list_offers_to_clear_them(window, keys, qtbot: QtBot) -> None:
    shown = window.walk.list
    total = len(listing.rows(window.session.file))
    mine = len(shown.model.rows)
    assert 0 < mine < total
    keys((Qt.Key.Key_F, CTRL), "encrypt")
    narrower = len(shown.model.rows)
    assert 0 < narrower < mine
    assert shown._count.text() == f"{narrower} of {total}"
    shown._lacking.click()
    assert shown.filter.text == "encrypt" and shown.filter.mine and shown.filter.no_evidence
    keys((Qt.Key.Key_F, CTRL), " of nothing at all")
    assert shown._count.text() == f"0 of {total}"
    offer = next(b for b in shown.findChildren(QPushButton) if b.text() == "Clear filters" and b.isVisible())
    assert shown._empty.isVisible()
    qtbot.mouseClick(offer, Qt.MouseButton.LeftButton)
    assert (len(shown.model.rows), shown.text.text(), shown._count.text()) == (total, "", f"{total} of {total}")
    assert shown.view.isVisible() and not shown._clear.isVisible()


def test_nothing_jumps_when_something_changes_elsewhere(window, keys) -> None:
    view = window.walk.list.view
    some = window.walk.list.model.keys()
    view.go_to(some[40])
    view.select_keys(some[38:43], some[40])
    keys("x")
    editor = window.walk.page.statement.editor
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    where = (view.selected_keys(), view.current_key(), bar.value(), QApplication.focusWidget(), window.walk.page.key)
    assert where[3] is editor
    scrolled = window.walk.page.area.verticalScrollBar().value()
    window.session.run(lambda file: walk.mark(file, some[:10], Marking(status=(Status.IMPLEMENTED,))))
    window.session.run(lambda file: attach.attach(file, some[40:41], [attach.Pasted("a.txt", b"a")]).changes)
    wait_for_work(window)
    now = (view.selected_keys(), view.current_key(), bar.value(), QApplication.focusWidget(), window.walk.page.key)
    assert now == where
    assert window.walk.page.area.verticalScrollBar().value() == scrolled
    assert editor.toPlainText() == "x"


# Opening


def test_dropping_an_assessment_opens_it_and_other_files_become_evidence(window, path, tmp_path, qtbot) -> None:
    (tmp_path / "proof.txt").write_text("proof")
    key = window.walk.page.key
    other = window.walk.list.model.keys()[30]
    window.walk.list.view.select_keys([other])
    assert window.walk.page.key == key
    window.walk.page.attach_paths([tmp_path / "proof.txt"])
    wait_for_work(window)
    served = {r.piece.name: r.controls for r in evidence.listed(window.session.file)}
    assert served == {"proof.txt": (key.split(":")[1],)}
    copy = assessments.save_copy(window.session.file, tmp_path / "copy.srma")
    drop(window, copy)
    qtbot.waitUntil(lambda: window.session.file is not None and window.session.file.path == copy)


def test_a_file_in_use_is_offered_as_a_copy(build, path, answers) -> None:
    with assessments.open_assessment(path, who="Bo"):
        window = build(path)
        assert len(answers.offered) == 1
        assert window.session.file is None
        assert window.stack.currentWidget() is window.welcome
        answers.copy = True
        assert window.commands.open_path(path)
        assert not window.session.writable
        assert window.walk.list.model.rows
        window.session.close()


@pytest.mark.parametrize("kind", ["missing", "text", "cut", "folder"])
def test_a_file_that_cannot_be_opened_leaves_the_open_one_usable(window, path, tmp_path, answers, keys, kind) -> None:
    bad = tmp_path / "bad.srma"
    if kind == "text":
        bad.write_text("no assessment")
    elif kind == "cut":
        bad.write_bytes(path.read_bytes()[:5000])
    elif kind == "folder":
        bad.mkdir()
    before = window.session.file
    assert not window.commands.open_path(bad)
    assert len(answers.problems) == 1 and "bad.srma" in answers.problems[0]
    assert window.session.file is before
    keys("3")
    wait_for_work(window)
    assert page.view(before, window.walk.page.key).row.status == (Status.IMPLEMENTED,)


def test_recent_files_are_offered_newest_first_and_open(window, path, tmp_path, answers, qtbot) -> None:
    copy = assessments.save_copy(window.session.file, tmp_path / "copy.srma")
    window.commands.open_path(copy)
    qtbot.waitUntil(lambda: settings.load().recent == (str(copy), str(path)))
    window.fill_recent()
    offered = window.menus.menus["Open recent"].actions()
    assert [str(path) in a.text() or path.name in a.text() for a in offered] == [False, True]
    offered[1].trigger()
    assert window.session.file.path == path
    copy.unlink()
    window.fill_recent()
    gone = next(a for a in window.menus.menus["Open recent"].actions() if copy.name in a.text())
    gone.trigger()
    assert answers.problems
    assert str(copy) not in settings.load().recent


# Looks


def test_another_theme_paints_everything_anew(window, qtbot) -> None:
    seen = {}
    for choice in ("light", "dark"):
        window.menus.actions[choice.capitalize()].trigger()
        panes = (window.navigation, window.walk.list, window.walk.page, window.menuBar(), window.statusBar())
        smooth = Qt.TransformationMode.SmoothTransformation
        pictures = [pane.grab().toImage() for pane in panes]
        seen[choice] = [p.scaled(1, 1, mode=smooth).pixelColor(0, 0).lightness() for p in pictures]
    assert min(seen["light"]) > 200
    assert max(seen["dark"]) < 80
    window.menus.actions["Light"].trigger()
    assert theme.palette.page.lower() == "#ffffff"


def test_the_window_comes_back_where_it_was(build, path) -> None:
    first = build(path)
    first.resize(900, 700)  # the screen is 800 wide here, and a window never comes back larger than its screen
    first.splitter.setSizes([200, 700])
    first.walk.splitter.setSizes([340, 360])
    sizes = (first.size(), first.splitter.sizes(), first.walk.splitter.sizes())
    first.close()
    second = build(path)
    assert (second.size(), second.splitter.sizes(), second.walk.splitter.sizes()) == sizes


def test_the_work_goes_on_where_it_stopped(build, path, keys) -> None:
    first = build(path)
    key = first.walk.list.model.keys()[17]
    first.walk.list.view.go_to(key)
    keys("unfinished")
    first.close()
    assert build(path).walk.page.key == key


# Closing


@pytest.fixture
def large(tmp_path: Path) -> Path:
    made = tmp_path / "large.bin"
    with made.open("wb") as out:
        out.truncate(400_000_000)
    return made


def begin_attach(window: MainWindow, large: Path, qtbot: QtBot) -> object:
    started: list[object] = []
    window.session.working.connect(started.append)
    window.walk.page.attach_paths([large])
    qtbot.waitUntil(lambda: started[0].total > 0)
    return started[0]


@pytest.mark.parametrize("how", ["close", "quit"])
def test_closing_stops_a_running_attach_and_leaves_nothing_of_it(
    window, path, large, answers, qtbot, keys, how
) -> None:
    key = window.walk.page.key
    begin_attach(window, large, qtbot)
    keys("3", "meanwhile")
    if how == "close":
        window.commands.close()
        assert window.session.file is None
    else:
        window.close()
        assert not window.isVisible()
    assert answers.stops == ["Attach large.bin"]
    with assessments.open_assessment(path, who="Eve") as file:
        assert proof.verify(file).faults == ()
        assert evidence.listed(file) == ()
        view = page.view(file, key)
        assert (view.row.status, view.work.statement) == ((Status.IMPLEMENTED,), "meanwhile")
    assert not path.with_name(path.name + "-journal").exists()


def test_whoever_does_not_want_to_stop_it_stays_until_it_is_done(window, large, answers, qtbot) -> None:
    answers.stop = False
    begin_attach(window, large, qtbot)
    window.close()
    assert window.isVisible()
    wait_for_work(window)
    assert [r.piece.size for r in evidence.listed(window.session.file)] == [400_000_000]


def test_marks_and_text_are_in_the_file_while_an_attach_goes_on(window, large, qtbot, keys) -> None:
    key = window.walk.page.key
    progress = begin_attach(window, large, qtbot)
    keys("3", "meanwhile")
    file = window.session.file
    qtbot.waitUntil(lambda: page.view(file, key).work.statement == "meanwhile")
    assert page.view(file, key).row.status == (Status.IMPLEMENTED,)
    assert not progress.finished
    progress.cancel()
    wait_for_work(window)
    assert evidence.listed(file) == ()


def test_what_cannot_be_written_keeps_the_window_open(window, path, answers, keys) -> None:
    path.unlink()  # somebody took the file away
    keys("cannot be kept")
    window.close()
    assert window.isVisible()
    assert answers.problems
    assert window.walk.page.statement.editor.toPlainText() == "cannot be kept"
    answers.lose = True
    window.close()
    assert not window.isVisible()


def test_an_opened_file_is_looked_at_and_its_change_is_told(window) -> None:
    told: list[Changes] = []
    window.session.changed.connect(told.append)
    window.walk.mark_status(Status.PLANNED)
    wait_for_work(window)
    assert [set(c.controls) for c in told] == [{window.walk.page.key}]
