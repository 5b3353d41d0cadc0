"""The viewers of a preview: one for each kind of look, made when it is first needed, one of them in front."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from srm_desktop.domain.look import Look
from srm_desktop.ui.preview.choice import make_viewer, viewer_key
from srm_desktop.ui.preview.viewer import WIDEST, Viewer

HEIGHT = 360
"""Pixels that a viewer gets at most on a page that scrolls."""
_PLACES = 200
"""Pieces of which is known where the user was in them."""


class Viewers(QStackedWidget):
    """Keeps the viewers, and where the user was in what they showed."""

    made = Signal(object)
    """A `Viewer` is there that was not."""

    def __init__(self) -> None:
        """Nothing is in front."""
        super().__init__()
        self._viewers: dict[str, Viewer] = {}
        self._places: dict[str, Any] = {}
        self.viewer: Viewer | None = None
        """The last one that was in front."""
        self.addWidget(QWidget())

    @property
    def in_front(self) -> Viewer | None:
        """The viewer that is seen."""
        return self.viewer if self.currentWidget() is self.viewer else None

    def take_up(self, look: Look, kind: str) -> Viewer:
        """Bring the viewer for a look to the front."""
        key = viewer_key(look, kind)
        if key not in self._viewers:
            self._viewers[key] = made = make_viewer(look, kind)
            self.addWidget(made)
            self.made.emit(made)
        before, self.viewer = self.viewer, self._viewers[key]
        if before is not None and before is not self.viewer:
            before.clear()
        self.setCurrentWidget(self.viewer)
        return self.viewer

    def show_nothing(self) -> None:
        """Bring none to the front."""
        if self.viewer is not None:
            self.viewer.clear()
        self.setCurrentIndex(0)

    def keep_place(self, key: str) -> None:
        """Remember where the user is in the piece with this key."""
        if (viewer := self.in_front) is not None:
            self._places.pop(key, None)
            self._places[key] = (viewer, viewer.place())
            while len(self._places) > _PLACES:
                self._places.pop(next(iter(self._places)))

    def go_back(self, key: str) -> None:
        """Go where the user was in it, if this viewer showed it then."""
        if (viewer := self.viewer) is not None and (place := self._places.get(key)) and place[0] is viewer:
            viewer.go_to(place[1])

    def forget_places(self) -> None:
        """Forget where the user was."""
        self._places.clear()

    def fit(self, width: int) -> None:
        """Be as high as the viewer in front wants to be at this width, within bounds."""
        if (viewer := self.in_front) is not None:
            self.setFixedHeight(max(40, min(HEIGHT, viewer.wanted_height(width))))

    def fill(self) -> None:
        """Take all the height there is."""
        self.setMinimumHeight(0)
        self.setMaximumHeight(WIDEST)
