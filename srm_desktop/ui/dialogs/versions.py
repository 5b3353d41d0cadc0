"""All versions of a piece, oldest first: to open, to compare, to go to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from srm_desktop.domain.assessment import Evidence
from srm_desktop.domain.sizes import size_text
from srm_desktop.ui.dialogs.frame import Frame, ask
from srm_desktop.ui.pages.dates import day_text
from srm_desktop.ui.tables import Column, RowsModel, RowsView
from srm_desktop.ui.widgets import measure, named

OPEN, COMPARE, SHOW = "open", "compare", "show"


class Wanted(NamedTuple):
    """What is to be done with which versions (their uids): `OPEN`, `SHOW` one, or `COMPARE` two."""

    what: str
    uids: tuple[str, ...]


COLUMNS = (
    Column("Version", lambda piece: str(piece.version), lambda piece: piece.version, width=8, right=True),
    Column("Id", lambda piece: piece.id, lambda piece: piece.number, width=7),
    Column("File", lambda piece: piece.name, tip=lambda piece: f"{piece.name}\nSHA-256 {piece.sha256}"),
    Column("Collected", lambda piece: day_text(piece.collected), lambda piece: piece.collected, width=13),
    Column("Imported", lambda piece: day_text(piece.imported.astimezone().date()), lambda p: p.imported, width=13),
    Column("Size", lambda piece: size_text(piece.size), lambda piece: piece.size, width=10, right=True),
)


class VersionsDialog(Frame):
    """A table of versions; with one selected, comparing is with the version before it."""

    def __init__(self, parent: QWidget | None, line: Sequence[Evidence], uid: str) -> None:
        """`uid` is the version that is selected at first."""
        newest = line[-1]
        about = f"{newest.id} is the newest. Older versions stay as they were handed over."
        super().__init__(parent, "versions", "Versions", heading=f"Versions of {newest.title}", about=about)
        self._line = tuple(line)
        self.view = named(RowsView(RowsModel(COLUMNS, lambda piece: piece.uid, self)), "versions_table", "Versions")
        self.view.setMinimumSize(measure() + 40, self.view.verticalHeader().defaultSectionSize() * 7)
        self.view.show_rows(self._line)
        self.view.go_to(uid)
        self.body.addWidget(self.view, 1)
        self.show_button = self.add_button("&Show in the list", "versions_show", self._show)
        self.open_button = self.add_button("&Open a copy", "versions_open", self._open)
        self.compare_button = self.add_button("&Compare", "versions_compare", self._compare)
        self.view.doubleClicked.connect(lambda _index: self._show())
        self.view.setFocus()

    def _chosen(self) -> tuple[str, ...]:
        return tuple(self.view.selected_keys())

    def _open(self) -> None:
        self._want(OPEN, self._chosen()[:1])

    def _show(self) -> None:
        self._want(SHOW, self._chosen()[:1])

    def _compare(self) -> None:
        order = [piece.uid for piece in self._line]
        chosen = sorted(self._chosen(), key=order.index)
        if len(chosen) == 1:  # with the one before it, or the one after the first
            at = max(order.index(chosen[0]), 1)
            chosen = order[at - 1 : at + 1]
        self._want(COMPARE, (chosen[0], chosen[-1]) if len(chosen) > 1 else ())

    def _want(self, what: str, uids: tuple[str, ...]) -> None:
        if uids:
            self.answer = Wanted(what, uids)
            self.accept()


def ask_versions(parent: QWidget | None, line: Sequence[Evidence], uid: str) -> Wanted | None:
    """What the user wants of the versions; None where they were only looked at."""
    answer: Wanted | None = ask(VersionsDialog(parent, line, uid))
    return answer
