"""The window beside long work: late, steady, and cancelling."""

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from srm_desktop.domain.problems import Cancelled
from srm_desktop.services import history
from srm_desktop.ui.control_page.page import ControlPage
from srm_desktop.ui.dialogs import progress as dialog
from srm_desktop.ui.session import Session
from srm_desktop.ui.theme import theme
from srm_desktop.ui.worker import Progress

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def parent(qtbot):
    theme.apply("light")
    made = QWidget()
    qtbot.addWidget(made)
    return made


def open_watches(parent) -> list[dialog.Watch]:
    return parent.findChildren(dialog.Watch)


def test_quick_work_is_never_shown(parent, qtbot, monkeypatch):
    shown = []
    monkeypatch.setattr(dialog.Watch, "show", lambda self: shown.append(self))
    work = Progress("Attach a.pdf")
    dialog.watch(parent, work)
    qtbot.wait(dialog.WAIT_MS // 3)
    work.finished = True
    qtbot.waitUntil(lambda: open_watches(parent) == [])
    assert shown == []


def test_long_work_is_shown_with_sizes_and_goes_when_it_is_done(parent, qtbot):
    work = Progress("Attach a.pdf")
    work.in_bytes = True
    watch = dialog.watch(parent, work)
    assert not watch.isVisible()
    work.report(210_000_000, 500_000_000)
    qtbot.waitUntil(watch.isVisible)
    assert watch.far.text() == "42 %, 210.0 MB of 500.0 MB"
    assert watch.bar.value() == 420
    work.finished = True
    qtbot.waitUntil(lambda: open_watches(parent) == [])


def test_as_long_as_nobody_knows_how_much_there_is_it_says_what_was_found(parent, qtbot):
    work = Progress("Attach shots")
    work.in_bytes = True
    watch = dialog.watch(parent, work)
    work.report(3210, 0)
    qtbot.waitUntil(watch.isVisible)
    assert watch.far.text() == "3,210 found so far…"
    assert watch.bar.minimum() == watch.bar.maximum() == 0, "it moves without saying how far"
    work.report(0, 2_000_000)
    qtbot.waitUntil(lambda: watch.bar.maximum() == 1000)
    assert watch.far.text() == "0 %, 0 B of 2.0 MB"
    work.finished = True
    qtbot.waitUntil(lambda: open_watches(parent) == [])


def test_what_is_shown_stays_long_enough_to_be_seen(parent, qtbot):
    work = Progress("Export")
    watch = dialog.watch(parent, work)
    qtbot.waitUntil(watch.isVisible)
    work.finished = True
    qtbot.wait(dialog.LEAST_MS // 2)
    assert watch.isVisible()
    qtbot.waitUntil(lambda: open_watches(parent) == [])


@pytest.mark.parametrize("how", ["button", "escape", "close"])
def test_cancel_reaches_the_work(parent, qtbot, how):
    work = Progress("Export")
    watch = dialog.watch(parent, work)
    qtbot.waitUntil(watch.isVisible)
    work.report(1, 10)
    if how == "button":
        watch.cancel_button.click()
    elif how == "escape":
        QTest.keyClick(watch, Qt.Key.Key_Escape)
    else:
        watch.close()
    assert watch.far.text() == "Stopping…"
    with pytest.raises(Cancelled):
        work.report(2, 10)
    work.finished = True
    qtbot.waitUntil(lambda: open_watches(parent) == [])


def test_it_does_not_take_the_focus(parent, qtbot):
    watch = dialog.watch(parent, Progress("Export"))
    assert watch.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert not watch.isModal()
    watch.progress.finished = True
    qtbot.waitUntil(lambda: open_watches(parent) == [])


def test_cancelled_work_of_a_session_ends_with_a_notice(parent, qtbot, assessment):
    session = Session("Ada")
    session.file = assessment
    session.working.connect(lambda work: dialog.watch(parent, work))

    def work(_file, progress):
        while True:
            progress.report(1, 2)

    session.run_long("Counting", work)
    qtbot.waitUntil(lambda: any(w.isVisible() for w in open_watches(parent)))
    with qtbot.waitSignal(session.notice) as notice:
        open_watches(parent)[0].cancel_button.click()
    assert notice.args[0] == "Counting was cancelled; nothing of it was kept."
    qtbot.waitUntil(lambda: open_watches(parent) == [])
    session.file = None
    session.end()


def test_a_dropped_tree_can_be_cancelled_before_its_first_byte(parent, qtbot, assessment, tmp_path):
    for name in (f"{folder:03}/{n:02}.txt" for folder in range(100) for n in range(50)):
        (tmp_path / "tree" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "tree" / name).write_text(name)
    session = Session("Ada")
    session.file = assessment
    page = ControlPage(session)
    qtbot.addWidget(page)
    page.show_control("aws-srm:SRM-CMP-01")
    begun = []
    session.working.connect(lambda work: begun.append(dialog.watch(parent, work)))
    before = history.head(assessment)
    with qtbot.waitSignal(session.notice) as notice:
        page.attach_paths([tmp_path / "tree"])
        asked = time.perf_counter()
        begun[0].cancel()
    assert time.perf_counter() - asked < 1, "within the time that a loaded machine needs to say so"
    assert notice.args[0] == "Attach tree was cancelled; nothing of it was kept."
    assert begun[0].progress.total == 0, "not a byte was read"
    assert begun[0].progress.done < 5000, "nor was all of the tree found"
    assert history.head(assessment) == before
    qtbot.waitUntil(lambda: open_watches(parent) == [])
    session.file = None
    session.end()


@pytest.mark.parametrize(
    ("done", "total", "in_bytes", "said"),
    [
        (0, 0, False, "…"),
        (1, 3, False, "33 %"),
        (4, 3, False, "100 %"),
        (0, 0, True, "…"),
        (1, 0, False, "1 found so far…"),
        (3210, 0, True, "3,210 found so far…"),
        (5, 10, True, "50 %, 5 B of 10 B"),
    ],
)
def test_how_far_it_is_in_words(done, total, in_bytes, said):
    assert dialog.far_text(done, total, in_bytes=in_bytes) == said
