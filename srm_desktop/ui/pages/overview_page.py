"""The overview: where the assessment stands, what blocks it, what goes stale next. Every number leads to its rows."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QMenu, QScrollArea, QWidget

from srm_desktop.services import overview, steps
from srm_desktop.services.assessments import Assessment
from srm_desktop.services.listing import Filter
from srm_desktop.services.overview import Due, Overview
from srm_desktop.ui.pages import overview_rows as rows
from srm_desktop.ui.pages.charts import Ring, TimeLine
from srm_desktop.ui.pages.dates import plural
from srm_desktop.ui.pages.page import Page, column, head
from srm_desktop.ui.pages.rows import RowList, character
from srm_desktop.ui.session import Session
from srm_desktop.ui.widgets import button, label, line, named
from srm_desktop.ui.words import id_text, sign

_NARROW = 1040
"""Below this width in pixels there are two columns at most."""
_RECENT = 8


class Section(QWidget):
    """A part of the overview under a heading."""

    def __init__(self, name: str, title: str) -> None:
        """Only the heading so far."""
        super().__init__()
        named(self, name, title)
        self.content = column(self, spacing=4)
        self.content.addWidget(label(title, bold=True))
        self.content.addWidget(line())


class OverviewPage(Page):
    """Pictures and numbers of the open assessment; it asks for controls by filter or by key."""

    filter_asked = Signal(object, str)
    control_asked = Signal(str)
    services_asked = Signal()

    def __init__(self, session: Session) -> None:
        """Follow `session`."""
        super().__init__(session, "overview_page", "Overview")
        self.figures: Overview | None = None
        self._columns = 0
        inside = QWidget()
        inside.setProperty("kind", "page")
        scroll = named(QScrollArea(), "overview_scroll", "Overview")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidgetResizable(True)
        self.begin_at(scroll)
        scroll.setWidget(inside)
        column(self.body).addWidget(scroll)
        content = column(inside, spacing=16, margin=20)
        content.addLayout(self._head())
        content.addWidget(self._no_services())
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(32)
        self._grid.setVerticalSpacing(24)
        content.addLayout(self._grid)
        content.addStretch(1)
        self._sections = (
            self._progress(), self._whose(), self._status(), self._blocks(), self._stale_next(), self._groups(),
            self._recent(),
        )  # fmt: skip
        self._arrange(wide=True)
        for some in self.findChildren(RowList):
            some.asked.connect(self._asked)

    def _head(self) -> QHBoxLayout:
        row, self._title, self._about = head("")
        block = column(spacing=0)
        self._span = named(label("", quiet=True), "audit_period", "Audit period")
        self._left = named(label("", bold=True), "days_left", "Days left of the audit period")
        words = QHBoxLayout()
        words.setSpacing(12)
        words.addStretch(1)
        words.addWidget(self._span)
        words.addWidget(self._left)
        block.addLayout(words)
        self._time = named(TimeLine(), "time_line", "Audit period")
        block.addWidget(self._time)
        row.addLayout(block)
        return row

    def _no_services(self) -> QWidget:
        self._warning = named(QFrame(), "no_services", "No service in scope")
        row = QHBoxLayout(self._warning)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(label("No AWS service is in scope yet, so nothing is inherited or shared."))
        row.addWidget(named(button("Choose services", self.services_asked.emit, kind="primary"), "choose_services"))
        row.addStretch(1)
        return self._warning

    def _progress(self) -> Section:
        section = Section("progress", "Walked")
        self._ring, self._progress_rows = named(Ring(), "walked_ring"), RowList("progress_rows")
        section.content.addLayout(_beside(self._ring, self._progress_rows))
        section.content.addStretch(1)
        return section

    def _whose(self) -> Section:
        section = Section("whose", "Responsibility")
        self._donut, self._whose_rows = named(Ring(), "responsibility_ring"), RowList("responsibility_rows")
        section.content.addLayout(_beside(self._donut, self._whose_rows))
        section.content.addStretch(1)
        return section

    def _status(self) -> Section:
        section = Section("status", "Implementation status")
        self._status_rows = RowList("status_rows")
        section.content.addWidget(self._status_rows)
        section.content.addStretch(1)
        return section

    def _blocks(self) -> Section:
        section = Section("blocks", "What blocks it")
        self._blocker_rows = RowList("blocker_rows")
        self._no_blockers = label("Nothing: every control of yours is walked and has fresh evidence.", quiet=True)
        self._no_blockers.setStyleSheet("padding: 4px 8px 0 8px")
        section.content.addWidget(self._no_blockers)
        section.content.addWidget(self._blocker_rows)
        section.content.addStretch(1)
        return section

    def _stale_next(self) -> Section:
        section = Section("stale_next", "Goes stale next")
        self._due_rows = RowList("due_rows")
        self._no_due = label("", quiet=True, wrap=True)
        self._no_due.setStyleSheet("padding: 4px 8px 0 8px")
        section.content.addWidget(self._no_due)
        section.content.addWidget(self._due_rows)
        section.content.addStretch(1)
        return section

    def _groups(self) -> Section:
        section = Section("groups", "Groups")
        self._group_rows, self._missing_rows = RowList("group_rows"), RowList("missing_rows")
        self._missing_rows.setFixedWidth(character() * 11 + 16)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self._group_rows, 1)
        row.addWidget(self._missing_rows)
        section.content.addLayout(row)
        section.content.addStretch(1)
        return section

    def _recent(self) -> Section:
        section = Section("recent", "Recent activity")
        self._step_rows = RowList("step_rows")
        section.content.addWidget(self._step_rows)
        section.content.addStretch(1)
        return section

    def _arrange(self, *, wide: bool) -> None:
        """Put the sections into six columns (wide) or two (narrow)."""
        columns = 6 if wide else 2
        if columns == self._columns:
            return
        self._columns = columns
        spans = ((0, 0, 2), (0, 2, 2), (0, 4, 2), (1, 0, 3), (1, 3, 3), (2, 0, 3), (2, 3, 3))
        if not wide:
            spans = ((0, 0, 1), (0, 1, 1), (1, 0, 2), (2, 0, 2), (3, 0, 2), (4, 0, 2), (5, 0, 2))
        for section, (top, left, span) in zip(self._sections, spans, strict=True):
            self._grid.addWidget(section, top, left, 1, span)
        for n in range(6):
            self._grid.setColumnStretch(n, 1 if n < columns else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(wide=self.width() >= _NARROW)

    def reload(self, file: Assessment) -> None:
        with file.reading():
            figures = self.figures = overview.overview(file)
            newest = steps.newest(file, _RECENT)
        counts = figures.coverage
        self._show_head(figures)
        self._warning.setVisible(figures.services == 0)
        walked = counts.walked / counts.mine if counts.mine else 1.0
        self._ring.show_shares([(walked, "good")], f"{counts.percent} %", "walked", f"{counts.percent} per cent walked")
        self._progress_rows.show_rows(rows.progress_rows(figures))
        shares = [(s.count / (counts.controls or 1), sign(s.word).tone) for s in figures.responsibility]
        said = ", ".join(f"{s.count} {s.word}" for s in figures.responsibility)
        self._donut.show_shares(shares, f"{counts.controls:,}", "controls", said)
        self._whose_rows.show_rows(rows.slice_rows(figures.responsibility, counts.controls, bars=False))
        self._status_rows.show_rows(rows.slice_rows(figures.status, counts.mine, bars=True))
        self._blocker_rows.show_rows(rows.blocker_rows(figures.blockers))
        self._no_blockers.setVisible(not figures.blockers)
        self._show_due(figures)
        left, right = rows.group_rows(figures.groups)
        self._group_rows.show_rows(left)
        self._missing_rows.show_rows(right)
        named_so = self._session.all_told(step.name for step in newest)
        recent = [step._replace(name=name) for step, name in zip(newest, named_so, strict=True)]
        self._step_rows.show_rows(rows.step_rows(recent, figures.today))

    def _show_head(self, figures: Overview) -> None:
        details = figures.details
        self._title.setText(details.title)
        known = (details.organisation, details.system, ", ".join(c.title for c in figures.catalogs))
        self._about.setText("   ·   ".join(filter(None, known[:2])))
        self._about.setToolTip("\n".join(filter(None, known)))
        span, left = rows.period_line(figures.period)
        self._span.setText(span)
        self._left.setText(left)
        self._left.setVisible(bool(left))
        self._time.setVisible(figures.period.elapsed is not None)
        self._time.show_elapsed(figures.period.elapsed or 0.0, f"{span}: {left}")

    def _show_due(self, figures: Overview) -> None:
        self._due_rows.show_rows(rows.due_rows(figures.due))
        held = plural(figures.evidence, "piece") + " of evidence: none of it goes stale within the audit period."
        self._no_due.setText(held if figures.evidence else "There is no evidence yet. Drop files on a control.")
        self._no_due.setVisible(not figures.due)

    def _asked(self, leads: tuple[Filter, str] | Due) -> None:
        if isinstance(leads, Due):
            self._go(leads)
        else:
            self.filter_asked.emit(*leads)

    def _go(self, due: Due) -> None:
        if len(due.controls) == 1:
            self.control_asked.emit(due.controls[0])
            return
        menu = QMenu(self)
        menu.setObjectName("controls_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key in due.controls[:20]:
            menu.addAction(id_text(key), partial(self.control_asked.emit, key))
        at = next((row for row in self._due_rows.shown() if row.hasFocus()), self._due_rows)
        menu.popup(at.mapToGlobal(QPoint(8, at.height())))


def _beside(picture: QWidget, numbers: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(picture, 0, Qt.AlignmentFlag.AlignVCenter)
    row.addWidget(numbers, 1, Qt.AlignmentFlag.AlignVCenter)
    return row
