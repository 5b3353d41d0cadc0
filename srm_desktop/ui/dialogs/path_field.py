"""Fields for a path: typed, or browsed for. That for where a file goes knows what cannot be written to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from srm_desktop.ui.dialogs.frame import Wrong, text_field
from srm_desktop.ui.widgets import button, named


class BrowseField(QWidget):
    """A path that is typed or browsed for; subclasses ask, and say what it means."""

    edited = Signal()

    def __init__(self, name: str, says: str, folder: Path, hint: str = "") -> None:
        """Empty; what is typed without a folder lies in `folder`."""
        super().__init__()
        named(self, name, says)
        self._folder = folder
        self.field = text_field(f"{name}_field", says=says, hint=hint)
        self.field.textChanged.connect(lambda _text: self.edited.emit())
        self.browse_button = named(button("&Browse…", self.browse), f"{name}_browse", f"{says}: browse")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.browse_button)
        self.setFocusProxy(self.field)

    def browse(self) -> None:
        """Ask for the path with the system's own dialog."""
        raise NotImplementedError

    def show_path(self, path: Path) -> None:
        """Have this path."""
        self.field.setText(str(path))
        self.field.setToolTip(str(path))


class PathField(BrowseField):
    """Where a file goes, with an ending of its own; what is typed without a folder goes beside the suggestion."""

    def __init__(self, name: str, says: str, ending: str, browse: Callable[[Path], Path | None]) -> None:
        """`browse` asks for a path, starting from the one it is given; `ending` is added where it is missing."""
        super().__init__(name, says, Path.home())
        self.ending = ending
        self._browse = browse
        self.by_hand = False
        self.field.textEdited.connect(self._edited)

    def suggest(self, path: Path) -> None:
        """Show a path unless the user chose one already."""
        if not self.by_hand:
            self._folder = path.parent
            self.show_path(path)

    def shown(self) -> Path | None:
        """The path as it would be used, None while the field is empty."""
        text = self.field.text().strip()
        if not text:
            return None
        path = self._folder / Path(text).expanduser()
        if not path.name:
            return None
        return path if path.name.lower().endswith(self.ending) else path.with_name(path.name + self.ending)

    def value(self) -> Path:
        """The path. Raises Wrong where nothing can be written there."""
        text = self.field.text().strip()
        if not text:
            raise Wrong("Say where the file goes.", self.field)
        try:
            typed = self._folder / Path(text).expanduser()
            if typed.is_dir():
                raise Wrong(f"{typed} is a folder; add the name of the file.", self.field)
            path = self.shown()
            if path is None:
                raise Wrong("Say where the file goes.", self.field)
            if path.is_dir():
                raise Wrong(f"{path} is a folder; choose another name.", self.field)
            if not path.parent.is_dir():
                raise Wrong(f"There is no folder {path.parent}; choose one that exists.", self.field)
        except (OSError, ValueError, RuntimeError):
            raise Wrong("That cannot be the name of a file here; choose another.", self.field) from None
        return path

    def exists(self) -> bool:
        """Whether a file is there already."""
        try:
            path = self.shown()
            return path is not None and path.is_file()
        except (OSError, ValueError, RuntimeError):
            return False

    def _edited(self, _text: str) -> None:
        self.by_hand = True

    def browse(self) -> None:
        chosen = self._browse(self.shown() or self._folder)
        if chosen is not None:
            self.by_hand = True
            self.field.setText(str(chosen))
            self.field.setFocus()
