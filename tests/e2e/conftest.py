"""The real window, built as the program builds it, in preferences of its own."""

import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from srm_desktop import app, settings
from srm_desktop.domain.assessment import Details
from srm_desktop.services import assessments
from srm_desktop.ui.dialogs import in_use, leaving, problem
from srm_desktop.ui.main_window import MainWindow
from srm_desktop.ui.words import use_id_style

BENCHMARKS = Path(__file__).resolve().parent.parent.parent / "benchmarks"


@dataclass
class Answers:
    """What the window was told by its dialogs, and what it told."""

    problems: list[str] = field(default_factory=list)
    offered: list[str] = field(default_factory=list)
    copy: bool = False
    stop: bool = True
    lose: bool = False
    stops: list[str] = field(default_factory=list)


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    made = Answers()
    monkeypatch.setattr(problem, "show_problem", lambda _parent, sentence: made.problems.append(sentence))
    monkeypatch.setattr(in_use, "ask_copy", lambda _parent, sentence: made.offered.append(sentence) or made.copy)
    monkeypatch.setattr(leaving, "ask_stop", lambda _parent, work: made.stops.append(work) or made.stop)
    monkeypatch.setattr(leaving, "ask_lose", lambda _parent: made.lose)
    return made


@pytest.fixture
def preferences(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    folder = tmp_path / "preferences"
    monkeypatch.setenv("SRM_DESKTOP_HOME", str(folder))
    return folder


@pytest.fixture
def build(qapp: QApplication, preferences: Path, answers: Answers) -> Iterator[Callable[..., MainWindow]]:
    """Build the window as `srm-desktop FILE` does; it is closed after the test."""
    made: list[MainWindow] = []

    def make(path: Path | None = None) -> MainWindow:
        app.application()
        made.append(app.build(path))
        made[-1].activateWindow()
        QTest.qWaitForWindowExposed(made[-1])
        return made[-1]

    yield make
    answers.lose = answers.stop = True
    for window in made:
        window.close()
        window.deleteLater()
    use_id_style(settings.ID_STYLES[0])
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A new assessment on the built-in catalog, closed."""
    where = tmp_path / "acme.srma"
    assessments.create(where, Details("Acme Payments"), who="Ada", services=("ec2", "rds", "s3")).close()
    return where


@pytest.fixture
def window(build: Callable[..., MainWindow], path: Path) -> MainWindow:
    """The window with a new assessment open."""
    return build(path)


@pytest.fixture(scope="session")
def benchmark_module() -> ModuleType:
    """`benchmarks/attach.py`, for its assessments of any size."""
    spec = importlib.util.spec_from_file_location("benchmark_attach", BENCHMARKS / "attach.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


Keys = Callable[..., None]


@pytest.fixture
def keys(qapp: QApplication) -> Keys:
    """Press keys one after another, each on what has the focus: text, a `Qt.Key`, or a pair of key and modifier."""

    def press(*what: object, delay: int = 0) -> None:
        for one in what:
            for key in one if isinstance(one, str) else (one,):
                code, modifier = key if isinstance(key, tuple) else (key, Qt.KeyboardModifier.NoModifier)
                target: QWidget | None = QApplication.focusWidget()
                assert target is not None, "nothing has the focus"
                if delay:
                    QTest.qWait(delay)
                if isinstance(code, str) and not code.isascii():  # QTest knows no key for it
                    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                        QApplication.sendEvent(target, QKeyEvent(kind, 0, modifier, code))
                else:
                    QTest.keyClick(target, code, modifier)

    return press
