"""How the program looks: Fusion with our palette, a 4 px grid and three sizes of text."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from srm_desktop.ui.palette import DARK, LIGHT, Palette, Tone
from srm_desktop.ui.style_sheet import style_sheet


class Theme(QObject):
    """The palette in use; `changed` tells widgets that paint themselves to do it again."""

    changed = Signal()

    def __init__(self) -> None:
        """Start light; `apply` decides."""
        super().__init__()
        self.palette: Palette = LIGHT

    def apply(self, choice: str = "system") -> None:
        """Put `light`, `dark` or the system's scheme (light where it is not known) on the whole application."""
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        self.palette = DARK if choice == "dark" or (choice == "system" and dark) else LIGHT
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.setStyle("Fusion")
        application.setPalette(qt_palette(self.palette))
        application.setPalette(_check_box_palette(self.palette), "QCheckBox")  # type: ignore[arg-type]  # it takes no bytes, whatever its stub says
        application.setStyleSheet(style_sheet(self.palette))
        self.changed.emit()

    def tone(self, name: str) -> Tone:
        """Ink and tint of a status in the palette in use."""
        return self.palette.tones[name]


theme = Theme()
"""The one theme of the application."""


def font(size: str = "body", *, bold: bool = False) -> QFont:
    """One of the three sizes of text: `small`, `body` (the system's own) or `title`."""
    made = QFont(QApplication.font())
    points = made.pointSizeF() if made.pointSizeF() > 0 else 10.0
    made.setPointSizeF({"small": points * 0.9, "body": points, "title": points * 1.35}[size])
    if bold:
        made.setWeight(QFont.Weight.DemiBold)
    return made


def _check_box_palette(colours: Palette) -> QPalette:
    """Ours, but for the outline of the box, which Fusion makes of the window's colour: it would be lost on dark."""
    made = qt_palette(colours)
    made.setColor(QPalette.ColorRole.Window, QColor(colours.quiet))
    return made


def qt_palette(colours: Palette) -> QPalette:
    """Our palette in Qt's roles."""
    made = QPalette()
    role = QPalette.ColorRole
    for which, colour in (
        (role.Window, colours.pane),
        (role.WindowText, colours.text),
        (role.Base, colours.page),
        (role.AlternateBase, colours.pane),
        (role.Text, colours.text),
        (role.Button, colours.raised),
        (role.ButtonText, colours.text),
        (role.Highlight, colours.selection),
        (role.HighlightedText, colours.text),
        (role.ToolTipBase, colours.raised),
        (role.ToolTipText, colours.text),
        (role.PlaceholderText, colours.quiet),
        (role.Link, colours.accent),
        (role.LinkVisited, colours.accent),
        (role.Accent, colours.accent),
        (role.Mid, colours.line),
        (role.Light, colours.page),
        (role.Dark, colours.line),
    ):
        made.setColor(which, QColor(colour))
    disabled = QPalette.ColorGroup.Disabled
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(disabled, which, QColor(colours.quiet))
    return made
