"""The assistant for a new assessment: what it is about, its catalogs and services, and where the file goes."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from srm_desktop.domain.assessment import Details
from srm_desktop.domain.filenames import safe_name
from srm_desktop.services import scope
from srm_desktop.services.assessments import ENDING
from srm_desktop.ui.dialogs.about_form import AboutForm
from srm_desktop.ui.dialogs.attach_dialog import ask_save_as
from srm_desktop.ui.dialogs.catalog_choice import CatalogChoice
from srm_desktop.ui.dialogs.catalog_words import joined
from srm_desktop.ui.dialogs.chooser import ServiceChooser
from srm_desktop.ui.dialogs.frame import Frame, Wrong, add_row, ask, form
from srm_desktop.ui.dialogs.outlook import outlook_sentence
from srm_desktop.ui.dialogs.path_field import PathField
from srm_desktop.ui.theme import font
from srm_desktop.ui.widgets import label, measure, named

STEPS = ("About", "Catalogs", "Services", "File")
_LAST = len(STEPS) - 1
_HEADINGS = ("What is assessed", "Against which catalogs", "Which AWS services it uses", "Where the file goes")
_ABOUT = (
    "All of this can be changed later.",
    "Several can be walked in one assessment; more can be added at any time.",
    "They decide which controls are AWS's, yours or shared.",
    "One file holds everything, and every change is written at once.",
)


class NewAssessment(NamedTuple):
    """What a new assessment starts with; `services` are ids and `catalogs` names of built-in ones; `who` is working."""

    path: Path
    details: Details
    services: tuple[str, ...]
    who: str
    catalogs: tuple[str, ...]


class NewAssessmentDialog(Frame):
    """Four steps; Back and forth keep what was filled in."""

    def __init__(self, parent: QWidget | None, folder: Path, who: str) -> None:
        """`folder` is where the file is suggested, `who` the name that is suggested."""
        super().__init__(parent, "new_assessment", "New assessment", heading=" ", about=" ", accept="&Next")
        self._folder = folder
        self.form = AboutForm(Details(""), who=who)
        self.catalogs = CatalogChoice()
        self.chooser = ServiceChooser()
        self.chooser.changed.connect(self._foresee)
        self.catalogs.changed.connect(self._foresee)
        self.path = PathField("new_path", "file", ENDING, lambda path: ask_save_as(self, path))
        self._steps = self.add_rail(STEPS)
        self.outlook = named(label(wrap=True), "new_outlook", "what this makes")
        self.recap = named(label(wrap=True), "new_recap", "what is created")
        self.pages = named(QStackedWidget(), "new_pages", "steps")
        for page in (self._about_page(), self.catalogs, self._services_page(), self._file_page()):
            self.pages.addWidget(page)
        self.body.addWidget(self.pages, 1)
        self.back_button = self.add_button("&Back", "new_back", self.back, left=True)
        self.roomy(1.6, 44)
        self._show_step(0)

    def _about_page(self) -> QWidget:
        page, column = _page()
        self.form.setMaximumWidth(measure() + 120)
        column.addWidget(self.form)
        column.addStretch(1)
        return page

    def _services_page(self) -> QWidget:
        page, column = _page()
        column.addWidget(self.chooser, 1)
        column.addWidget(self.outlook)
        return page

    def _file_page(self) -> QWidget:
        page, column = _page()
        rows = form()
        add_row(rows, "&File", self.path, self.path.field)
        add_row(rows, "Will hold", self.recap)
        column.addLayout(rows)
        column.addStretch(1)
        return page

    def _foresee(self) -> None:
        self.outlook.setText(self._sentence())

    def _sentence(self) -> str:
        services = self.chooser.services()
        return outlook_sentence(scope.outlook(services, self.catalogs.names()), len(services))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(200, self.chooser, self.chooser.load)

    def back(self) -> None:
        """Go to the step before."""
        self._show_step(max(self.pages.currentIndex() - 1, 0))

    def submit(self) -> None:
        """Go to the next step, or answer on the last one; or say what is wrong."""
        step = self.pages.currentIndex()
        if step == _LAST:
            super().submit()
            return
        try:
            (self.catalogs.check if step == STEPS.index("Catalogs") else self.form.details)()
        except Wrong as wrong:
            self.refuse(wrong.sentence, wrong.field)
        else:
            self._show_step(step + 1)

    def _show_step(self, step: int) -> None:
        self.say("")
        self.pages.setCurrentIndex(step)
        self.heading.setText(_HEADINGS[step])
        self.about.setText(_ABOUT[step])
        for n, made in enumerate(self._steps):
            made.setText(f"{n + 1}  {STEPS[n]}")
            made.setFont(font("small", bold=n == step))
            made.setEnabled(n <= step)
        last = step == _LAST
        self.accept_button.setText("&Create" if last else "&Next")
        self.accept_button.setAccessibleName("Create" if last else "Next")
        self.back_button.setVisible(step > 0)
        if last:
            self._prepare_file()
        (self.form, self.catalogs, self.chooser, self.path)[step].setFocus()

    def _prepare_file(self) -> None:
        self.path.suggest(suggested_path(self._folder, self.form.title.text()))
        services = self.chooser.services()
        many = "1 service in scope" if len(services) == 1 else f"{len(services)} services in scope"
        chosen = f", {many}" if services else ""
        titles = joined(self.catalogs.titles())
        self.recap.setText(f"{self.form.title.text().strip()}: {titles}{chosen}.\n{self._sentence()}")

    def collect(self) -> NewAssessment:
        """What is filled in. Raises Wrong."""
        details, path = self.form.details(), self.path.value()
        if path.exists():
            raise Wrong(f"{path.name} exists already in that folder; choose another name.", self.path.field)
        return NewAssessment(path, details, self.chooser.ids(), self.form.who.text().strip(), self.catalogs.names())


def suggested_path(folder: Path, title: str) -> Path:
    """A file in `folder` that is named after the assessment and does not exist yet."""
    stem = safe_name(title.strip(), "Assessment")
    path, n = folder / f"{stem}{ENDING}", 1
    while path.exists():
        n += 1
        path = folder / f"{stem} ({n}){ENDING}"
    return path


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    return page, column


def ask_new(parent: QWidget | None, folder: Path, who: str) -> NewAssessment | None:
    """What a new assessment starts with; None where the user left."""
    answer: NewAssessment | None = ask(NewAssessmentDialog(parent, folder, who))
    return answer
