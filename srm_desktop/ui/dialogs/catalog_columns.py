"""Which column of a table holds what, with the rows as they would come in and those that would not."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QTabBar, QVBoxLayout, QWidget

from srm_desktop.domain.problems import Problem
from srm_desktop.services import tables
from srm_desktop.services.tables import Line, Mapping, Source
from srm_desktop.ui.dialogs.frame import Wrong, text_field
from srm_desktop.ui.session import Session
from srm_desktop.ui.tables import Column, RowsModel, RowsView
from srm_desktop.ui.widgets import Dropdown, label, named
from srm_desktop.ui.worker import Progress

ROLES = (
    ("id", "&Id", "which control a row is"),
    ("title", "Ti&tle", "its name"),
    ("text", "Te&xt", "what it requires"),
    ("group", "&Group", "family or chapter"),
    ("responsibility", "&Responsibility", "whose it is"),
    ("guidance", "G&uidance", "what explains it"),
    ("objective", "Ob&jective", "what is determined"),
)
"""What a column may hold: the field of the mapping, its label, what it means."""

FIRST = 50
"""How many of the first rows are shown."""
_EVERY = 1_000_000
_PAUSE = 120
_LONG = 36


class Mapped(NamedTuple):
    """What was chosen: columns, title, version, and what the ids are of (empty: to be found out)."""

    source: Source
    mapping: Mapping
    title: str
    version: str
    framework: str


class ColumnsPage(QWidget):
    """Sheet, headings, a choice of column for each role; below it what comes of them."""

    def __init__(self, session: Session, wrong: Callable[[Problem], None]) -> None:
        """Reads through `session`; tells `wrong` what cannot be read."""
        super().__init__()
        named(self, "catalog_columns", "which column holds what")
        self._session, self._wrong = session, wrong
        self._source: Source | None = None
        self._mapping = Mapping("", 0)
        self._lines: tuple[Line, ...] = ()
        self._reading: Progress | None = None
        self.sheet, self.header, self.framework = (_dropdown(f"columns_{n}") for n in ("sheet", "header", "framework"))
        self.roles = {role: _dropdown(f"columns_{role}") for role, _, _ in ROLES}
        self.title = text_field("columns_title", says="title of the catalog")
        self.version = text_field("columns_version", says="version of the catalog", hint="such as 2026-03")
        self.about = named(label(wrap=True, quiet=True), "columns_about", "where the columns come from")
        self.tabs = named(QTabBar(), "columns_tabs", "rows to see")
        self.view = named(RowsView(RowsModel(_columns(), lambda line: str(line.row))), "columns_rows", "rows")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE)
        self._soon.timeout.connect(self._read)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.roles["id"])

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        head = (("Title o&f the catalog", self.title), ("&Version", self.version), ("&Sheet", self.sheet))
        more = (("&Headings in", self.header), ("Ids are &of", self.framework))
        roles = [(f"{text}", self.roles[role], about) for role, text, about in ROLES]
        cells = [(text, field, "") for text, field in (*head, *more)] + roles
        for n, (text, field, about) in enumerate(cells):
            line, place = n % 6, 2 * (n // 6)
            made = label(text)
            made.setBuddy(field)
            made.setToolTip(about)
            field.setToolTip(about)
            grid.addWidget(made, line, place)
            grid.addWidget(field, line, place + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setExpanding(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.addTab("First rows")
        self.tabs.addTab("Left out")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.about)
        column.addLayout(grid)
        column.addWidget(self.tabs)
        column.addWidget(self.view, 1)
        self.view.setProperty("kind", "framed")
        self.view.setSortingEnabled(False)

    def _connect(self) -> None:
        self.sheet.activated.connect(lambda _n: self._choose_sheet())
        self.header.activated.connect(lambda _n: self._choose(header=self.header.currentData()))
        self.framework.activated.connect(lambda _n: self._soon.start())
        for role, field in self.roles.items():
            field.activated.connect(lambda _n, role=role, field=field: self._choose(**{role: field.currentData()}))
        self.tabs.currentChanged.connect(lambda _n: self._show_lines())

    def show_source(self, source: Source) -> None:
        """Show a table that was read; columns chosen for it before stay."""
        before = self._source
        again = before is not None and before.path == source.path and self._mapping.sheet in tables.sheets(source)
        self._source = source
        if not again:
            self._mapping = source.mapping
            self.title.setText(source.path.stem.replace("_", " "))
            self.version.clear()
            fill(self.framework, [("Found out from the ids", ""), *((t, key) for key, t in tables.frameworks())], "")
        self._show_mapping()

    @property
    def mapping(self) -> Mapping:
        """The columns as they are chosen now."""
        return self._mapping

    def _choose(self, **changed: int | None) -> None:
        self._mapping = self._mapping._replace(**changed)  # type: ignore[arg-type]
        self._show_mapping()

    def _choose_sheet(self) -> None:
        if self._source is not None and self.sheet.currentData() != self._mapping.sheet:
            sheet = self.sheet.currentData()
            self._mapping = tables.guess(self._source, sheet)._replace(sheet=sheet)
            self._show_mapping()

    def _show_mapping(self) -> None:
        source, mapping = self._source, self._mapping
        if source is None:
            return
        fill(self.sheet, [(name, name) for name in tables.sheets(source)], mapping.sheet)
        rows = [(short(f"row {number}: {text}"), number) for number, text in tables.headers(source, mapping.sheet)]
        fill(self.header, [("no row", 0), *rows], mapping.header)
        columns = [(short(text), n) for n, text in enumerate(tables.columns(source, mapping))]
        for role, field in self.roles.items():
            fill(field, [("none", None), *columns], getattr(mapping, role))
        kept = source.remembered and mapping == source.mapping
        self.about.setText(
            "These are the columns that you chose for a table like this before."
            if kept
            else "Guessed from headings and content; change what is wrong."
        )
        self._soon.start()

    def _read(self) -> None:
        """Ask for the rows as they would come in."""
        source, mapping, framework = self._source, self._mapping, self.framework.currentData() or ""
        self.leave()
        if source is None:
            return
        if mapping.id is None:
            self._take(())
            return
        self._reading = self._session.fetch(
            "Reading the rows",
            lambda _file, _progress: tables.preview(source, mapping, _EVERY, framework),
            self._take,
            self._wrong,
        )

    def leave(self) -> None:
        """Wait for nothing any more."""
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _take(self, lines: tuple[Line, ...]) -> None:
        self._lines = lines
        out = sum(bool(line.why) for line in lines)
        some = f"First {FIRST} of {len(lines)} rows" if len(lines) > FIRST else f"All {len(lines)} rows"
        self.tabs.setTabText(0, some)
        self.tabs.setTabText(1, f"Left out: {out}" if out else "None left out")
        self.tabs.setTabEnabled(1, bool(out))
        self._show_lines()

    def _show_lines(self) -> None:
        only_out = self.tabs.currentIndex() == 1
        shown = [line for line in self._lines if line.why] if only_out else self._lines[:FIRST]
        self.view.show_rows(shown)
        for n, column in enumerate(_columns()):
            empty = n > 1 and not any(column.text(line) for line in shown)
            self.view.setColumnHidden(n, empty)

    def value(self) -> Mapped:
        """What is chosen. Raises Wrong."""
        if self._source is None or self._mapping.id is None:
            raise Wrong("Choose the column with the ids; without it no row is a control.", self.roles["id"])
        title = self.title.text().strip()
        if not title:
            raise Wrong("The catalog needs a title.", self.title)
        return Mapped(
            self._source, self._mapping, title, self.version.text().strip(), self.framework.currentData() or ""
        )


def fill(field: Dropdown, entries: list[tuple[str, object]], chosen: object) -> None:
    """Have these entries to choose from, one of them chosen."""
    field.clear()
    for n, (text, value) in enumerate(entries):
        field.addItem(text, value)
        if value == chosen:
            field.setCurrentIndex(n)


def short(text: str) -> str:
    """A text that does not make a drop-down list endless."""
    return text if len(text) <= _LONG else f"{text[: _LONG - 1]}…"


def _dropdown(name: str) -> Dropdown:
    made = named(Dropdown(), name)
    made.setSizeAdjustPolicy(Dropdown.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(14)
    return made


def _columns() -> tuple[Column, ...]:
    def of(field: str) -> Callable[[Line], str]:
        return lambda line: " ".join(str(getattr(line, field)).split())

    return (
        Column("Row", of("row"), width=4, right=True),
        Column("Id", of("id"), width=12),
        Column("Left out because", of("why"), tone=lambda _line: "bad"),
        Column("Title", of("title"), width=28),
        Column("Group", of("group"), width=18),
        Column("Responsibility", of("responsibility"), width=13),
        Column("Text", of("text")),
    )
