"""The assistant for a new catalog: where it comes from, which column holds what, what it changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtWidgets import QProgressBar, QStackedWidget, QWidget

from srm_desktop.domain.problems import Problem
from srm_desktop.services import catalogs, tables
from srm_desktop.services.assessments import Assessment
from srm_desktop.services.catalogs import Arrival, How, MissingImport, Plan
from srm_desktop.services.tables import Source
from srm_desktop.ui.dialogs import missing_import
from srm_desktop.ui.dialogs.catalog_columns import ColumnsPage, Mapped
from srm_desktop.ui.dialogs.catalog_source import SourcePage
from srm_desktop.ui.dialogs.catalog_summary import SummaryPage
from srm_desktop.ui.dialogs.frame import Frame, Wrong, ask
from srm_desktop.ui.session import Session
from srm_desktop.ui.theme import font
from srm_desktop.ui.widgets import named
from srm_desktop.ui.worker import Progress

SOURCE, COLUMNS, SUMMARY = range(3)
STEPS = ("Catalog", "Columns", "Changes")
_HEADINGS = ("Where the catalog comes from", "Which column holds what", "What it changes")
_ABOUT = (
    "The file stays where it is and as it is; its content goes into the assessment.",
    "",
    "One step, which can be undone.",
)
Columns = Mapping[str, Mapping[str, str]]


class Adding(NamedTuple):
    """What is to be done, and the columns to remember where it came from a table."""

    plan: Plan
    remembered: tuple[str, dict[str, str]] | None = None


class AddCatalogDialog(Frame):
    """Three steps, the second one only for tables. What takes time is read on the session's worker."""

    def __init__(self, parent: QWidget | None, session: Session, folder: Path, columns: Columns) -> None:
        """Files are looked for in `folder`; `columns` were chosen before, by the shape of the table."""
        super().__init__(parent, "add_catalog", "Add catalog", heading=" ", about=" ", accept="&Next")
        self._session, self._folder, self._columns = session, folder, columns
        self._found: dict[str, Path] = {}
        self._reading: Progress | None = None
        self._mapped: Mapped | None = None
        assert session.file is not None
        here = {one.id for one in catalogs.in_use(session.file)}
        self.source = SourcePage(catalogs.built_in(), here, folder)
        self.columns = ColumnsPage(session, lambda problem: self.say(problem.sentence))
        self.summary = SummaryPage()
        self.summary.asked.connect(self._plan_again)
        self.pages = named(QStackedWidget(), "add_catalog_pages", "steps")
        for page in (self.source, self.columns, self.summary):
            self.pages.addWidget(page)
        self._steps = self.add_rail(STEPS)
        self.busy = named(QProgressBar(), "add_catalog_busy", "reading")
        self._lay_out()
        self.back_button = self.add_button("&Back", "add_catalog_back", self.back, left=True)
        self.roomy(1.6, 44)
        self._show_step(SOURCE)

    def _lay_out(self) -> None:
        self.body.addWidget(self.pages, 1)
        self.busy.setTextVisible(False)
        self.busy.setFixedHeight(4)
        self.busy.setRange(0, 0)
        policy = self.busy.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.busy.setSizePolicy(policy)
        self.body.addWidget(self.busy)
        self.busy.hide()

    def take(self, path: Path) -> None:
        """Go on with this file at once."""
        self.source.path.show_path(path)
        self.submit()

    def back(self) -> None:
        """Go to the step before."""
        self._stop()
        table = self.pages.currentIndex() == SUMMARY and self._mapped is not None
        self._show_step(COLUMNS if table else SOURCE)

    def submit(self) -> None:
        """Go on to the next step, or answer on the last one; or say what is wrong."""
        if self._reading is not None:
            return
        self.say("")
        step = self.pages.currentIndex()
        if step == SUMMARY:
            super().submit()
            return
        try:
            (self._read_source if step == SOURCE else self._read_table)()
        except Wrong as wrong:
            self.refuse(wrong.sentence, wrong.field)

    def _read_source(self) -> None:
        chosen = self.source.value()
        self._mapped = None
        if isinstance(chosen, str):
            self._fetch_plan(lambda _progress: catalogs.arrival_of(chosen))
        elif tables.is_table(chosen):
            columns = self._columns
            self._fetch(lambda _file, progress: tables.open_table(chosen, columns, progress.report), self._show_table)
        else:
            found = dict(self._found)
            self._fetch_plan(lambda progress: catalogs.read(chosen, found.get, progress.report))

    def _read_table(self) -> None:
        mapped = self._mapped = self.columns.value()
        source, mapping, title, version, framework = mapped
        self._fetch_plan(lambda _progress: tables.arrival(source, mapping, title, version, framework))

    def _plan_again(self, how: How) -> None:
        plan = self.summary.plan
        if plan is not None and self._reading is None:
            arrival = plan.arrival
            self._fetch(lambda file, _progress: catalogs.plan(file, arrival, how), self._show_plan)

    def _fetch_plan(self, arrive: Callable[[Progress], Arrival]) -> None:
        self._fetch(lambda file, progress: catalogs.plan(file, arrive(progress)), self._show_plan)

    def _fetch(self, read: Callable[[Assessment, Progress], Any], then: Callable[[Any], None]) -> None:
        """Read something away from the window; meanwhile a bar moves and Cancel leaves."""

        def done(value: Any) -> None:
            self._stop()
            then(value)

        self.busy.show()
        self._reading = self._session.fetch("Reading the catalog", read, done, self._failed)

    def _failed(self, problem: Problem) -> None:
        self._stop()
        if isinstance(problem, MissingImport) and problem.href not in self._found:
            if (path := missing_import.ask_import(self, problem.href, self._folder)) is not None:
                self._found[problem.href] = path
                self.submit()
            return
        self._found.clear()
        self.say(problem.sentence)

    def _stop(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        self.busy.hide()

    def _show_table(self, source: Source) -> None:
        self.columns.show_source(source)
        self._show_step(COLUMNS)

    def _show_plan(self, plan: Plan) -> None:
        self.summary.show_plan(plan)
        self._show_step(SUMMARY)

    def _show_step(self, step: int) -> None:
        self.say("")
        self.pages.setCurrentIndex(step)
        self.heading.setText(_HEADINGS[step])
        self.about.setText(_ABOUT[step])
        self.about.setVisible(bool(_ABOUT[step]))
        table = step == COLUMNS or self._mapped is not None
        shown = [n for n in range(len(STEPS)) if n != COLUMNS or table]
        for n, made in enumerate(self._steps):
            made.setVisible(n in shown)
            made.setText(f"{shown.index(n) + 1}  {STEPS[n]}" if n in shown else "")
            made.setFont(font("small", bold=n == step))
            made.setEnabled(n <= step)
        self._name_button()
        self.back_button.setVisible(step > SOURCE)
        (self.source, self.columns, self.summary.tree)[step].setFocus()

    def _name_button(self) -> None:
        plan = self.summary.plan
        said = "&Next"
        if self.pages.currentIndex() == SUMMARY and plan is not None:
            said = {How.ADD: "&Add", How.RENEW: "&Renew", How.FILL: "&Fill in"}[plan.how]
        self.accept_button.setText(said)
        self.accept_button.setAccessibleName(said.replace("&", ""))

    def collect(self) -> Adding:
        """What is to be done. Raises Wrong."""
        plan, mapped = self.summary.plan, self._mapped
        if plan is None or plan.is_empty:
            raise Wrong("There is nothing to do: this assessment has all of it already.")
        return Adding(plan, tables.remember(mapped.source, mapped.mapping) if mapped else None)

    def done(self, result: int) -> None:
        self._stop()
        self.columns.leave()
        super().done(result)


def ask_catalog(
    parent: QWidget | None, session: Session, folder: Path, columns: Columns, path: Path | None = None
) -> Adding | None:
    """What catalog is to be added, and how; None where the user left. With `path` it begins with that file."""
    dialog = AddCatalogDialog(parent, session, folder, columns)
    if path is not None:
        dialog.take(path)
    answer: Adding | None = ask(dialog)
    return answer
