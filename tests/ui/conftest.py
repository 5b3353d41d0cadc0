"""What the tests of the window share: a session, answers to dialogs, and pages that are on the screen."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from srm_desktop import settings
from srm_desktop.services import assessments
from srm_desktop.ui.control_page.page import ControlPage
from srm_desktop.ui.dialogs.frame import Frame
from srm_desktop.ui.session import Session
from srm_desktop.ui.theme import theme
from srm_desktop.ui.words import use_id_style

Shown = TypeVar("Shown", bound=QWidget)


def children() -> set[str]:
    """The processes that this one has started and that still run; none where the system does not tell."""
    return {pid for told in Path("/proc/self/task").glob("*/children") for pid in told.read_text().split()}


@pytest.fixture(autouse=True)
def no_process_left_behind() -> Iterator[None]:
    """A test of the window fails on a process that it leaves: the reader of evidence ends with the file."""
    before = children()
    yield
    assert children() - before == set()


@pytest.fixture
def session(qapp: QApplication, assessment: assessments.Assessment) -> Iterator[Session]:
    """Ann at work on the assessment, in the light theme, with ids as they are published."""
    theme.apply("light")
    use_id_style(settings.ID_STYLES[0])
    made = Session("Ann")
    made.adopt(assessment)
    yield made
    made.end()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def act(qtbot: QtBot) -> Callable[[Callable[[Frame], object]], None]:
    """Do something with the dialog that is about to open; it is left afterwards unless it was answered."""
    theme.apply("light")

    def plan(do: Callable[[Frame], object]) -> None:
        def now() -> None:
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, Frame)
            assert QTest.qWaitForWindowActive(dialog)
            try:
                do(dialog)
            finally:
                if dialog.isVisible():
                    dialog.reject()

        QTimer.singleShot(0, now)

    return plan


@pytest.fixture
def show(qtbot: QtBot) -> Callable[..., QWidget]:
    """Show a page in a window of its own, of a width and a height in pixels."""

    def do(page: Shown, width: int = 1280, height: int = 800) -> Shown:
        qtbot.addWidget(page)
        page.resize(width, height)
        page.show()
        qtbot.waitExposed(page)
        return page

    return do


@pytest.fixture
def page_on(session: Session, qtbot: QtBot) -> Callable[[str], ControlPage]:
    """Show a control on a page of its own, in front."""

    def do(key: str) -> ControlPage:
        made = ControlPage(session)
        qtbot.addWidget(made)
        made.resize(900, 900)
        made.show()
        made.show_control(key)
        made.activateWindow()
        return made

    return do
