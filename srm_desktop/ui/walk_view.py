"""The heart of the window: the list beside the control page, and walking through them by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from srm_desktop.domain.assessment import Changes
from srm_desktop.domain.ids import id_of
from srm_desktop.domain.vocabulary import Origination, Result, Review, Status
from srm_desktop.services import listing, todo, walk
from srm_desktop.services.listing import Filter
from srm_desktop.services.walk import Marking
from srm_desktop.ui.control_list import ControlList
from srm_desktop.ui.session import Session
from srm_desktop.ui.walk_keys import Acts, WalkKeys
from srm_desktop.ui.widgets import named
from srm_desktop.ui.words import id_text

if TYPE_CHECKING:
    from srm_desktop.services.attach import Attached
    from srm_desktop.ui.control_page.page import ControlPage


_SOON = 20
"""Milliseconds that the list has to reach the screen before the control page is made."""


class _Place(QWidget):
    """Where the control page comes to stand: once it has been painted empty, it asks for the page."""

    def __init__(self, wanted: Callable[[], object]) -> None:
        super().__init__()
        self._wanted = wanted
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        QTimer.singleShot(_SOON, self._wanted)


class WalkView(QWidget):
    """List and control page, side by side."""

    catalog_asked = Signal()
    """A catalog with official texts is to be added."""
    dropped_beside = Signal(object)
    """The `QMimeData` of what was dropped on the list and on no row of it."""

    def __init__(self, session: Session) -> None:
        """Walk the open assessment of `session`."""
        super().__init__()
        self._session = session
        self.list = ControlList(session)
        self._page: ControlPage | None = None
        self._key: str | None = None
        self._place = _Place(self._make_page)
        self.splitter = named(QSplitter(Qt.Orientation.Horizontal), "walk_splitter", "List and control")
        self.splitter.addWidget(self.list)
        self.splitter.addWidget(self._place)
        self.splitter.setStretchFactor(0, 2)
        self.splitter.setStretchFactor(1, 3)
        self.splitter.setSizes([500, 650])
        self.splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)
        self.list.current_changed.connect(self._show)
        session.opened.connect(self._forget)
        self._keys = WalkKeys(self, Acts(self.mark_status, self.next_open, self._type))

    @property
    def page(self) -> ControlPage:
        """The control page. It is made when it is first asked for: the list is painted before that."""
        if self._page is None:
            self._page = self._make_page()
        return self._page

    def _make_page(self) -> ControlPage:
        from srm_desktop.ui.control_page.page import ControlPage

        if self._page is None:
            self._page = ControlPage(self._session)
            self._page.next_asked.connect(self.next_open)
            self._page.control_asked.connect(self.show_control)
            self._page.catalog_asked.connect(self.catalog_asked)
            self._place.column.addWidget(self._page)
            self._page.show_control(self._key)
            self._take_drops()
        return self._page

    def _take_drops(self) -> None:
        """Let files be dropped on the rows of the list."""
        from srm_desktop.ui.row_drops import RowDrops

        self._drops = RowDrops(self.list.view, self._drop_sign)
        self._drops.dropped.connect(self._dropped)

    def _drop_sign(self, key: str) -> str:
        file = self._session.file
        if file is None or file.read_only or listing.is_withdrawn(file, key):
            return ""
        return f"Drop to attach to {id_text(key)}"

    def _dropped(self, key: str, mime: QMimeData) -> None:
        from srm_desktop.ui import attaching

        if not key:
            self.dropped_beside.emit(mime)
        elif paths := attaching.paths_in(mime):
            attaching.attach_paths(self._session, [key], paths, lambda done: self._said(key, done))
        elif pasted := attaching.pasted_in(mime, id_of(key), text=False):
            attaching.attach_pasted(self._session, [key], pasted, lambda done: self._said(key, done))

    def _said(self, key: str, done: Attached) -> None:
        if not done.changes:
            self._session.notice.emit(f"{id_text(key)} has this evidence already.", False)

    def flush(self) -> None:
        """Hand what was typed and is not written yet to the session now."""
        if self._page is not None:
            self._page.flush()

    def _forget(self) -> None:
        if self._page is not None:
            self._page.forget()

    def _show(self, key: str | None) -> None:
        self._key = key
        if self._page is not None:
            self._page.flush()
            self._page.show_control(key)

    def opened(self) -> None:
        """Another assessment is open: go where the work goes on."""
        self._show(None)
        self.list.set_filter(Filter(mine=True), "Mine")
        self.list.fit_ids()
        if self._session.file is not None and (key := todo.resume(self._session.file)):
            self.list.show_key(key)
        self.list.view.setFocus()

    def reload(self, changes: Changes) -> None:
        """Show what changed."""
        if changes.everything:
            self.list.fit_ids()
        if changes.controls or changes.evidence or changes.everything:
            self.list.reload()

    def show_control(self, key: str) -> None:
        """Go to a control, wherever it is."""
        self.list.show_key(key)
        self.list.view.setFocus()

    def selected(self) -> list[str]:
        """The controls that commands act on: those selected in the list, else the one on the page."""
        return self.list.view.selected_keys() or ([self._key] if self._key else [])

    def next_open(self) -> None:
        """Go to the next control that is mine and still open."""
        self.flush()
        key = self.list.next_open()
        if key is None:
            done = "Nothing is left: every control of yours is walked." if self._session.file else ""
            self._session.notice.emit(done, False)
            return
        self.show_control(key)

    def step(self, by: int) -> None:
        """Go up or down the list."""
        self.flush()
        self.list.step(by)
        self.list.view.setFocus()

    def mark(self, marking: Marking) -> None:
        """Set something on all selected controls, as one step."""
        keys = self._to_mark()
        if keys and self._session.writable:
            self.flush()
            self._session.run(lambda file: walk.mark(file, keys, marking))

    def _to_mark(self) -> list[str]:
        """The selected controls without those that are withdrawn; where only such are, a line says why nothing is."""
        file, keys = self._session.file, self.selected()
        if file is None:
            return []
        kept = [key for key in keys if not listing.is_withdrawn(file, key)]
        if keys and not kept:
            self._session.notice.emit("Withdrawn: there is nothing to assess.", False)
        return kept

    def mark_status(self, word: Status, add: bool = False) -> None:
        """Mark all selected controls; `add` lets what stands stand beside it, or takes the word away again."""
        self.mark(Marking(toggle=(word,)) if add else Marking(status=(word,)))

    def mark_result(self, word: Result) -> None:
        """Set the result of all selected controls."""
        self.mark(Marking(result=word))

    def mark_review(self, word: Review) -> None:
        """Set the review state of all selected controls."""
        self.mark(Marking(review=word))

    def mark_origination(self, word: Origination | None) -> None:
        """Add a word on origination to all selected controls, or take it away where all have it; None: all words."""
        self.mark(Marking(origination=()) if word is None else Marking(toggle=(word,)))

    def flag(self) -> None:
        """Flag the selected controls for another look, or take the flag away where all have it."""
        if self._session.file is None or not (keys := set(self._to_mark())):
            return
        rows = [r for r in listing.rows(self._session.file) if r.key in keys]
        self.mark(Marking(flag=not all(r.flag for r in rows)))

    def ask_files(self) -> None:
        """Ask for files and attach them to the control on the page."""
        from srm_desktop.ui import attaching

        self.page.attach_paths(attaching.ask_files(self))

    def ask_folder(self) -> None:
        """Ask for a folder and attach the files in it to the control on the page."""
        from srm_desktop.ui import attaching

        if folder := attaching.ask_folder(self, "Attach all files of a folder"):
            self.page.attach_paths([folder])

    def narrow(self, wanted: Filter, title: str) -> None:
        """Show the controls that pass a filter."""
        self.list.set_filter(wanted, title)
        self.list.view.setFocus()

    def _type(self, text: str) -> None:
        if self._session.writable and self.page.key:
            self.page.type_into_statement(text)
