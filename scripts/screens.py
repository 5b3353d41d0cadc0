"""Render every page of the window, light and dark, empty, usual and crowded, to PNG: to look at, not to compare."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QWidget

from srm_desktop import app, settings
from srm_desktop.services import evidence, listing, sample
from srm_desktop.services.listing import Filter
from srm_desktop.ui.dialogs.add_catalog import AddCatalogDialog
from srm_desktop.ui.main_window import MainWindow
from srm_desktop.ui.navigation import PAGES
from srm_desktop.ui.theme import theme

ROOT = Path(__file__).resolve().parent.parent
SIZE = (1360, 860)
SMALL = (980, 640)


@contextmanager
def preferences_of_nobody() -> Iterator[None]:
    """Preferences in a folder of their own, so that nobody's are shown or changed."""
    before = os.environ.get(settings.HOME)
    with tempfile.TemporaryDirectory() as folder:
        os.environ[settings.HOME] = folder
        try:
            yield
        finally:
            if before is None:
                del os.environ[settings.HOME]
            else:
                os.environ[settings.HOME] = before


def settle(window: MainWindow, milliseconds: int = 150) -> None:
    """Let the window finish what it is doing."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
    window.session.worker.drain()


def shoot(widget: QWidget, out: Path, name: str) -> Path:
    target = out / f"{name}.png"
    widget.grab().save(str(target))
    return target


def render(out: Path, assessment: Path) -> list[Path]:
    """Every page of the window on an assessment, light and dark and in a small window, and the window without one."""
    out.mkdir(parents=True, exist_ok=True)
    pictures: list[Path] = []
    with preferences_of_nobody(), tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / assessment.name
        shutil.copyfile(assessment, copy)
        app.application()
        window = app.build()
        try:
            for scheme in ("light", "dark"):
                theme.apply(scheme)
                pictures += _without_assessment(window, out, scheme)
                window.commands.open_path(copy)
                pictures += _with_assessment(window, out, scheme)
                window.session.close()
        finally:
            window.close()
            window.deleteLater()
            settle(window, 0)
    return pictures


def _without_assessment(window: MainWindow, out: Path, scheme: str) -> list[Path]:
    window.resize(*SIZE)
    settle(window)
    return [shoot(window, out, f"welcome-{scheme}")]


def _with_assessment(window: MainWindow, out: Path, scheme: str) -> list[Path]:
    pictures = []
    for size, suffix in ((SIZE, ""), (SMALL, "-small")):
        window.resize(*size)
        for key, _title in PAGES:
            window.show_page(key)
            settle(window)
            pictures.append(shoot(window, out, f"{key}{suffix}-{scheme}"))
    window.resize(*SIZE)
    window.show_page("controls")
    file = window.session.file
    assert file is not None
    busiest = max(listing.rows(file), key=lambda row: row.evidence)
    window.show_control(busiest.key)
    settle(window)
    pictures.append(shoot(window, out, f"control-with-evidence-{scheme}"))
    window.walk.page.area.verticalScrollBar().setValue(700)
    settle(window)
    pictures.append(shoot(window, out, f"control-scrolled-{scheme}"))
    window.narrow(Filter(text="nothing has this in it"), "Filter")
    settle(window)
    pictures.append(shoot(window, out, f"list-empty-{scheme}"))
    window.narrow(Filter(mine=True), "Mine")
    window.search.begin()
    window.search.setText("encrypt")
    settle(window)
    pictures.append(shoot(window, out, f"search-{scheme}"))
    window.search.clear()
    return pictures + _previews(window, out, scheme) + _adding_a_catalog(window, out, scheme)


def _previews(window: MainWindow, out: Path, scheme: str) -> list[Path]:
    """One piece of each kind of evidence, over the whole page."""
    file = window.session.file
    assert file is not None
    pictures, kinds = [], set()
    for row in evidence.listed(file):
        if row.piece.media_type not in kinds:
            kinds.add(row.piece.media_type)
            window.show_evidence(row.piece.uid)
            window.enlarge()
            settle(window, 600)  # the first look starts the process that reads
            pictures.append(shoot(window, out, f"preview-{row.piece.media_type.rpartition('/')[2][-24:]}-{scheme}"))
            window.enlarge()
    window.show_page("controls")
    return pictures


def _adding_a_catalog(window: MainWindow, out: Path, scheme: str) -> list[Path]:
    """The assistant for catalogs: where from, the columns of a table, and what it changes."""
    pictures = []
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "Acme policy.csv"
        rows = "".join(f"ACME-{n},Keep door {n} shut whenever nobody is there.,Customer\n" for n in (*range(1, 30), 3))
        table.write_text(f"Control,Requirement,Owner\n{rows}", "utf-8")
        dialog = AddCatalogDialog(window, window.session, Path(folder), {})
        dialog.show()
        settle(window)
        pictures.append(shoot(dialog, out, f"catalog-source-{scheme}"))
        dialog.take(table)
        for name in ("catalog-columns", "catalog-changes"):
            for _ in range(3):  # read on the worker, then shown, then its rows
                settle(window)
            pictures.append(shoot(dialog, out, f"{name}-{scheme}"))
            if name == "catalog-columns":
                dialog.submit()
        dialog.reject()
        dialog.deleteLater()
    return pictures


def main() -> int:
    parser = argparse.ArgumentParser(description="Render the pages of the window to PNG.")
    parser.add_argument("--to", type=Path, default=ROOT / "screens", help="the folder for the pictures")
    parser.add_argument("--assessment", type=Path, help="the assessment to show (a sample where none is given)")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = args.assessment
        if path is None:
            path = Path(folder) / "Acme Payments on AWS.srma"
            sample.make_sample(path, who="Dana Whitfield").close()
        pictures = render(args.to, path)
    print(f"{len(pictures)} pictures are in {args.to}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
