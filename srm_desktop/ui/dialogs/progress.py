"""Showing how far long work is, once it has taken long enough to be worth showing, and stopping it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from srm_desktop.domain.sizes import size_text
from srm_desktop.ui.widgets import button, label, measure, named
from srm_desktop.ui.worker import Progress

WAIT_MS = 500
"""Work that is done sooner is never shown."""
POLL_MS = 50
LEAST_MS = 400
"""What is shown stays at least this long, so that nothing flickers."""


class Watch(QDialog):
    """A small window beside the work: it does not take the focus, for the user may go on typing meanwhile."""

    def __init__(self, parent: QWidget | None, progress: Progress) -> None:
        """Hidden; shows itself after `WAIT_MS` unless the work is done, and goes when it is."""
        super().__init__(parent)
        named(self, "progress_dialog", progress.name)
        self.setWindowTitle(progress.name)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.progress = progress
        self._age = 0
        self._shown_at = -1
        self.name = named(label(progress.name, bold=True, wrap=True), "progress_name", progress.name)
        self.bar = named(QProgressBar(), "progress_bar", progress.name)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.far = named(label(" ", quiet=True), "progress_far", "how far it is")
        self.cancel_button = named(button("&Cancel", self.cancel), "progress_cancel", "Cancel")
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._poll)
        self._timer.start()

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 20, 24, 16)
        outer.setSpacing(12)
        outer.addWidget(self.name)
        outer.addWidget(self.bar)
        foot = QHBoxLayout()
        foot.addWidget(self.far, 1)
        foot.addWidget(self.cancel_button)
        outer.addLayout(foot)
        self.setFixedWidth(measure() * 3 // 4)

    def cancel(self) -> None:
        """Ask the work to stop; the window says so until it has."""
        self.progress.cancel()
        self.cancel_button.setEnabled(False)
        self.far.setText("Stopping…")

    def _poll(self) -> None:
        self._age += POLL_MS
        if self.progress.finished:
            if self._shown_at < 0 or not self.isVisible() or self._age - self._shown_at >= LEAST_MS:
                self._end()
            return
        self._show_state()
        if self._shown_at < 0 and self._age >= WAIT_MS:
            self._shown_at = self._age
            self.show()

    def _show_state(self) -> None:
        done, total = self.progress.done, self.progress.total
        self.bar.setRange(0, 1000 if total else 0)
        self.bar.setValue(min(1000, 1000 * done // total) if total else 0)
        if self.cancel_button.isEnabled():
            self.far.setText(far_text(done, total, in_bytes=self.progress.in_bytes))

    def _end(self) -> None:
        self._timer.stop()
        self.hide()
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.cancel()
        super().closeEvent(event)


def far_text(done: int, total: int, *, in_bytes: bool) -> str:
    """How far it is: "42 %", with sizes "42 %, 210.0 MB of 500.0 MB".

    While nobody knows how much there is: "3,210 found so far…", or "…" before anything was found.
    """
    if total <= 0:
        return f"{done:,} found so far…" if done else "…"
    percent = f"{min(100, 100 * done // total)} %"
    return f"{percent}, {size_text(done)} of {size_text(total)}" if in_bytes else percent


def watch(parent: QWidget | None, progress: Progress) -> Watch:
    """Watch over long work; the window goes and is let go of by itself."""
    return Watch(parent, progress)
