"""What Undo and Redo are called in the menu: after the step that they would take back, or take again."""

from __future__ import annotations

from PySide6.QtCore import QObject

from srm_desktop.services import history
from srm_desktop.ui.menus import Menus
from srm_desktop.ui.session import Session


class UndoNames(QObject):
    """Keeps the two items named after the last steps of the open assessment."""

    def __init__(self, session: Session, menus: Menus, parent: QObject) -> None:
        """Nothing is named before `follow`."""
        super().__init__(parent)
        self._session, self._menus = session, menus
        session.restyled.connect(self.follow)

    def follow(self) -> None:
        """Name them by the steps as they are now."""
        file = self._session.file
        if file is None:
            return
        names = history.names(file)
        for key, name in (("Undo", names.undo), ("Redo", names.redo)):
            action = self._menus.actions[key]
            action.setText(f"&{key} {self._session.told(name)}" if name else f"&{key}")
            action.setEnabled(bool(name) and self._session.writable)
