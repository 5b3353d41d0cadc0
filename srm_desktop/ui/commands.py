"""What the user can ask the window to do with the assessment as a whole: one method per command.

Dialogs ask, services do. Dialogs are imported when they are first used, so that the window is there at once.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget

from srm_desktop import __version__, settings
from srm_desktop.domain.problems import Problem
from srm_desktop.services import assessments, scope
from srm_desktop.services.assessments import FileInUse
from srm_desktop.ui.session import Session

MODEL_PAGE = "https://aws.amazon.com/compliance/shared-responsibility-model/"
"""AWS's own page on the shared responsibility model."""


class Commands(QObject):
    """Carries out what the menus offer about opening, closing and describing an assessment."""

    def __init__(self, session: Session, window: QWidget) -> None:
        """Act on `session`; dialogs stand before `window`."""
        super().__init__(window)
        self._session = session
        self._window = window
        self._opened: Path | None = None

    def tell(self, sentence: str) -> None:
        """Show a problem."""
        from srm_desktop.ui.dialogs import problem

        problem.show_problem(self._window, sentence)

    def new(self) -> None:
        """Ask for a new assessment and open it."""
        from srm_desktop.ui.dialogs import new_assessment

        asked = new_assessment.ask_new(self._window, settings.folder_to_open(settings.load()), self._session.who)
        if asked is None or not self.may_leave():
            return
        self._remember_who(asked.who)
        try:
            file = assessments.create(
                asked.path, asked.details, who=asked.who, services=asked.services, catalogs=asked.catalogs
            )
        except Problem as error:
            self.tell(error.sentence)
            return
        self._session.adopt(file)
        self._remember(asked.path)

    def open(self) -> None:
        """Ask for a file and open it."""
        from srm_desktop.ui.dialogs import attach_dialog

        if path := attach_dialog.ask_open(self._window, settings.folder_to_open(settings.load())):
            self.open_path(path)

    def open_path(self, path: Path) -> bool:
        """Open a file, unless it is open here already; one that cannot be written is offered for reading."""
        file = self._session.file
        if file is not None and file.is_itself(path):
            return True
        if not self.may_leave():
            return False
        try:
            self._session.open_path(path)
        except FileInUse as error:
            if not self._offer(error.sentence, lambda: self._session.open_path(path, copy=True)):
                return False
        except assessments.CannotWrite as error:
            if not self._offer(error.sentence, lambda: self._session.open_path(path, read_only=True)):
                return False
        except Problem as error:
            settings.save(settings.forgotten(settings.load(), str(path)))
            self.tell(error.sentence)
            return False
        self._remember(path)
        return True

    def _offer(self, sentence: str, then: Callable[[], None]) -> bool:
        from srm_desktop.ui.dialogs import in_use

        if not in_use.ask_copy(self._window, sentence):
            return False
        try:
            then()
        except Problem as error:
            self.tell(error.sentence)
            return False
        return True

    def open_sample(self) -> None:
        """Make a filled sample assessment in a folder of its own and open it."""
        from srm_desktop.services import sample

        path = Path(tempfile.mkdtemp(prefix="srm-sample-")) / "Acme Payments on AWS.srma"
        try:
            sample.make_sample(path, who=self._session.who).close()
        except Problem as error:
            self.tell(error.sentence)
            return
        self.open_path(path)

    def close(self) -> None:
        """Close the assessment; the window stays."""
        if self.may_leave():
            self._session.close()

    def may_leave(self) -> bool:
        """Whether the open assessment can be closed now: nothing long is under way, and all that was typed is kept."""
        if self._session.file is None:
            return True
        from srm_desktop.ui.dialogs import leaving

        if running := self._session.running:
            if not leaving.ask_stop(self._window, running.name):
                return False
            running.cancel()
        return self._session.finish() or leaving.ask_lose(self._window)

    def details(self) -> None:
        """Edit what the assessment is about."""
        from srm_desktop.ui.dialogs import details

        file = self._session.file
        if file is None:
            return
        about = assessments.info(file)
        if changed := details.ask_details(self._window, about.details, about.catalogs):
            self._session.run(lambda a: assessments.describe(a, changed))

    def add_catalog(self, path: Path | None = None) -> None:
        """Ask for a catalog, or look at the one in a file, and add it as one step."""
        from srm_desktop.services import catalogs
        from srm_desktop.ui.dialogs import add_catalog

        if not self._session.writable:
            return
        known = settings.load()
        adding = add_catalog.ask_catalog(
            self._window, self._session, settings.folder_to_open(settings.load()), settings.columns(known), path
        )
        if adding is None:
            return
        if adding.remembered is not None:
            settings.save(settings.with_columns(known, *adding.remembered))
        plan = adding.plan
        self._session.run_long(
            f"Adding {plan.arrival.catalog.title}", lambda a, progress: catalogs.add(a, plan, progress.report)
        )

    def take_catalog(self, path: Path, control: str) -> bool | None:
        """Whether a dropped file is to be looked at as a catalog; a table is asked about. None where the user left.

        `control` is the id of the control that it would be evidence for, empty where none is shown.
        """
        from srm_desktop.services import catalogs, tables
        from srm_desktop.ui.dialogs import drop_choice

        if path.suffix.lower() not in tables.ENDINGS:
            return catalogs.looks_like(path)
        answer = drop_choice.ask_drop(self._window, path.name, control)
        return None if answer is None else answer == drop_choice.CATALOG

    def services(self) -> None:
        """Choose the services in scope; what would change is shown first."""
        from srm_desktop.ui.dialogs import services_dialog

        chosen = services_dialog.ask_services(self._window, self._session)
        if chosen is not None:
            self._session.run(lambda a: scope.choose(a, only=chosen))

    def who(self) -> None:
        """Ask who is working."""
        from srm_desktop.ui.dialogs import who

        if name := who.ask_who(self._window, self._session.who):
            self._remember_who(name)

    def ask_who_once(self) -> None:
        """Ask who is working if that was never asked; whoever leaves the question keeps the name that is suggested."""
        known = settings.load()
        if known.who_asked or self._session.running or QApplication.activeModalWidget() is not None:
            return
        from srm_desktop.ui.dialogs import who

        self._remember_who(who.ask_who(self._window, self._session.who) or self._session.who)

    def _remember_who(self, name: str) -> None:
        from dataclasses import replace

        self._session.call_me(name)
        settings.save(replace(settings.load(), who=name, who_asked=True))

    def model_page(self) -> None:
        """Open AWS's page of the shared responsibility model in the browser."""
        QDesktopServices.openUrl(QUrl(MODEL_PAGE))

    def about(self) -> None:
        """Say what this is."""
        from srm_desktop.ui.dialogs import about

        about.show_about(self._window, __version__)

    def _remember(self, path: Path) -> None:
        self.remember()
        self._opened = path
        QTimer.singleShot(100, self, self.remember)  # once painted

    def remember(self) -> None:
        """Put the file that was opened last among the recent ones, if that was not done yet."""
        if (path := self._opened) is not None:
            self._opened = None
            settings.save(settings.opened(settings.load(), path))
