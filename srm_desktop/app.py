"""Builds the window: the only place that knows everything."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from srm_desktop import __version__, settings
from srm_desktop.ui import icons, words
from srm_desktop.ui.main_window import MainWindow
from srm_desktop.ui.session import Session
from srm_desktop.ui.theme import theme


def application() -> QApplication:
    """The one Qt application, named."""
    made = QApplication.instance()
    if not isinstance(made, QApplication):
        made = QApplication(sys.argv[:1])
    made.setApplicationName("SRM Desktop")
    made.setApplicationVersion(__version__)
    made.setDesktopFileName("srm-desktop")
    return made


def build(path: Path | None = None) -> MainWindow:
    """The window, themed and shown, with the assessment at `path` open in it where one is given."""
    known = settings.load()
    words.use_id_style(known.id_style)
    window = MainWindow(Session(known.who), opening=path is not None)
    theme.apply(known.theme)  # now, not before: under a style sheet every widget that is put into another is polished
    window.session.crashed.connect(_crashed)
    if path is not None and not window.commands.open_path(path):
        window.reload_all()
    window.show()
    icons.load_soon()
    return window


def _crashed(error: BaseException) -> None:
    sys.excepthook(type(error), error, error.__traceback__)


def _report_crashes(window: MainWindow) -> None:
    from srm_desktop.ui import crash

    crash.install(settings.folder() / "reports", lambda report: crash.show_report(window, report))


def main(path: Path | None = None) -> int:
    """Run the window until it is closed; the exit code of the program."""
    running = application()
    window = build(path)
    QTimer.singleShot(0, lambda: _report_crashes(window))
    QTimer.singleShot(300, window, window.commands.ask_who_once)
    QTimer.singleShot(500, _collect_from_now_on)
    return running.exec()


def _collect_from_now_on() -> None:
    gc.freeze()  # what was built so far stays for good: not to be looked through again and again
    gc.enable()
