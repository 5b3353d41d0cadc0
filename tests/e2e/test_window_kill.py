"""`kill -9` 300 ms after the last key: nothing that the screen showed is lost, also while a long attach is running."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from srm_desktop.domain.vocabulary import Status
from srm_desktop.services import assessments, evidence, page, proof

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")

WINDOW = """
import json, os, random, sys
from pathlib import Path
from PySide6.QtCore import QTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from srm_desktop import app
from srm_desktop.services.listing import Filter

path, seed, large = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
chosen = random.Random(seed)
running = app.application()
window = app.build(path)
window.activateWindow()
QTest.qWaitForWindowExposed(window)
window.narrow(Filter(), "All controls")
keys = window.walk.list.model.keys()
window.walk.list.view.go_to(chosen.choice(keys[:60]))
seen = {}
started = []

def press(text, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.qWait(10)
    if isinstance(text, str):
        QTest.keyClicks(QApplication.focusWidget(), text, modifier)
    else:
        QTest.keyClick(QApplication.focusWidget(), text, modifier)

def walk():
    for n in range(1 if large else chosen.randrange(1, 6)):
        press(str(chosen.randrange(1, 6)))
        for letter in f"said {n} {chosen.randrange(10 ** 6)}":
            press(letter)
        where = window.walk.page.key
        if n % 2 == 0 and chosen.random() < 0.5:
            press(Qt.Key.Key_Tab)
        seen[where] = window.walk.page.statement.editor.toPlainText()
        if chosen.random() < 0.7:
            press(Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
        else:
            break
    QTimer.singleShot(280, show)

def show():
    rows = {row.key: row for row in window.walk.list.model.rows}
    shown = {"progress": [p.done for p in started], "text": seen}
    shown["status"] = {key: list(rows[key].status) for key in seen}
    if window.walk.page.key in seen:
        shown["text"][window.walk.page.key] = window.walk.page.statement.editor.toPlainText()
    os.write(1, (json.dumps(shown) + "\\n").encode())

def begin():
    if large:
        window.session.working.connect(started.append)
        window.walk.page.attach_paths([Path(large)])
        while not started[0].total:
            QTest.qWait(2)
    walk()

def fail(kind, error, trace):
    sys.__excepthook__(kind, error, trace)
    os._exit(1)

sys.excepthook = fail
QTimer.singleShot(0, begin)
running.exec()
"""


def shown_before_the_kill(path: Path, seed: int, large: Path | str = "") -> dict[str, dict[str, object]]:
    """Let the window work, kill it 300 ms after the last key, and return what it had on its screen just before."""
    command = [sys.executable, "-c", WINDOW, str(path), str(seed), str(large)]
    environment = os.environ | {"SRM_DESKTOP_HOME": str(path.parent / "preferences"), "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        said = process.stdout.readline()
        time.sleep(0.02)  # 280 ms after the last key it said what it shows; the blow falls at 300
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
    return json.loads(said)


def check(path: Path, shown: dict[str, dict[str, object]]) -> int:
    with assessments.open_assessment(path, who="Eve") as file:
        assert proof.verify(file).faults == ()
        for key, text in shown["text"].items():
            view = page.view(file, key)
            assert view.work.statement == text != ""
            assert list(view.row.status) == shown["status"][key] != [Status.NOT_STARTED]
        pieces = len(evidence.listed(file))
    assert {p.name for p in path.parent.iterdir()} <= {path.name, "preferences", "large.bin"}
    return pieces


@pytest.mark.parametrize("seed", range(4))
def test_nothing_that_the_screen_showed_is_lost(path: Path, seed: int) -> None:
    for again in range(2):
        check(path, shown_before_the_kill(path, 10 * seed + again))


@pytest.mark.parametrize("seed", range(2))
def test_nor_while_a_large_file_comes_in(path: Path, seed: int) -> None:
    large = path.parent / "large.bin"
    with large.open("wb") as out:
        out.truncate(600_000_000)
    shown = shown_before_the_kill(path, 100 + seed, large)
    assert 0 < shown["progress"][0] < 600_000_000
    assert check(path, shown) == 0, "the attach was finished: this says nothing about marks made meanwhile"
