"""Origination in the window: words checked on the page, on a part and in the menu are in the file, as one step."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from srm_desktop import app
from srm_desktop.domain.assessment import ControlView
from srm_desktop.domain.vocabulary import Origination, Review
from srm_desktop.services import assessments, history, listing, page, walk
from srm_desktop.services.listing import Filter
from srm_desktop.services.walk import Marking
from srm_desktop.ui.control_page.origination import OriginationMenu
from srm_desktop.ui.control_page.page import ControlPage
from srm_desktop.ui.main_window import MainWindow
from srm_desktop.ui.session import Session
from srm_desktop.ui.words import short_origination

KEY = "aws-srm:SRM-CMP-01"
HALF_MINE = "aws-srm:SRM-INF-04"
"""A control with parts that AWS does alone and one that it does not."""

CORPORATE, SYSTEM, HYBRID, CONFIGURED, PROVIDED, SHARED, INHERITED = Origination
DOWN, SPACE, ENTER, ESCAPE = Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def shown(page_on: Callable[[str], ControlPage]) -> ControlPage:
    return page_on(KEY)


@pytest.fixture
def window(
    assessment: assessments.Assessment, qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[MainWindow]:
    """The window as the program builds it, on all controls."""
    monkeypatch.setenv("SRM_DESKTOP_HOME", str(tmp_path / "preferences"))
    assessment.close()
    app.application()
    made = app.build(assessment.path)
    made.narrow(Filter(), "All controls")
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def answering(button: QPushButton, act: Callable[[OriginationMenu], object]) -> None:
    """Press the button and do something in the menu that opens; it is closed then, as by a click outside."""

    def do() -> None:
        menu = QApplication.activePopupWidget()
        try:
            assert isinstance(menu, OriginationMenu)
            act(menu)
        finally:
            if menu is not None:
                menu.close()

    QTimer.singleShot(0, do)
    button.click()


def pressing(button: QPushButton, *keys: Qt.Key) -> None:
    """Press the button, and then keys in the menu."""

    def press(menu: OriginationMenu) -> None:
        for key in keys:
            QTest.keyClick(menu, key)

    answering(button, press)


def clicking(button: QPushButton, *words: Origination) -> None:
    """Press the button, click words in the menu, and then outside of it."""

    def click(menu: OriginationMenu) -> None:
        for word in words:
            at = menu.actionGeometry(menu.actions()[word.rank]).center()
            QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=at)
            assert menu.isVisible()

    answering(button, click)


def kept(session: Session, key: str = KEY) -> ControlView:
    session.worker.drain()
    assert session.file is not None
    return page.view(session.file, key)


def said(session: Session, key: str = KEY) -> dict[str, tuple[Origination, ...]]:
    return {part.letter: part.mark.origination for part in kept(session, key).parts}


def steps(session: Session) -> int:
    session.worker.drain()
    assert session.file is not None
    return len(history.steps(history.history(session.file)))


def test_several_words_are_one_step_that_can_be_undone(shown: ControlPage, session: Session) -> None:
    before = steps(session)
    assert shown.status.origination.text() == "Origination ▾"
    pressing(shown.status.origination, DOWN, DOWN, SPACE, DOWN, DOWN, DOWN, DOWN, SPACE, ENTER)
    assert set(said(session).values()) == {(SYSTEM, SHARED)}
    assert shown.status.origination.text() == "Origination: system specific +1 ▾"
    assert "service provider system specific, shared" in shown.status.origination.toolTip()
    assert steps(session) == before + 1
    assert session.file is not None
    assert history.names(session.file).undo == "Edit origination of SRM-CMP-01"
    session.undo()
    assert set(said(session).values()) == {()}
    assert shown.status.origination.text() == "Origination ▾"
    session.redo()
    assert set(said(session).values()) == {(SYSTEM, SHARED)}


def test_clicks_leave_the_menu_open_and_check_and_uncheck(shown: ControlPage, session: Session) -> None:
    clicking(shown.status.origination, INHERITED, CORPORATE, HYBRID, CORPORATE)
    assert set(said(session).values()) == {(HYBRID, INHERITED)}
    clicking(shown.status.origination, INHERITED, HYBRID)
    assert set(said(session).values()) == {()}


def test_enter_takes_the_word_it_is_on(shown: ControlPage, session: Session) -> None:
    pressing(shown.status.origination, DOWN, ENTER)
    assert set(said(session).values()) == {(CORPORATE,)}
    pressing(shown.status.origination, DOWN, DOWN, SPACE, DOWN, ENTER)
    assert set(said(session).values()) == {(CORPORATE, SYSTEM, HYBRID)}


@pytest.mark.parametrize("keys", [(), (DOWN, SPACE, ESCAPE), (DOWN, SPACE, SPACE)])
def test_escape_and_what_is_as_it_was_leave_no_step(
    shown: ControlPage, session: Session, keys: tuple[Qt.Key, ...]
) -> None:
    before = steps(session)
    pressing(shown.status.origination, *keys)
    assert set(said(session).values()) == {()}
    assert steps(session) == before


def test_it_goes_to_the_parts_that_are_mine_and_moves_nothing_else(shown: ControlPage, session: Session) -> None:
    shown.show_control(HALF_MINE)
    clicking(shown.status.origination, PROVIDED)
    view = kept(session, HALF_MINE)
    assert {p.responsibility.mine for p in view.parts} == {True, False}
    assert [bool(p.mark.origination) for p in view.parts] == [p.responsibility.mine for p in view.parts]
    assert view.work.review is Review.OPEN
    assert shown.status.origination.text() == "Origination: provided by customer ▾"


def test_a_part_has_its_own_and_the_control_says_that_parts_differ(shown: ControlPage, session: Session) -> None:
    row = shown.parts.pool.rows[1]
    assert row.origination.text() == "Origination…"
    clicking(row.origination, SYSTEM, SHARED)
    assert said(session) == {"a": (), "b": (SYSTEM, SHARED), "c": (), "d": ()}
    assert row.origination.text() == "Origination: system specific +1 ▾"
    assert shown.parts.pool.rows[0].origination.text() == "Origination…"
    assert shown.status.origination.text() == "Origination: parts differ ▾"
    assert "(a) not said\n(b) service provider system specific, shared" in shown.status.origination.toolTip()
    shown.status.origination.setFocus()
    texts: list[str] = []
    answering(shown.status.origination, lambda menu: texts.extend(action.text() for action in menu.actions()))
    assert texts[SHARED.rank] == "Shared  (in b)" and texts[HYBRID.rank] == "Service provider hybrid"
    clicking(shown.status.origination, SHARED)
    assert said(session) == {"a": (SHARED,), "b": (SYSTEM, SHARED), "c": (SHARED,), "d": (SHARED,)}
    clicking(shown.status.origination, SHARED)
    assert said(session) == {"a": (), "b": (SYSTEM,), "c": (), "d": ()}
    clicking(row.origination, SYSTEM)
    assert set(said(session).values()) == {()}
    assert row.origination.text() == "Origination…"


def test_space_on_the_button_opens_it_and_the_focus_comes_back(
    shown: ControlPage, session: Session, qtbot: QtBot
) -> None:
    qtbot.waitUntil(shown.isActiveWindow)
    for button in (shown.status.origination, shown.parts.pool.rows[2].origination):
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus and button.accessibleName().startswith("Origination")
        button.setFocus()
        QTimer.singleShot(0, lambda: [QTest.keyClick(QApplication.activePopupWidget(), k) for k in (DOWN, ENTER)])
        QTest.keyClick(button, Qt.Key.Key_Space)
        kept(session)
        assert shown.focusWidget() is button
    assert set(said(session).values()) == {(CORPORATE,)}, "the second Enter was on a word that is checked already"


def test_another_control_says_its_own(shown: ControlPage, session: Session) -> None:
    clicking(shown.status.origination, HYBRID)
    kept(session)
    shown.show_control(HALF_MINE)
    assert shown.status.origination.text() == "Origination ▾"
    shown.show_control(KEY)
    assert shown.status.origination.text() == "Origination: hybrid ▾"


def test_reading_only_it_shows_what_is_said_and_takes_nothing(session: Session, qtbot: QtBot) -> None:
    assert session.file is not None
    walk.mark(session.file, [KEY], Marking(origination=(INHERITED,)), "b")
    path = session.file.path
    session.close()
    session.open_path(path, read_only=True)
    made = ControlPage(session)
    qtbot.addWidget(made)
    made.show_control(KEY)
    first, second = (row.origination for row in made.parts.pool.rows[:2])
    assert not made.status.origination.isEnabled()
    assert first.isHidden()
    assert not second.isHidden() and not second.isEnabled()
    assert second.text() == "Origination: inherited ▾"


def test_words_are_short_on_a_button_and_stay_apart() -> None:
    short = [short_origination((word,)) for word in Origination]
    assert len(set(short)) == len(Origination) and max(map(len, short)) <= 22
    assert short_origination(()) == "" and short_origination((CORPORATE, SHARED, HYBRID)) == "corporate +2"


# The menu of the window


def choose(window: MainWindow, word: str) -> None:
    window.menus.actions[f"Origination {word}"].trigger()
    window.session.worker.drain()


def test_the_menu_adds_and_takes_away_on_all_selected_controls(window: MainWindow) -> None:
    session = window.session
    assert session.file is not None
    keys = [row.key for row in listing.rows(session.file) if row.mine][:3]
    window.walk.list.view.select_keys(keys)
    assert sorted(window.walk.selected()) == sorted(keys)

    def all_said() -> set[tuple[Origination, ...]]:
        views = [kept(session, key) for key in keys]
        return {p.mark.origination for v in views for p in v.parts if p.responsibility.mine}

    before = steps(session)
    choose(window, "shared")
    assert all_said() == {(SHARED,)}
    assert steps(session) == before + 1
    assert window.menus.actions["Undo"].text() == "&Undo Edit origination of 3 controls"
    choose(window, "service provider hybrid")
    assert all_said() == {(HYBRID, SHARED)}
    choose(window, "shared")
    assert all_said() == {(HYBRID,)}
    window.undo()
    assert all_said() == {(HYBRID, SHARED)}
    choose(window, "none")
    assert all_said() == {()}
    assert {v.row.key for v in page.views(session.file) if any(p.mark.origination for p in v.parts)} == set()


def test_controls_that_differ_keep_their_own_words(window: MainWindow) -> None:
    session = window.session
    assert session.file is not None
    keys = [row.key for row in listing.rows(session.file) if row.mine][:2]
    walk.mark(session.file, keys, Marking(origination=(CORPORATE,)))
    walk.mark(session.file, keys[1:], Marking(origination=(CORPORATE, INHERITED)))
    window.walk.list.view.select_keys(keys)
    choose(window, "configured by customer")
    found = {p.mark.origination for key in keys for p in kept(session, key).parts if p.responsibility.mine}
    assert found == {(CORPORATE, CONFIGURED), (CORPORATE, CONFIGURED, INHERITED)}
    choose(window, "service provider corporate")
    found = {p.mark.origination for key in keys for p in kept(session, key).parts if p.responsibility.mine}
    assert found == {(CONFIGURED,), (CONFIGURED, INHERITED)}


def test_reading_only_the_menu_does_nothing(window: MainWindow) -> None:
    assert window.session.file is not None
    path = window.session.file.path
    window.commands.close()
    window.session.open_path(path, read_only=True)
    names = [name for name in window.menus.actions if name.startswith("Origination")]
    assert len(names) == len(Origination) + 1
    assert not any(window.menus.actions[name].isEnabled() for name in names)
    before = steps(window.session)
    window.walk.mark_origination(SHARED)
    assert steps(window.session) == before


def test_the_buttons_fit_at_the_smallest_window(window: MainWindow) -> None:
    window.resize(window.minimumSize())
    shown = window.walk.page
    window.walk.show_control(KEY)
    clicking(shown.status.origination, CONFIGURED, PROVIDED)
    window.session.worker.drain()
    QCoreApplication.processEvents()
    buttons: list[QWidget] = [shown.status.origination, *(row.origination for row in shown.parts.pool.rows)]
    for button in buttons:
        assert button.width() >= button.sizeHint().width()
        assert button.geometry().right() <= button.parentWidget().width()
