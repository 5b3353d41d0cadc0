"""Compacting: what goes, that it cannot be taken back, and the wait, in which nothing else can be done."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from srm_desktop.domain.sizes import size_text
from srm_desktop.services import compaction
from srm_desktop.services.compaction import Plan, Unused
from srm_desktop.ui.dialogs.frame import Frame, ask
from srm_desktop.ui.session import Session
from srm_desktop.ui.tables import Column, RowsModel, RowsView
from srm_desktop.ui.widgets import label, measure, named
from srm_desktop.ui.worker import Progress

POLL_MS = 100


def _names(one: Unused) -> str:
    return ", ".join(one.names) or "never part of the assessment"


COLUMNS = (
    Column("Removed piece", _names, lambda one: _names(one).casefold()),
    Column("Size", lambda one: size_text(one.size), lambda one: one.size, width=10, right=True),
    Column("SHA-256", lambda one: f"{one.sha256[:16]}…", tip=lambda one: one.sha256, width=20, tone=lambda _: "quiet"),
)


class CompactDialog(Frame):
    """The list of what goes. While it works the dialog stays and touches nothing: nobody may read the file then."""

    def __init__(self, parent: QWidget | None, session: Session, plan: Plan) -> None:
        """Show a plan that is worth carrying out."""
        count = len(plan.unused)
        pieces = "1 removed piece" if count == 1 else f"{count:,} removed pieces"
        heading = f"Erase {pieces}, {size_text(plan.size)}?" if count else f"Give back {size_text(plan.spare)}?"
        super().__init__(
            parent, "compacting", "Compact", heading=heading, about=_about(plan), accept="&Compact", quiet=False
        )
        self._session, self._plan = session, plan
        self.running = False
        self._progress = Progress("Compacting")
        self.view = named(RowsView(RowsModel(COLUMNS, lambda one: one.sha256, self)), "compacting_list", "What goes")
        self.view.setMinimumSize(measure() + 40, self.view.verticalHeader().defaultSectionSize() * 6)
        self.view.show_rows(plan.unused)
        self.body.addWidget(self.view, 1)
        self.view.setVisible(bool(count))
        self.bar = named(QProgressBar(), "compacting_bar", "How far it is")
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.far = named(label(" ", quiet=True), "compacting_far", "How far it is")
        for widget in (self.bar, self.far):
            self.body.addWidget(widget)
            widget.hide()
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._poll)
        self.cancel_button.setFocus()

    def submit(self) -> None:
        """Begin; the dialog closes when it is done, or when it failed, which is told by the window."""
        self.running = True
        self.accept_button.setEnabled(False)
        self.cancel_button.setEnabled(False)
        self.bar.show()
        self.far.show()
        self._poll()
        self._timer.start()
        tell = self._progress.report
        self._session.run(
            lambda file: compaction.compact(file, self._plan, tell), say=False, settled=self._done, long=True
        )

    def _poll(self) -> None:
        done, total = self._progress.done, self._progress.total
        shrinks = done >= total > 0 or not self._plan.unused
        self.bar.setRange(0, 0 if shrinks else 1000)
        self.bar.setValue(0 if shrinks or not total else 1000 * done // total)
        self.far.setText("Making the file smaller…" if shrinks else f"Erasing… {size_text(done)} of {size_text(total)}")

    def _done(self, worked: bool) -> None:
        self._timer.stop()
        self.running = False
        self.answer = worked
        self.accept()

    def reject(self) -> None:
        """Leave; not while it works."""
        if not self.running:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.running:
            event.ignore()
        else:
            super().closeEvent(event)


def _about(plan: Plan) -> str:
    if not plan.unused:
        return "This room in the file is not used by anything. Nothing is erased; the file only becomes smaller."
    return f"Their bytes leave the file for good. {compaction.STAYS} Copies and backups of the file keep the bytes."


def compact(parent: QWidget | None, session: Session) -> None:
    """Show what compacting would erase and do it; say so where there is nothing to."""
    file = session.file
    if file is None or not session.writable:
        return
    plan = compaction.plan(file)
    if not plan.worth:
        session.notice.emit(compaction.NOTHING, False)
        return
    before = file.path.stat().st_size
    if ask(CompactDialog(parent, session, plan)):
        now = file.path.stat().st_size
        session.notice.emit(f"Compacted: the file has {size_text(now)} now, {size_text(before)} before", False)
