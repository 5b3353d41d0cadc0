"""What the viewers have in common. Each shows one kind of look; they can be used alone, too."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

if TYPE_CHECKING:
    from srm_desktop.ui.preview.reading import Reading

LINES = 16
"""Pixels that a viewer of lines needs around them."""


class Viewer(QWidget):
    """Shows one kind of look. What the user chose (zoom, folded or text) stays from one look to the next."""

    found = Signal(int, int)
    """Which of the places that were sought is shown, from 1 (0: none), and how many there are."""
    resized = Signal()
    """It wants another height than before."""
    can_find = False
    can_zoom = False

    def __init__(self) -> None:
        """Nothing is shown yet."""
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)

    @abstractmethod  # mypy holds subclasses to it; Qt's metaclass does not
    def show_look(self, look: Any, reading: Reading | None = None) -> None:
        """Show a look. `reading` is asked for what is only read when it is needed."""

    def clear(self) -> None:
        """Let go of what is shown."""

    def wanted_height(self, width: int) -> int:
        """The height in pixels that shows all of it at a width."""
        return 10_000

    @property
    def tools(self) -> tuple[QWidget, ...]:
        """What stands in the line above it."""
        return ()

    def place(self) -> Any:
        """Where in it the user is (page, sheet, how far down), for `go_to`."""
        return None

    def go_to(self, place: Any) -> None:
        """Go where the user was."""

    def seek(self, text: str) -> None:
        """Mark where a text stands, upper and lower case alike, and show the first place; nothing for no text."""

    def seek_next(self, by: int) -> None:
        """Show the place `by` further on, round the end."""

    def zoom(self, by: int) -> None:
        """Larger (1), smaller (-1), or as it fits (0)."""
