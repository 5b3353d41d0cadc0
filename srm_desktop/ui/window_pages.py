"""The pages of the window: made when they are first wanted, and brought to the front."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from srm_desktop.services.listing import Filter
from srm_desktop.ui.commands import Commands
from srm_desktop.ui.inbox_watch import InboxWatch
from srm_desktop.ui.navigation import Navigation
from srm_desktop.ui.session import Session
from srm_desktop.ui.walk_view import WalkView
from srm_desktop.ui.widgets import EmptyState, named


class WindowPages(QStackedWidget):
    """The walk, the other pages by their keys, and what is shown while nothing is open."""

    watch_asked = Signal()
    """A folder is to be watched."""
    inbox_asked = Signal(object)
    """The paths of files that are to wait in the inbox."""

    def __init__(
        self, session: Session, commands: Commands, walk: WalkView, navigation: Navigation, watch: InboxWatch
    ) -> None:
        """Only the walk is there at first; `navigation` shows which page is in front."""
        super().__init__()
        named(self, "pages", "Pages")
        self._session, self._commands, self._watch = session, commands, watch
        self.walk, self.navigation = walk, navigation
        self._welcome: EmptyState | None = None
        self._made: dict[str, QWidget] = {"controls": walk}
        self.addWidget(walk)

    @property
    def welcome(self) -> QWidget:
        """What the window shows while nothing is open; made when it is first needed."""
        if self._welcome is None:
            self._welcome = named(
                EmptyState(
                    "No assessment is open",
                    "Start a new one, open an .srma file (or drop it here), or look at a filled sample.",
                    "New assessment",
                    self._commands.new,
                    more=(("Open…", self._commands.open), ("Open the sample", self._commands.open_sample)),
                ),
                "welcome",
            )
            self.addWidget(self._welcome)
        return self._welcome

    def page(self, key: str) -> QWidget:
        """A page of the window, made when it is first asked for."""
        if key not in self._made:
            self._made[key] = self._make(key)
            self.addWidget(self._made[key])
        return self._made[key]

    def _make(self, key: str) -> QWidget:
        from srm_desktop.ui import pages

        made = pages.make(key, self._session, self._watch)
        for signal, slot in (
            ("filter_asked", self.narrow),
            ("control_asked", self.show_control),
            ("services_asked", self._commands.services),
            ("watch_asked", self.watch_asked),
            ("inbox_asked", self.inbox_asked),
        ):
            if hasattr(made, signal):
                getattr(made, signal).connect(slot)
        return made

    def in_front(self, *keys: str) -> bool:
        """Whether one of these pages is on the screen."""
        return any(self.currentWidget() is self._made.get(key) for key in keys)

    def show_page(self, key: str) -> None:
        """Show one of the pages."""
        if self._session.file is None:
            self.setCurrentWidget(self.welcome)
            return
        self.walk.flush()
        self.setCurrentWidget(self.page(key))
        self.navigation.show_chosen(key)
        if key == "controls":
            self.walk.list.view.setFocus()
        else:
            self.page(key).setFocus()

    def show_first(self) -> None:
        """Another assessment is open, or none."""
        self.setCurrentWidget(self.walk if self._session.file else self.welcome)

    def narrow(self, wanted: Filter, title: str) -> None:
        """Show the controls that pass a filter."""
        self.setCurrentWidget(self.walk)
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
            if not self.in_front("controls"):
                self.show_page("controls")
            act()

        return do

    def enlarge(self) -> None:
        """Show the evidence that is selected on this page over all of it, or go back."""
        page = self.currentWidget()
        shown = self.walk.page.evidence if page is self.walk else page
        if enlarge := getattr(shown, "enlarge", None):
            enlarge()
