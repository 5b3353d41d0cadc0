"""Walking by keyboard in the real window: whatever the speed, what was typed and marked is in the file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from srm_desktop.domain.vocabulary import Status
from srm_desktop.services import assessments, history, listing, page, proof
from srm_desktop.services.listing import Filter
from srm_desktop.ui.main_window import MainWindow

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
BELOW, ABOVE = (Qt.Key.Key_Down, CTRL), (Qt.Key.Key_Up, CTRL)
UNDO, REDO = (Qt.Key.Key_Z, CTRL), (Qt.Key.Key_Z, CTRL | SHIFT)


def in_file(path: Path) -> dict[str, tuple[tuple[Status, ...], str]]:
    """Status and statement of every control, read from the file again."""
    with assessments.open_assessment(path, who="Eve") as file:
        assert proof.verify(file).faults == ()
        return {view.row.key: (view.row.status, view.work.statement) for view in page.views(file)}


def on_screen(window: MainWindow) -> str:
    key = window.walk.list.view.current_key()
    assert key == window.walk.page.key
    return key


@pytest.mark.slow
def test_keys_faster_than_a_person(window: MainWindow, path: Path, keys: Callable[..., None]) -> None:
    window.narrow(Filter(), "All controls")
    window.walk.list.view.go_to(window.walk.list.model.keys()[0])
    status: dict[str, Status] = {}
    text: dict[str, str] = {}
    way, last = BELOW, window.walk.list.model.keys()[-1]
    for n in range(200):
        key = on_screen(window)
        digit = (n * 7 + 3) % 6
        keys(str(digit), delay=10)
        status[key] = list(Status)[digit]
        said = f"w{n} ö{digit}."
        keys(said, delay=10)
        text[key] = text.get(key, "") + said
        way = ABOVE if key == last else way
        keys(way, delay=10)
    assert len(text) > 100
    window.close()
    found = in_file(path)
    assert {key: found[key][1] for key in text} == text
    assert {key: found[key][0] for key in status} == {key: (word,) for key, word in status.items()}
    assert all(found[key] == ((Status.NOT_STARTED,), "") for key in found.keys() - text.keys())


def test_leaving_in_every_way_keeps_what_was_typed(
    window: MainWindow, path: Path, keys: Callable[..., None], qtbot: QtBot
) -> None:
    view = window.walk.list.view
    first, second, third, fourth = window.walk.list.model.keys()[:4]
    view.go_to(first)
    keys("left by Tab", Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not window.walk.page.statement.editor
    view.setFocus()
    view.go_to(second)
    keys("left by a click")
    where = view.visualRect(window.walk.list.model.index(2, 1)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert on_screen(window) == third
    view.setFocus()
    keys("left by another page")
    keys((Qt.Key.Key_1, CTRL))
    assert window.stack.currentWidget() is window.page("overview")
    keys((Qt.Key.Key_2, CTRL), BELOW)
    assert on_screen(window) == fourth
    keys("3")
    keys("left by closing")
    window.close()
    found = in_file(path)
    assert [found[key][1] for key in (first, second, third, fourth)] == [
        "left by Tab", "left by a click", "left by another page", "left by closing",
    ]  # fmt: skip
    assert found[fourth][0] == (Status.IMPLEMENTED,)


def test_another_assessment_takes_nothing_along_and_loses_nothing(
    window: MainWindow, path: Path, tmp_path: Path, keys: Callable[..., None]
) -> None:
    other = tmp_path / "other.srma"
    assert window.session.file is not None
    assessments.save_copy(window.session.file, other)
    key = on_screen(window)
    keys("2", "typed just before")
    assert window.commands.open_path(other)
    assert window.walk.page.statement.editor.toPlainText() == ""
    assert window.walk.list.view.current_key() is not None
    window.close()
    assert in_file(path)[key] == ((Status.PARTIAL,), "typed just before")
    assert in_file(other)[key] == ((Status.NOT_STARTED,), "")


def test_undo_takes_back_typing_and_marks_in_turn(window: MainWindow, keys: Callable[..., None]) -> None:
    key = on_screen(window)
    keys("3")
    keys("abc")

    def now() -> tuple[tuple[Status, ...], str]:
        window.session.worker.drain()
        view = page.view(window.session.file, key)
        assert window.walk.page.statement.editor.toPlainText() == view.work.statement
        return view.row.status, view.work.statement

    window.walk.flush()
    assert now() == ((Status.IMPLEMENTED,), "abc")
    keys(UNDO)
    assert now() == ((Status.IMPLEMENTED,), "")
    keys(UNDO)
    assert now() == ((Status.NOT_STARTED,), "")
    keys(REDO, REDO)
    assert now() == ((Status.IMPLEMENTED,), "abc")


def test_space_goes_to_the_next_open_control_and_says_when_nothing_is_left(
    window: MainWindow, keys: Callable[..., None]
) -> None:
    first = on_screen(window)
    keys("3", Qt.Key.Key_Space)
    window.session.worker.drain()
    assert on_screen(window) != first
    rows = {row.key: row for row in listing.rows(window.session.file)}
    assert not rows[first].open
    assert rows[on_screen(window)].open
    keys((Qt.Key.Key_A, CTRL), "3")
    window.session.worker.drain()
    keys(Qt.Key.Key_Space)
    assert not any(row.open for row in listing.rows(window.session.file))
    assert window.notice.isVisible()


def test_marking_400_selected_controls_is_one_step_and_one_undo(
    build, benchmark_module, tmp_path: Path, keys: Callable[..., None]
) -> None:
    window = build(benchmark_module.big(tmp_path, 1200, 0))
    window.narrow(Filter(), "All controls")
    view, model = window.walk.list.view, window.walk.list.model
    view.go_to(model.keys()[0])
    chosen = model.keys()[:400]
    view.select_keys(chosen, chosen[-1])
    assert view.selected_keys() == chosen
    keys("3")
    window.session.worker.drain()
    assert view.selected_keys() == chosen, "the selection stays"
    done = {row.key for row in model.rows if row.status == (Status.IMPLEMENTED,)}
    assert done == set(chosen)
    assert history.names(window.session.file).undo == "Mark 400 controls implemented"
    keys(UNDO)
    window.session.worker.drain()
    assert not any(row.status == (Status.IMPLEMENTED,) for row in model.rows)
