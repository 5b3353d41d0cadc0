"""What a verification found wrong, to be read and copied, with the way out."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from srm_desktop.domain.assessment import Verdict
from srm_desktop.ui.dialogs.frame import Frame, ask
from srm_desktop.ui.pages.dates import plural
from srm_desktop.ui.pages.proof_words import fault_lines
from srm_desktop.ui.widgets import named


class FaultsDialog(Frame):
    """Every fault on lines of its own. Its answer is True where what is sound is to be written out."""

    def __init__(self, parent: QWidget | None, verdict: Verdict) -> None:
        """`verdict` has at least one fault."""
        count = len(verdict.faults)
        super().__init__(
            parent,
            "faults_dialog",
            "Verification",
            heading="1 thing is not as it should be" if count == 1 else f"{count:,} things are not as they should be",
            about=f"{plural(verdict.content, 'stored content')} and "
            f"{plural(verdict.journal, 'journal entry', 'journal entries')} were read. Keep this file as it is, and go "
            "back to a copy that verifies. What is sound here can be written into a folder, with a list of the rest.",
            accept="&Export what is sound…",
        )
        self.text = named(
            QPlainTextEdit("\n".join(f"•  {said}" for said in fault_lines(verdict))), "faults_text", "What is wrong"
        )
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(self.fontMetrics().lineSpacing() * min(6 + 2 * count, 16))
        self.body.addWidget(self.text, 1)
        self.copy_button = self.add_button("&Copy the list", "faults_copy", self.copy, left=True)
        self.cancel_button.setText("Close")
        self.sentence.hide()
        self.roomy(1, 26)

    def copy(self) -> None:
        """Put the list on the clipboard."""
        QGuiApplication.clipboard().setText(self.text.toPlainText())

    def collect(self) -> bool:
        """That what is sound is wanted."""
        return True


def show_faults(parent: QWidget | None, verdict: Verdict) -> bool:
    """Show what is wrong until it is left; whether what is sound is to be written out."""
    return bool(ask(FaultsDialog(parent, verdict)))
