"""The window on 1,200 controls and 5,000 pieces of evidence: start, next control, filter, marking, a large attach.

python benchmarks/window.py [--quick] [--controls 1200] [--pieces 5000] [--megabytes 500] [--rounds 7]

The start is a ratio within one run: `srm-desktop FILE` until its list is painted with rows, and a process that imports
PySide6.QtWidgets and SQLAlchemy and paints one empty main window; each in turn, medians, everything byte-compiled.
"""

import argparse
import compileall
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import attach as building
from PySide6.QtCore import QElapsedTimer, QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

import srm_desktop
from srm_desktop import app
from srm_desktop.domain.vocabulary import Status
from srm_desktop.services.listing import Filter
from srm_desktop.ui.main_window import MainWindow

Figure = tuple[str, float, str, float]
"""What was measured, the figure, its unit, and what it may be at most."""

EMPTY = """
import os
from PySide6.QtWidgets import QApplication, QMainWindow
import sqlalchemy
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        os._exit(0)
running = QApplication([])
window = Window()
window.resize(1360, 860)
window.show()
running.exec()
"""
OURS = """
import os, sys
from importlib.machinery import PathFinder
from srm_desktop import cli
class Watch:  # the list is watched as soon as its module is there, and nothing is imported for it that would not be
    def find_spec(self, name, path=None, target=None):
        if name != "srm_desktop.ui.tables":
            return None
        spec = PathFinder.find_spec(name, path)
        execute = spec.loader.exec_module
        spec.loader.exec_module = lambda module: (execute(module), watch(module))
        return spec
def watch(tables):
    shown = tables.RowsView.__mro__[1].paintEvent
    def paint(view, event):
        shown(view, event)
        if view.objectName() == "controls" and view.rows_model.rows:
            os._exit(0)
    tables.RowsView.paintEvent = paint
sys.meta_path.insert(0, Watch())
cli.main([sys.argv[1]])
"""


def process(code: str, *arguments: str) -> float:
    """Seconds that a process took. Waited for without a time limit: with one, Python looks every 50 ms only."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code, *arguments], check=True, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def start_up(path: Path, rounds: int) -> tuple[float, float]:
    """Seconds from process start to a painted list, and those of a process that paints one empty window."""
    compileall.compile_dir(Path(srm_desktop.__file__).parent, quiet=2)  # as an installed program is
    process(EMPTY), process(OURS, str(path))
    pairs = [(process(OURS, str(path)), process(EMPTY)) for _ in range(rounds)]
    return statistics.median(ours for ours, _ in pairs), statistics.median(empty for _, empty in pairs)


def idle(window: MainWindow, milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
    window.session.worker.drain()


def each(act: Callable[[int], object], times: int) -> list[float]:
    """Milliseconds from an act to the end of the painting it asks for, each time."""
    taken = []
    for n in range(times):
        clock = QElapsedTimer()
        clock.start()
        act(n)
        for _ in range(3):
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
            QApplication.processEvents()
        taken.append(clock.nsecsElapsed() / 1e6)
    return taken[2:]


class Gap(QObject):
    """The longest time that the event loop did not come round."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(5)

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest, self._last = max(self.longest, now - self._last), now


def while_attaching(window: MainWindow, folder: Path, megabytes: int) -> float:
    """The longest block of the event loop, in milliseconds, from the drop until a moment after all is in."""
    large = folder / "large.bin"
    with large.open("wb") as out:
        for _ in range(megabytes):
            out.write(os.urandom(1 << 20))
    idle(window, 300)
    gap = Gap()
    loop = QEventLoop()
    window.session.changed.connect(lambda _changes: QTimer.singleShot(200, loop.quit))
    window.walk.page.attach_paths([large])
    loop.exec()
    return gap.longest * 1000


def figures(folder: Path, controls: int, pieces: int, megabytes: int, rounds: int) -> list[Figure]:
    path = building.big(folder, controls, pieces)
    window, found = walking(folder, path, rounds, "sample control 12")
    window.walk.show_control(window.walk.list.model.keys()[0])
    longest = while_attaching(window, folder, megabytes)
    found.append((f"longest block while {megabytes} MB are attached", longest, "ms", 100))
    window.close()
    return found


def walking(folder: Path, path: Path, rounds: int, typed: str, of: str = "") -> tuple[MainWindow, list[Figure]]:
    """The start and the walk on an assessment; `typed` goes into the filter, `of` begins the names of figures.

    The window is still open then.
    """
    os.environ["SRM_DESKTOP_HOME"] = str(folder / "home")
    ours, empty = start_up(path, rounds)
    found: list[Figure] = [
        (f"{of}start to painted list, {ours:.2f} s, of an empty window's {empty:.2f} s", ours / empty, "times", 1.5)
    ]
    app.application()
    window = app.build(path)
    idle(window, 600)
    window.narrow(Filter(), "All controls")
    keys = window.walk.list.model.keys()
    steps = each(lambda _n: window.walk.step(1), 42)
    found.append((f"{of}next control, median", statistics.median(steps), "ms", 50))
    found.append((f"{of}next control, longest of 40", max(steps), "ms", 50))
    letters = each(lambda n: window.walk.list.text.setText(typed[: n % len(typed) + 1]), 2 * len(typed))
    found.append((f"{of}filter keystroke to repaint, median", statistics.median(letters), "ms", 50))
    found.append((f"{of}filter keystroke to repaint, longest of {2 * len(typed) - 2}", max(letters), "ms", 50))
    window.narrow(Filter(), "All controls")
    window.walk.list.view.select_keys(keys[:400], keys[0])
    start = time.perf_counter()
    window.walk.mark_status(Status.IMPLEMENTED)
    window.session.worker.drain()
    found.append((f"{of}marking 400 selected controls", (time.perf_counter() - start) * 1000, "ms", 200))
    return window, found


def table(found: list[Figure]) -> int:
    """Print the figures with their targets; 1 where one is missed."""
    for what, figure, unit, most in found:
        verdict = "ok" if figure <= most else "MISSED"
        print(f"{what:<72} {figure:8.2f} {unit:<5} at most {most:<6g} {verdict}")
    return int(any(figure > most for _, figure, _, most in found))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer rounds and a smaller file")
    parser.add_argument("--controls", type=int, default=1200)
    parser.add_argument("--pieces", type=int, default=5000)
    parser.add_argument("--megabytes", type=int)
    parser.add_argument("--rounds", type=int)
    chosen = parser.parse_args()
    megabytes = chosen.megabytes or (100 if chosen.quick else 500)
    rounds = chosen.rounds or (3 if chosen.quick else 7)
    with tempfile.TemporaryDirectory() as name:
        return table(figures(Path(name), chosen.controls, chosen.pieces, megabytes, rounds))


if __name__ == "__main__":
    sys.exit(main())
