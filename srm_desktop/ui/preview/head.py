"""What is said about a piece above its viewer: what it is, that its name lies, what the view leaves out, ways out."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from srm_desktop.ui.flow import set_shown
from srm_desktop.ui.preview.source import Source
from srm_desktop.ui.widgets import button, label, named


class Head(QWidget):
    """Lines that are there only where they have something to say."""

    patience_asked = Signal()
    """It is to be tried for longer."""
    bytes_asked = Signal()
    """The first bytes are wanted where there is no look."""

    def __init__(self) -> None:
        """Nothing to say yet."""
        super().__init__()
        self.facts = named(label(quiet=True, wrap=True), "preview_facts", "What it is")
        self.warning = named(label(wrap=True), "preview_warning", "The name and the content differ")
        self.warning.setProperty("kind", "bad")
        self.note = named(label(quiet=True, wrap=True), "preview_note", "About this view")
        self.patient = named(button("Try for 20 seconds", self.patience_asked.emit), "preview_patient")
        self.bytes_link = named(
            button("Show its first bytes", self.bytes_asked.emit, kind="link"), "preview_first_bytes"
        )
        asking = QHBoxLayout()
        asking.setSpacing(12)
        asking.addWidget(self.patient)
        asking.addWidget(self.bytes_link)
        asking.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for words in (self.facts, self.warning, self.note):
            layout.addWidget(words)
        layout.addLayout(asking)

    def tell(self, source: Source) -> None:
        """Say what it is, and where its name lies."""
        self.facts.setText(source.facts)
        self.warning.setText(f"! {source.warning}" if source.warning else "")
        set_shown(self.warning, bool(source.warning))

    def say(self, sentence: str, *, patience: bool = False, first_bytes: bool = False) -> None:
        """Say something about the view, with the ways out that are offered."""
        self.note.setText(sentence)
        set_shown(self.note, bool(sentence))
        set_shown(self.patient, patience)
        set_shown(self.bytes_link, first_bytes)
