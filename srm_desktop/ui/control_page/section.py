"""What the sections of the page have in common: heading, room above, and filling only what is not shown already."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QVBoxLayout, QWidget

from srm_desktop.domain.assessment import ControlView
from srm_desktop.ui.flow import set_shown
from srm_desktop.ui.widgets import ShortLabel, button, label, named
from srm_desktop.ui.words import id_style

ABOVE = 28
"""Room above a section, in pixels."""


class Section(QWidget):
    """A part of the page. Subclasses say in `facts` what they show of a control and show it in `fill`."""

    def __init__(self, name: str, title: str = "", beside: str = "", *, above: int = ABOVE) -> None:
        """`title` stands over the section, `beside` in quiet letters next to it."""
        super().__init__()
        named(self, name, title)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, above, 0, 0)
        self.body.setSpacing(8)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self._shown: Any = None
        if title:
            self.title = label(title, bold=True)
            self.beside = ShortLabel(beside, quiet=True)
            for made in (self.title, self.beside):
                self.head.addWidget(made, 0, Qt.AlignmentFlag.AlignBaseline)
            self.head.addStretch(1)
            self.body.addLayout(self.head)

    def show_view(self, view: ControlView, writable: bool) -> None:
        """Show a control, if anything about it, or how ids are written, differs from what is shown."""
        facts = (self.facts(view), writable, id_style())
        if facts != self._shown:
            self._shown = facts
            self.body.setEnabled(False)  # one layout at the end, not one for each row that comes or goes
            self.fill(view, writable)
            self.body.setEnabled(True)
            self.body.invalidate()

    def facts(self, view: ControlView) -> Any:
        """What of a control this section shows."""
        return view

    @abstractmethod  # mypy holds subclasses to it; Qt's metaclass does not
    def fill(self, view: ControlView, writable: bool) -> None:
        """Show it."""


class Fold(QWidget):
    """A link that unfolds what stands below it."""

    def __init__(self, name: str, text: str, below: QWidget) -> None:
        """`text` says what it is; a triangle in front whether it is open."""
        super().__init__()
        self._text, self._below = text, below
        self.link = named(button("", self.toggle, kind="link"), name, text)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.link)
        layout.addStretch(1)
        self.set_open(False)

    @property
    def open(self) -> bool:
        """Whether it is unfolded."""
        return not self._below.isHidden()

    def toggle(self) -> None:
        """Fold or unfold."""
        self.set_open(not self.open)

    def set_open(self, opened: bool) -> None:
        """Show what is below, or not."""
        self._below.setVisible(opened)
        self.say(self._text)

    def say(self, text: str) -> None:
        """Give the link another text."""
        self._text = text
        self.link.setText(f"{'▾' if self.open else '▸'} {text}")


def pop_up(menu: QMenu, place: QPoint) -> None:
    """Open a menu at a place on the screen, and let go of it afterwards."""
    menu.exec(place)
    menu.deleteLater()


def set_text(shown: QLabel, text: str) -> None:
    """Set a text, and hide the label where there is none."""
    if shown.text() != text:
        shown.setText(text)
    set_shown(shown, bool(text))
