"""The quiet line that says which version a piece is, and leads to the others."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from srm_desktop.domain.assessment import Evidence
from srm_desktop.services import versions
from srm_desktop.services.assessments import Assessment
from srm_desktop.ui.flow import set_shown
from srm_desktop.ui.widgets import ShortLabel, button, named


class VersionLine(QWidget):
    """Shown only for a piece that has other versions."""

    wanted = Signal()
    """The versions are to be shown."""

    def __init__(self) -> None:
        """Hidden until there is something to say."""
        super().__init__()
        named(self, "version_line", "Version")
        self.text = named(ShortLabel(quiet=True), "version_text", "Version")
        self.more = named(button("Versions…", self.wanted.emit, kind="link"), "version_more", "Versions")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.text)
        row.addWidget(self.more)
        row.addStretch(1)
        self.hide()

    def show_piece(self, file: Assessment | None, piece: Evidence | None) -> None:
        """Say which version a piece of the file is; nothing where it is the only one."""
        line = versions.line_of(file, piece.uid) if file is not None and piece is not None else ()
        if piece is not None and len(line) > 1:
            self.text.setText(told(line, piece))
        set_shown(self, len(line) > 1)


def told(line: tuple[Evidence, ...], piece: Evidence) -> str:
    """Which version a piece is: "version 3 · supersedes E-12 · superseded by E-31"."""
    at = [one.uid for one in line].index(piece.uid)
    parts = [f"version {piece.version}"]
    parts += [f"supersedes {line[at - 1].id}"] if at else []
    parts += [f"superseded by {line[at + 1].id}"] if at + 1 < len(line) else []
    return "  ·  ".join(parts)
