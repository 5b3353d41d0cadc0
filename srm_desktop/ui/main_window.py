"""The main window: navigation, pages, menus, status bar. It connects; it does nothing itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QMimeData, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QMainWindow, QSplitter, QStackedWidget, QWidget

from srm_desktop import settings
from srm_desktop.domain.assessment import Changes
from srm_desktop.domain.ids import id_of
from srm_desktop.services import assessments, history, listing
from srm_desktop.services.listing import Filter
from srm_desktop.ui import words
from srm_desktop.ui.commands import Commands, Shown
from srm_desktop.ui.inbox_watch import InboxWatch
from srm_desktop.ui.inside_reader import InsideReader
from srm_desktop.ui.menu_tree import menu_tree
from srm_desktop.ui.menus import Menus
from srm_desktop.ui.navigation import Navigation
from srm_desktop.ui.notice import Notice
from srm_desktop.ui.search_box import SearchBox
from srm_desktop.ui.session import Session
from srm_desktop.ui.status_bar import StatusBar
from srm_desktop.ui.theme import theme
from srm_desktop.ui.walk_view import WalkView
from srm_desktop.ui.widgets import EmptyState, named
from srm_desktop.ui.worker import Progress

if TYPE_CHECKING:
    from srm_desktop.ui.window_drops import WindowDrops


class MainWindow(QMainWindow):
    """The window on one assessment at a time."""

    def __init__(self, session: Session, *, opening: bool = False) -> None:
        """Nothing is open yet; `opening` says that a file will be at once, so that nothing need be shown for none."""
        super().__init__()
        self.session = session
        self._welcome: EmptyState | None = None
        named(self, "main_window", "SRM Desktop")
        self.setAcceptDrops(True)
        self.resize(1360, 860)
        self.setMinimumSize(900, 560)
        self.commands = Commands(session, self, self._shown)
        self.navigation = Navigation(session)
        self.walk = WalkView(session)
        self.watch = InboxWatch(session, self)
        self._drops: WindowDrops | None = None
        self.pages: dict[str, QWidget] = {"controls": self.walk}
        self.stack = named(QStackedWidget(), "pages", "Pages")
        self._build_center()
        self.status = StatusBar(session, self.commands.tell, self.commands.verify)
        self.setStatusBar(self.status)
        self.notice = Notice(self.stack, self.undo)
        self.menus = Menus(self, menu_tree(self))
        self.search = SearchBox(session, self, self.menus.all_actions)
        self.menuBar().setCornerWidget(self.search)
        self.inside_reader = InsideReader(session, self)
        self.inside_reader.left.connect(self.status.show_reading)
        self.menus.menus["Assessment"].aboutToShow.connect(self.fill_recent)
        self._connect()
        self._restore_places()
        if not opening:
            self.reload_all()

    def _build_center(self) -> None:
        self.stack.addWidget(self.walk)
        self.splitter = named(QSplitter(Qt.Orientation.Horizontal), "main_splitter", "Navigation and pages")
        self.splitter.addWidget(self.navigation)
        self.splitter.addWidget(self.stack)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([210, 1150])
        self.splitter.setChildrenCollapsible(False)
        self.navigation.setMinimumWidth(170)
        self.setCentralWidget(self.splitter)

    @property
    def welcome(self) -> QWidget:
        """What the window shows while nothing is open; made when it is first needed."""
        if self._welcome is None:
            self._welcome = named(
                EmptyState(
                    "No assessment is open",
                    "Start a new one, open an .srma file (or drop it here), or look at a filled sample.",
                    "New assessment",
                    self.commands.new,
                    more=(("Open…", self.commands.open), ("Open the sample", self.commands.open_sample)),
                ),
                "welcome",
            )
            self.stack.addWidget(self._welcome)
        return self._welcome

    def _connect(self) -> None:
        session = self.session
        session.opened.connect(self.reload_all)
        session.changed.connect(self._changed)
        session.notice.connect(lambda text, undoable: self.notice.say(text, undoable) if text else None)
        session.piece_wanted.connect(self.show_evidence)
        session.history_wanted.connect(self.show_history)
        session.offer.connect(self.notice.offer)
        session.problem.connect(self.commands.tell)
        session.working.connect(self._watch)
        self.walk.catalog_asked.connect(lambda: self.commands.add_catalog())
        self.walk.dropped_beside.connect(self._take_mime)
        self.watch.found.connect(self._count_waiting)
        self.navigation.page_chosen.connect(self.show_page)
        self.navigation.filter_chosen.connect(self.narrow)
        self.search.control_asked.connect(self.show_control)
        self.search.evidence_asked.connect(self.show_evidence)

    def page(self, key: str) -> QWidget:
        """A page of the window, made when it is first asked for."""
        if key not in self.pages:
            self.pages[key] = self._make_page(key)
            self.stack.addWidget(self.pages[key])
        return self.pages[key]

    def _make_page(self, key: str) -> QWidget:
        from srm_desktop.ui import pages

        made = pages.make(key, self.session, self.watch)
        for signal, slot in (
            ("filter_asked", self.narrow),
            ("control_asked", self.show_control),
            ("services_asked", self.commands.services),
            ("watch_asked", self.watch_folder),
            ("inbox_asked", self.to_inbox),
        ):
            if hasattr(made, signal):
                getattr(made, signal).connect(slot)
        return made

    def show_page(self, key: str) -> None:
        """Show one of the pages."""
        if self.session.file is None:
            self.stack.setCurrentWidget(self.welcome)
            return
        self.walk.flush()
        self.stack.setCurrentWidget(self.page(key))
        self.navigation.show_chosen(key)
        if key == "controls":
            self.walk.list.view.setFocus()
        else:
            self.page(key).setFocus()

    def narrow(self, wanted: Filter, title: str) -> None:
        """Show the controls that pass a filter."""
        self.stack.setCurrentWidget(self.walk)
        self.walk.narrow(wanted, title)

    def show_control(self, key: str) -> None:
        """Show one control."""
        self.show_page("controls")
        self.walk.show_control(key)

    def show_evidence(self, uid: str) -> None:
        """Show one piece of evidence."""
        self.show_page("evidence")
        self.page("evidence").select(uid)  # type: ignore[attr-defined]

    def show_history(self, uid: str) -> None:
        """Show what happened to one piece of evidence."""
        self.show_page("history")
        self.page("history").show_piece(uid)  # type: ignore[attr-defined]

    def walking(self, act: Callable[[], object]) -> Callable[[], None]:
        """A command of the walk: it brings the walk to the front first."""

        def do() -> None:
            if self.stack.currentWidget() is not self.walk:
                self.show_page("controls")
            act()

        return do

    def enlarge(self) -> None:
        """Show the evidence that is selected on this page over all of it, or go back."""
        page = self.stack.currentWidget()
        shown = self.walk.page.evidence if page is self.walk else page
        if enlarge := getattr(shown, "enlarge", None):
            enlarge()

    def reload_all(self) -> None:
        """Another assessment is open, or none."""
        file = self.session.file
        self.menus.enable(is_open=file is not None, writable=self.session.writable)
        self.navigation.setVisible(file is not None)
        self.navigation.reload()
        self.walk.opened()
        self.status.opened()
        self._name_undo()
        self.stack.setCurrentWidget(self.walk if file else self.welcome)
        title = ""
        if file is not None:
            state = " (read-only)" if file.read_only else ""
            title = f"{assessments.details(file).title}{state} - "
            self.navigation.show_chosen("mine")
        self.setWindowTitle(f"{title}SRM Desktop")

    def _changed(self, changes: Changes) -> None:
        self.walk.reload(changes)
        self.navigation.reload()
        self.status.reload()
        self._name_undo()
        if changes.everything and self.session.file is not None:
            self.setWindowTitle(f"{assessments.details(self.session.file).title} - SRM Desktop")

    def _name_undo(self) -> None:
        file = self.session.file
        if file is None:
            return
        names = history.names(file)
        for key, name in (("Undo", names.undo), ("Redo", names.redo)):
            action = self.menus.actions[key]
            action.setText(f"&{key} {self.session.told(name)}" if name else f"&{key}")
            action.setEnabled(bool(name) and self.session.writable)

    def undo(self) -> None:
        """Take back the last step, what is being typed included."""
        self.walk.flush()
        self.session.undo()

    def redo(self) -> None:
        """Take the step again that was taken back last."""
        self.walk.flush()
        self.session.redo()

    def _shown(self) -> Shown:
        file = self.session.file
        return Shown(tuple(self.walk.list.model.keys()), len(listing.rows(file)) if file else 0)

    def _count_waiting(self) -> None:
        self.navigation.show_waiting(self.watch.inbox.number if self.watch.inbox else 0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.watch.look_again()

    def _watch(self, progress: Progress) -> None:
        from srm_desktop.ui.dialogs import progress as dialog

        dialog.watch(self, progress)

    def set_theme(self, choice: str) -> None:
        """Put on another theme and remember it."""
        theme.apply(choice)
        settings.save(replace(settings.load(), theme=choice))

    def set_id_style(self, choice: str) -> None:
        """Write control ids in another style, at once and from now on."""
        words.use_id_style(choice)
        settings.save(replace(settings.load(), id_style=choice))
        self.session.restyled.emit()
        self._name_undo()

    def show_shortcuts(self) -> None:
        """The sheet of all keys."""
        from srm_desktop.ui.dialogs import shortcuts
        from srm_desktop.ui.menu_tree import PIECE_KEYS, WALK_KEYS
        from srm_desktop.ui.pages.inbox_page import INBOX_KEYS
        from srm_desktop.ui.preview.keys import PREVIEW_KEYS

        own = [
            ("Walk", WALK_KEYS),
            ("Tables of evidence", PIECE_KEYS),
            ("Preview", PREVIEW_KEYS),
            ("Inbox", INBOX_KEYS),
        ]
        shortcuts.show_shortcuts(self, [*((title, list(keys)) for title, keys in own), *self.menus.sheet])

    def fill_recent(self) -> None:
        """List the recent files in their menu."""
        self.commands.remember()
        menu = self.menus.menus["Open recent"]
        menu.clear()
        for name in settings.load().recent:
            menu.addAction(name, partial(self.commands.open_path, Path(name)))
        menu.setEnabled(bool(menu.actions()))

    @property
    def drops(self) -> WindowDrops:
        """Takes what is dropped on no control; made when something is dragged here first."""
        if self._drops is None:
            from srm_desktop.ui.window_drops import Ways, WindowDrops

            ways = Ways(self.to_inbox, lambda paths: self.walk.page.attach_paths(paths), self._shown_id, self._collects)
            self._drops = WindowDrops(self.session, self.commands, self.stack, ways)
        return self._drops

    def _shown_id(self) -> str:
        """The id of the control that is on the screen."""
        return id_of(self.walk.page.key or "") if self.stack.currentWidget() is self.walk else ""

    def _collects(self) -> bool:
        """Whether a page for evidence is on the screen."""
        return self.stack.currentWidget() in (self.pages.get("evidence"), self.pages.get("inbox"))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.drops.enter(event)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.drops.leave()

    def dropEvent(self, event: QDropEvent) -> None:
        self.drops.drop(event)

    def to_inbox(self, paths: list[Path]) -> None:
        """Let files and folders wait, and show where."""
        self.watch.drop(paths)
        self.show_page("inbox")

    def paste(self) -> None:
        """Take what is on the clipboard: on a page for evidence for the inbox, else for the control of the walk."""
        if not self._collects():
            self.walking(lambda: self.walk.page.paste())()
            return
        self._take_mime(QGuiApplication.clipboard().mimeData())

    def _take_mime(self, mime: QMimeData) -> None:
        self.show_page("inbox")
        self.page("inbox").take_mime(mime)  # type: ignore[attr-defined]

    def watch_folder(self) -> None:
        """Ask for a folder whose new files are to wait in the inbox, and show them."""
        from srm_desktop.ui import attaching

        if folder := attaching.ask_folder(self, "Watch a folder for new evidence"):
            self.watch.watch(folder)
            self.show_page("inbox")

    def _restore_places(self) -> None:
        places = settings.load().places
        for name, restore in (
            ("window", self.restoreGeometry),
            ("navigation", self.splitter.restoreState),
            ("walk", self.walk.splitter.restoreState),
        ):
            if place := places.get(name):
                restore(QByteArray.fromBase64(place.encode("ascii", "ignore")))

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.commands.may_leave():
            event.ignore()
            return
        places = {
            name: bytes(place.toBase64().data()).decode()
            for name, place in (
                ("window", self.saveGeometry()),
                ("navigation", self.splitter.saveState()),
                ("walk", self.walk.splitter.saveState()),
            )
        }
        self.session.end()
        self.commands.remember()
        settings.save(replace(settings.load(), places=places))
        event.accept()
