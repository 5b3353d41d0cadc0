"""The thread that looks: the newest counts, nothing waits for it, and it ends."""

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from srm_desktop.ui.worker import Worker


@pytest.fixture
def worker(qapp: QCoreApplication) -> Iterator[Worker]:
    made = Worker()
    yield made
    made.stop()


def names() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("srm-look")]


def test_it_begins_with_the_first_look_and_ends_with_the_worker(worker: Worker, qtbot: QtBot) -> None:
    worker.submit(lambda: None, lambda _none: None, pytest.fail)
    worker.drain()
    assert names() == []
    came: list[object] = []
    worker.look("a", lambda _waiting: threading.current_thread().name, came.append, pytest.fail)
    qtbot.waitUntil(lambda: bool(came))
    assert came == ["srm-look_0"]
    worker.stop()
    assert names() == []


def test_the_newest_look_of_an_asker_counts(worker: Worker, qtbot: QtBot) -> None:
    begun, ended = threading.Event(), threading.Event()
    came: list[object] = []

    def forever(waiting: Callable[[], None]) -> None:
        begun.set()
        try:
            while True:
                waiting()
        finally:
            ended.set()

    worker.look("a", forever, pytest.fail, pytest.fail)
    assert begun.wait(5)
    for n in range(5):
        worker.look("a", lambda _waiting, n=n: n, came.append, pytest.fail)
    worker.look("b", lambda _waiting: "other", came.append, pytest.fail)
    qtbot.waitUntil(lambda: len(came) == 2)
    assert came == [4, "other"] and ended.is_set()


def test_marks_do_not_wait_for_it(worker: Worker) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(_waiting: Callable[[], None]) -> None:
        begun.set()
        assert go_on.wait(5)

    worker.look("a", slow, lambda _none: None, pytest.fail)
    assert begun.wait(5)
    came: list[object] = []
    worker.submit(lambda: "marked", came.append, pytest.fail)
    worker.drain()
    assert came == ["marked"] and not go_on.is_set()
    go_on.set()


def test_what_was_looked_away_from_does_not_come_home(worker: Worker, qtbot: QtBot) -> None:
    worker.look("a", lambda _waiting: 1, pytest.fail, pytest.fail)
    worker.rest_eyes()
    came: list[object] = []
    worker.look("a", lambda _waiting: 1 / 0, pytest.fail, came.append)
    qtbot.waitUntil(lambda: bool(came))
    assert isinstance(came[0], ZeroDivisionError)
