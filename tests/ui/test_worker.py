"""The worker: in order, one at a time, short work between the reports of long work, and everything comes home."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication

from srm_desktop.domain.problems import Cancelled
from srm_desktop.ui.worker import Progress, Worker


@pytest.fixture
def worker(qapp: QCoreApplication) -> Iterator[Worker]:
    made = Worker()
    yield made
    made.stop()


def test_jobs_run_in_order_away_from_the_window_and_come_home(worker: Worker) -> None:
    ran: list[tuple[int, bool]] = []
    came: list[tuple[int, bool]] = []
    home = threading.get_ident()

    def job(n: int) -> int:
        ran.append((n, threading.get_ident() == home))
        return n

    for n in range(50):
        worker.submit(lambda n=n: job(n), lambda n: came.append((n, threading.get_ident() == home)), pytest.fail)
    worker.drain()
    assert ran == [(n, False) for n in range(50)]
    assert came == [(n, True) for n in range(50)]


def test_results_come_without_asking(worker: Worker, qtbot) -> None:
    came: list[object] = []
    worker.submit(lambda: 7, came.append, pytest.fail)
    qtbot.waitUntil(lambda: came == [7])


def test_a_failure_comes_home_and_the_next_job_runs(worker: Worker) -> None:
    came: list[object] = []

    def fail() -> None:
        raise KeyError("gone")

    worker.submit(fail, pytest.fail, came.append)
    worker.submit(lambda: "next", came.append, pytest.fail)
    worker.drain()
    assert isinstance(came[0], KeyError) and came[1] == "next"


def test_short_work_goes_between_the_reports_of_long_work(worker: Worker) -> None:
    order: list[str] = []
    begun, go_on = threading.Event(), threading.Event()
    progress = Progress("long", worker.give_way)

    def long() -> None:
        order.append("long begins")
        begun.set()
        assert go_on.wait(5)
        progress.report(1, 2)
        order.append("long ends")

    worker.submit(long, lambda _value: None, pytest.fail, long=True)
    assert begun.wait(5)
    for n in range(3):
        worker.submit(lambda n=n: order.append(f"short {n}"), lambda _value: None, pytest.fail)
    go_on.set()
    worker.drain()
    assert order == ["long begins", "short 0", "short 1", "short 2", "long ends"]


def test_what_comes_home_may_ask_for_more(worker: Worker) -> None:
    came: list[int] = []

    def again(n: int) -> None:
        came.append(n)
        if n < 5:
            worker.submit(lambda: n + 1, again, pytest.fail)

    worker.submit(lambda: 0, again, pytest.fail)
    worker.drain()
    assert came == [0, 1, 2, 3, 4, 5]


def test_cancel_stops_at_the_next_report_with_a_sentence() -> None:
    progress = Progress("Attach big.iso")
    progress.report(1, 9)
    assert (progress.done, progress.total) == (1, 9)
    progress.cancel()
    with pytest.raises(Cancelled, match=r"Attach big\.iso was cancelled"):
        progress.report(2, 9)


def test_stopping_finishes_what_was_submitted_and_ends_the_thread(qapp: QCoreApplication) -> None:
    worker = Worker()
    came: list[int] = []
    for n in range(5):
        worker.submit(lambda n=n: n, came.append, pytest.fail)
    worker.stop()
    assert came == [0, 1, 2, 3, 4]
    assert not [t for t in threading.enumerate() if t.name.startswith("srm-worker")]
