"""What tests of the assistant for catalogs do with it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtTest import QTest

from srm_desktop import settings
from srm_desktop.services import catalogs
from srm_desktop.ui.dialogs import add_catalog
from srm_desktop.ui.dialogs.add_catalog import AddCatalogDialog
from srm_desktop.ui.session import Session


def wait_for(met: Callable[[], bool]) -> bool:
    """Whether it is so within five seconds."""
    for _ in range(500):
        if met():
            return True
        QTest.qWait(10)
    return False


def reach(dialog: AddCatalogDialog, page: int) -> None:
    assert wait_for(lambda: dialog.pages.currentIndex() == page), dialog.sentence.text()


def refused(dialog: AddCatalogDialog) -> str:
    assert wait_for(lambda: bool(dialog.sentence.text()))
    return dialog.sentence.text()


def headings(dialog: AddCatalogDialog) -> list[str]:
    tree = dialog.summary.tree
    return [tree.topLevelItem(n).text(0) for n in range(tree.topLevelItemCount())]


def lines(dialog: AddCatalogDialog, heading: str) -> list[str]:
    item = dialog.summary.tree.topLevelItem(headings(dialog).index(heading))
    return [" ".join(filter(None, (line.text(0), line.text(1)))) for line in map(item.child, range(item.childCount()))]


def ask(session: Session, folder: Path, path: Path | None = None) -> add_catalog.Adding | None:
    return add_catalog.ask_catalog(None, session, folder, settings.columns(settings.load()), path)


def add(session: Session, adding: add_catalog.Adding) -> None:
    assert session.file is not None
    catalogs.add(session.file, adding.plan)


def titles(session: Session) -> list[str]:
    assert session.file is not None
    return [one.title for one in catalogs.in_use(session.file)]
