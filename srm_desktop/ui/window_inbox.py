"""The ways into the inbox from anywhere in the window: dropped, pasted, watched."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from srm_desktop.domain.ids import id_of
from srm_desktop.ui.commands import Commands
from srm_desktop.ui.inbox_watch import InboxWatch
from srm_desktop.ui.session import Session
from srm_desktop.ui.window_pages import WindowPages

if TYPE_CHECKING:
    from srm_desktop.ui.window_drops import WindowDrops

_COLLECTING = ("evidence", "inbox")
"""The pages that take evidence without a control."""


class WindowInbox(QObject):
    """Lets things wait in the inbox, and says in the navigation how many do."""

    def __init__(
        self, session: Session, commands: Commands, pages: WindowPages, watch: InboxWatch, window: QWidget
    ) -> None:
        """`watch` knows what waits; dialogs stand before `window`."""
        super().__init__(window)
        self._session, self._commands, self._window = session, commands, window
        self._pages, self._walk, self._watch = pages, pages.walk, watch
        self._drops: WindowDrops | None = None
        pages.watch_asked.connect(self.watch_folder)
        pages.inbox_asked.connect(self.take_paths)
        pages.walk.dropped_beside.connect(self._take_mime)
        watch.found.connect(self._count_waiting)

    @property
    def drops(self) -> WindowDrops:
        """Takes what is dropped on no control; made when something is dragged here first."""
        if self._drops is None:
            from srm_desktop.ui.window_drops import Ways, WindowDrops

            ways = Ways(
                self.take_paths,
                lambda paths: self._walk.page.attach_paths(paths),
                self._shown_id,
                lambda: self._pages.in_front(*_COLLECTING),
            )
            self._drops = WindowDrops(self._session, self._commands, self._pages, ways)
        return self._drops

    def _shown_id(self) -> str:
        """The id of the control that is on the screen."""
        return id_of(self._walk.page.key or "") if self._pages.in_front("controls") else ""

    def take_paths(self, paths: list[Path]) -> None:
        """Let files and folders wait, and show where."""
        self._watch.drop(paths)
        self._pages.show_page("inbox")

    def paste(self) -> None:
        """Take what is on the clipboard: on a page for evidence for the inbox, else for the control of the walk."""
        if not self._pages.in_front(*_COLLECTING):
            self._pages.walking(lambda: self._walk.page.paste())()
            return
        self._take_mime(QGuiApplication.clipboard().mimeData())

    def _take_mime(self, mime: QMimeData) -> None:
        self._pages.show_page("inbox")
        self._pages.page("inbox").take_mime(mime)  # type: ignore[attr-defined]

    def watch_folder(self) -> None:
        """Ask for a folder whose new files are to wait in the inbox, and show them."""
        from srm_desktop.ui import attaching

        if folder := attaching.ask_folder(self._window, "Watch a folder for new evidence"):
            self._watch.watch(folder)
            self._pages.show_page("inbox")

    def _count_waiting(self) -> None:
        self._pages.navigation.show_waiting(self._watch.inbox.number if self._watch.inbox else 0)
