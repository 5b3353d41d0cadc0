"""The line above a viewer: in large or not, find, and the tools of the viewer that is shown."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from srm_desktop.ui.flow import Flow, set_shown
from srm_desktop.ui.preview.viewer import Viewer
from srm_desktop.ui.widgets import button, named


class ToolRow(QWidget):
    """What stands first stays at its place whatever viewer is shown."""

    back_asked = Signal()
    large_asked = Signal()
    find_asked = Signal()
    step_asked = Signal(int)

    def __init__(self) -> None:
        """No viewer yet."""
        super().__init__()
        self.back = named(button("Back", self.back_asked.emit, tip="Esc"), "preview_back", "Back to the page")
        self.before = named(button("↑ Before", lambda: self.step_asked.emit(-1), kind="link"), "preview_before")
        self.before.setToolTip("The piece before (Alt+Up)")
        self.next = named(button("↓ Next", lambda: self.step_asked.emit(1), kind="link"), "preview_next")
        self.next.setToolTip("The next piece (Alt+Down)")
        self.large = named(button("Enlarge", self.large_asked.emit, kind="link", tip="F6"), "preview_enlarge")
        self.find_link = named(button("Find", self.find_asked.emit, kind="link", tip="Ctrl+F"), "preview_find_link")
        self._viewer: Viewer | None = None
        self._fixed, self._slot = QWidget(self), QWidget(self)
        for holder in (self._fixed, self._slot):
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(16)
        for made in (self.back, self.before, self.next, self.large, self.find_link):
            self._row(self._fixed).addWidget(made)
        flow = Flow(16, 4, self)
        flow.add(self._fixed, self._slot)

    def show_for(self, viewer: Viewer | None, *, large: bool, anything: bool) -> None:
        """Show the tools of a viewer, or of none; `anything`: whether there is something that could be enlarged."""
        if viewer is not self._viewer:
            for tool in self._viewer.tools if self._viewer is not None else ():
                self._row(self._slot).removeWidget(tool)
                tool.hide()
            for tool in viewer.tools if viewer is not None else ():
                self._row(self._slot).addWidget(tool)
                tool.setVisible(not tool.property("nothing_to_do"))
            self._viewer = viewer
        set_shown(self._slot, viewer is not None and bool(viewer.tools))
        set_shown(self.find_link, viewer is not None and viewer.can_find)
        set_shown(self.large, anything and not large)
        for made in (self.back, self.before, self.next):
            set_shown(made, large)
        set_shown(self, anything)

    def _row(self, holder: QWidget) -> QHBoxLayout:
        row = holder.layout()
        assert isinstance(row, QHBoxLayout)
        return row
