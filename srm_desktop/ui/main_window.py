"""The main window: navigation, pages, menus, status bar. It connects; it does nothing itself."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QWidget

from srm_desktop import settings
from srm_desktop.domain.assessment import Changes
from srm_desktop.services import assessments, listing
from srm_desktop.services.listing import Filter
from srm_desktop.ui import places, words
from srm_desktop.ui.commands import Commands
from srm_desktop.ui.handing_over import HandingOver, Shown
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
from srm_desktop.ui.undo_names import UndoNames
from srm_desktop.ui.walk_view import WalkView
from srm_desktop.ui.widgets import named
from srm_desktop.ui.window_inbox import WindowInbox
from srm_desktop.ui.window_pages import WindowPages
from srm_desktop.ui.worker import Progress


class MainWindow(QMainWindow):
    """The window on one assessment at a time."""

    def __init__(self, session: Session, *, opening: bool = False) -> None:
        """Nothing is open yet; `opening` says that a file will be at once, so that nothing need be shown for none."""
        super().__init__()
        self.session = session
        named(self, "main_window", "SRM Desktop")
        self.setAcceptDrops(True)
        self.resize(1360, 860)
        self.setMinimumSize(900, 560)
        self.commands = Commands(session, self)
        self.handing = HandingOver(session, self, self._shown)
        self.navigation = Navigation(session)
        self.walk = WalkView(session)
        self.watch = InboxWatch(session, self)
        self.stack = WindowPages(session, self.commands, self.walk, self.navigation, self.watch)
        self.inbox = WindowInbox(session, self.commands, self.stack, self.watch, self)
        self._build_center()
        self.status = StatusBar(session, self.commands.tell, self.handing.verify)
        self.setStatusBar(self.status)
        self.notice = Notice(self.stack, self.undo)
        self.menus = Menus(self, menu_tree(self))
        self.undo_names = UndoNames(session, self.menus, self)
        self.search = SearchBox(session, self, self.menus.all_actions)
        self.menuBar().setCornerWidget(self.search)
        self.inside_reader = InsideReader(session, self)
        self.inside_reader.left.connect(self.status.show_reading)
        self.menus.menus["Assessment"].aboutToShow.connect(self.fill_recent)
        self._connect()
        places.restore(self, self._splitters)
        if not opening:
            self.reload_all()

    def _build_center(self) -> None:
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
        """What the window shows while nothing is open."""
        return self.stack.welcome

    def _connect(self) -> None:
        session = self.session
        session.opened.connect(self.reload_all)
        session.changed.connect(self._changed)
        session.notice.connect(lambda text, undoable: self.notice.say(text, undoable) if text else None)
        session.piece_wanted.connect(self.show_evidence)
        session.history_wanted.connect(self.stack.show_history)
        session.offer.connect(self.notice.offer)
        session.problem.connect(self.commands.tell)
        session.working.connect(self._watch)
        self.walk.catalog_asked.connect(lambda: self.commands.add_catalog())
        self.navigation.page_chosen.connect(self.show_page)
        self.navigation.filter_chosen.connect(self.narrow)
        self.search.control_asked.connect(self.show_control)
        self.search.evidence_asked.connect(self.show_evidence)

    def page(self, key: str) -> QWidget:
        """A page of the window, made when it is first asked for."""
        return self.stack.page(key)

    def show_page(self, key: str) -> None:
        """Show one of the pages."""
        self.stack.show_page(key)

    def narrow(self, wanted: Filter, title: str) -> None:
        """Show the controls that pass a filter."""
        self.stack.narrow(wanted, title)

    def show_control(self, key: str) -> None:
        """Show one control."""
        self.stack.show_control(key)

    def show_evidence(self, uid: str) -> None:
        """Show one piece of evidence."""
        self.stack.show_evidence(uid)

    def enlarge(self) -> None:
        """Show the evidence that is selected on this page over all of it, or go back."""
        self.stack.enlarge()

    def reload_all(self) -> None:
        """Another assessment is open, or none."""
        file = self.session.file
        self.menus.enable(is_open=file is not None, writable=self.session.writable)
        self.navigation.setVisible(file is not None)
        self.navigation.reload()
        self.walk.opened()
        self.status.opened()
        self.undo_names.follow()
        self.stack.show_first()
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
        self.undo_names.follow()
        if changes.everything and self.session.file is not None:
            self.setWindowTitle(f"{assessments.details(self.session.file).title} - SRM Desktop")

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

    def show_shortcuts(self) -> None:
        """The sheet of all keys."""
        from srm_desktop.ui.dialogs import shortcuts
        from srm_desktop.ui.menu_tree import PIECE_KEYS, WALK_KEYS
        from srm_desktop.ui.pages.inbox_words import INBOX_KEYS
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

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.inbox.drops.enter(event)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.inbox.drops.leave()

    def dropEvent(self, event: QDropEvent) -> None:
        self.inbox.drops.drop(event)

    @property
    def _splitters(self) -> dict[str, QSplitter]:
        return {"navigation": self.splitter, "walk": self.walk.splitter}

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.commands.may_leave():
            event.ignore()
            return
        places.keep(self, self._splitters)
        self.session.end()
        self.commands.remember()
        event.accept()
