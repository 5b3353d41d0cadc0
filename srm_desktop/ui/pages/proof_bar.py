"""The chain of the journal at the top of the history: its head and length, and whether all of it is as it was."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from srm_desktop.domain.assessment import Head, Verdict
from srm_desktop.domain.responsibility import shorten
from srm_desktop.services import proof
from srm_desktop.ui.pages.dates import plural
from srm_desktop.ui.pages.page import column
from srm_desktop.ui.session import Session
from srm_desktop.ui.theme import font, theme
from srm_desktop.ui.widgets import ShortLabel, button, label, named
from srm_desktop.ui.worker import Progress

_MOST_FAULTS = 12


class ProofBar(QWidget):
    """Head and length with a button that copies them, and a button that verifies."""

    def __init__(self, session: Session) -> None:
        """Nothing verified yet."""
        super().__init__()
        self._session = session
        self._head: Head | None = None
        self._progress: Progress | None = None
        self._good = True
        self.chain = named(ShortLabel(), "chain", "Head and length of the journal")
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPointSizeF(font("small").pointSizeF())
        self.chain.setFont(fixed)
        self.copied = named(button("Copy", self.copy), "copy_chain", "Copy head and length of the journal")
        self.verify_button = named(button("Verify", self.verify), "verify", "Verify the whole file")
        self.verify_button.setToolTip("Read every byte and every journal entry again")
        self.verdict = named(label("", wrap=True), "verdict", "Result of the verification")
        self.verdict.setMaximumWidth(16777215)
        self.verdict.hide()
        self._watch = QTimer(self)
        self._watch.setInterval(100)
        self._watch.timeout.connect(self._look)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.chain)
        row.addWidget(self.copied)
        row.addStretch(1)
        row.addWidget(self.verify_button)
        content = column(self)
        content.addLayout(row)
        content.addWidget(self.verdict)
        theme.changed.connect(self._colour)

    def show_head(self, head: Head) -> None:
        """Show the end of the journal."""
        self._head = head
        short = f"{head.sha256[:12]}…{head.sha256[-6:]}"
        self.chain.setText(f"{plural(head.length, 'journal entry', 'journal entries')}, head {short}")
        self.chain.setToolTip(f"Head and length, as exports print them:\n{head}")

    def forget(self) -> None:
        """Another file is open: what was verified was not this one."""
        self.verdict.hide()
        self.verdict.clear()

    def copy(self) -> None:
        """Put HEAD:LENGTH on the clipboard, the form that a later verification takes."""
        if self._head is not None:
            QGuiApplication.clipboard().setText(str(self._head))
            self._session.notice.emit("Head and length of the journal copied", False)

    def verify(self) -> None:
        """Verify the file; the result is shown below when it is there."""
        if self._session.file is None or self._progress is not None:
            return
        self.verify_button.setEnabled(False)
        self.verify_button.setText("Verifying…")
        self._progress = self._session.run_long(
            "Verify", lambda file, progress: proof.verify(file, progress=progress.report), self.show_verdict
        )
        self._watch.start()

    def _look(self) -> None:
        """Offer the button again once the work is over, however it ended."""
        if self._progress is not None and self._progress.finished:
            self._progress = None
            self._watch.stop()
            self.verify_button.setEnabled(True)
            self.verify_button.setText("Verify")

    def show_verdict(self, verdict: Verdict) -> None:
        """Say what was found."""
        self._good = verdict.ok
        self.verdict.setText(sentence(verdict))
        self._colour()
        self.verdict.show()

    def _colour(self) -> None:
        tone = theme.tone("good" if self._good else "bad")
        self.verdict.setStyleSheet(f"background: {tone.tint}; color: {tone.ink}; border-radius: 4px; padding: 8px;")


def sentence(verdict: Verdict) -> str:
    """What a verification found, in words: that all is as it was, or each fault with what it hits."""
    read = (
        f"{plural(verdict.content, 'stored content')} and {plural(verdict.journal, 'journal entry', 'journal entries')}"
    )
    if verdict.ok:
        return f"✓ Unchanged since it was imported: {read} were read again at {datetime.now():%H:%M}, and all agree."
    count = len(verdict.faults)
    wrong = "1 thing is not as it should be" if count == 1 else f"{count:,} things are not as they should be"
    lines = [f"✗ {wrong} ({read} were read):"]
    for fault in verdict.faults[:_MOST_FAULTS]:
        hits = [shorten(fault.evidence, 6)] if fault.evidence else []
        hits += [shorten(fault.controls, 6)] if fault.controls else []
        lines.append(f"   •  {fault.sentence}" + (f" Hits {', '.join(hits)}." if hits else ""))
    if count > _MOST_FAULTS:
        lines.append(f"   •  and {count - _MOST_FAULTS} more")
    return "\n".join(lines)
