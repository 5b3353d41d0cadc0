"""Showing the report about a fault of the program."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from srm_desktop.ui.dialogs.frame import Frame, ask, fixed_font
from srm_desktop.ui.widgets import label, named

_ABOUT = (
    "The program made a mistake. Your assessment is safe: every change is written at once, and what was not finished "
    "was not begun. You can go on working; if something looks wrong, close the program and open the file again."
)
_HOLDS = "The report names places in the program's code. It holds no evidence, no text of yours and no names of files."


class CrashDialog(Frame):
    """The report, to copy or to leave."""

    def __init__(self, parent: QWidget | None, text: str, path: Path | None) -> None:
        """`path` is where the report was written, None where that did not work."""
        super().__init__(
            parent, "crash_dialog", "SRM Desktop", heading="Something went wrong inside", about=_ABOUT, quiet=False
        )
        kept = f"{_HOLDS} It was kept as {path}." if path else f"{_HOLDS} It could not be written to a file."
        self.body.addWidget(named(label(kept, quiet=True, wrap=True), "crash_kept", kept))
        self.report = named(QPlainTextEdit(text), "crash_report", "crash report")
        self.report.setReadOnly(True)
        self.report.setTabChangesFocus(True)
        self.report.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.report.setFont(fixed_font())
        self.body.addWidget(self.report, 1)
        self.copy_button = self.add_button("C&opy", "crash_copy", self.copy, left=True)
        self.roomy(1.3, 36)
        self.cancel_button.setFocus()

    def copy(self) -> None:
        """Put the report on the clipboard."""
        QGuiApplication.clipboard().setText(self.report.toPlainText())
        self.copy_button.setText("Copied")


def show_crash(parent: QWidget | None, text: str, path: Path | None) -> None:
    """Show a crash report until it is closed."""
    ask(CrashDialog(parent, text, path))
