"""The chain of the journal at the top of the history: its head and length, and whether all of it is as it was."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from srm_desktop.domain.assessment import Head, Verdict
from srm_desktop.domain.problems import BadValue
from srm_desktop.services import proof
from srm_desktop.ui.pages.dates import plural
from srm_desktop.ui.pages.page import column
from srm_desktop.ui.pages.proof_words import fault_lines, sentence
from srm_desktop.ui.session import Session
from srm_desktop.ui.theme import font, theme
from srm_desktop.ui.widgets import ShortLabel, button, label, measure, named
from srm_desktop.ui.worker import Progress


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
        self.anchor = named(QLineEdit(), "anchor", "Anchor of an earlier export, as HEAD:LENGTH")
        self.anchor.setPlaceholderText("Anchor of an earlier export (optional)")
        self.anchor.setToolTip(
            "HEAD:LENGTH from the cover of an earlier export: finds a journal that was cut or rewritten"
        )
        self.anchor.setClearButtonEnabled(True)
        self.anchor.setMaximumWidth(measure() // 2)
        self.anchor.returnPressed.connect(self.verify)
        self.verdict = named(label("", wrap=True), "verdict", "Result of the verification")
        self.verdict.setMaximumWidth(16777215)
        self.verdict.hide()
        self._found: Verdict | None = None
        self._ways_out = self._buttons()
        self._watch = QTimer(self)
        self._watch.setInterval(100)
        self._watch.timeout.connect(self._look)
        self._lay_out()
        theme.changed.connect(self._colour)
        session.proven.connect(self.show_verdict)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.chain)
        row.addWidget(self.copied)
        row.addStretch(1)
        row.addWidget(self.anchor, 1)
        row.addWidget(self.verify_button)
        content = column(self)
        content.addLayout(row)
        content.addWidget(self.verdict)
        content.addWidget(self._ways_out)

    def _buttons(self) -> QWidget:
        """What can be done where something is wrong."""
        made = named(QWidget(), "ways_out", "What can be done")
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(named(button("Copy the list", self.copy_faults), "copy_faults", "Copy what is wrong"))
        row.addWidget(named(button("Export what is sound…", self._rescue), "export_sound", "Export what is sound"))
        row.addStretch(1)
        made.hide()
        return made

    def show_head(self, head: Head) -> None:
        """Show the end of the journal."""
        self._head = head
        short = f"{head.sha256[:12]}…{head.sha256[-6:]}"
        self.chain.setText(f"{plural(head.length, 'journal entry', 'journal entries')}, head {short}")
        self.chain.setToolTip(f"Head and length, as exports print them:\n{head}")

    def forget(self) -> None:
        """Another file is open: what was verified was not this one."""
        self._found = None
        self.verdict.hide()
        self.verdict.clear()
        self._ways_out.hide()
        self.anchor.clear()

    def copy(self) -> None:
        """Put HEAD:LENGTH on the clipboard, the form that a later verification takes."""
        if self._head is not None:
            QGuiApplication.clipboard().setText(str(self._head))
            self._session.notice.emit("Head and length of the journal copied", False)

    def copy_faults(self) -> None:
        """Put everything that is wrong on the clipboard."""
        if self._found is not None:
            QGuiApplication.clipboard().setText("\n".join(fault_lines(self._found)))
            self._session.notice.emit("What is wrong is on the clipboard", False)

    def _rescue(self) -> None:
        if self._found is not None:
            self._session.rescue_asked.emit(self._found)

    def verify(self) -> None:
        """Verify the file, with the anchor if one is given; the result is shown below when it is there."""
        if self._session.file is None or self._progress is not None:
            return
        text = self.anchor.text().strip()
        try:
            anchor = proof.parse_anchor(text) if text else None
        except BadValue as problem:
            self._say(problem.sentence, good=False)
            self.anchor.setFocus()
            return
        self.verify_button.setEnabled(False)
        self.verify_button.setText("Verifying…")
        self._progress = self._session.verify(anchor)
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
        self._found = verdict
        self._say(sentence(verdict), good=verdict.ok)
        self._ways_out.setVisible(not verdict.ok)

    def _say(self, text: str, *, good: bool) -> None:
        self._good = good
        self.verdict.setText(text)
        self._ways_out.hide()
        self._colour()
        self.verdict.show()

    def _colour(self) -> None:
        tone = theme.tone("good" if self._good else "bad")
        self.verdict.setStyleSheet(f"background: {tone.tint}; color: {tone.ink}; border-radius: 4px; padding: 8px;")
