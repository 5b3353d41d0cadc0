"""How the program looks: Fusion with our palette, a 4 px grid and three sizes of text."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from srm_desktop.ui.palette import DARK, LIGHT, Palette, Tone


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


def style_sheet(c: Palette) -> str:
    """What Fusion and the palette leave open. Widgets ask for a look by object property `kind`."""
    return f"""
    QToolTip {{ background: {c.raised}; color: {c.text}; border: 1px solid {c.line}; padding: 4px; }}
    QMainWindow::separator, QSplitter::handle {{ background: {c.line}; }}
    QSplitter::handle:horizontal {{ width: 1px; }} QSplitter::handle:vertical {{ height: 1px; }}
    QMenuBar {{ background: {c.pane}; border-bottom: 1px solid {c.line}; }}
    QMenuBar::item {{ padding: 4px 8px; background: transparent; }}
    QMenuBar::item:selected {{ background: {c.hover}; }}
    QMenu {{ background: {c.page}; border: 1px solid {c.line}; padding: 4px; }}
    QMenu::item {{ padding: 4px 24px 4px 12px; border-radius: 4px; }}
    QMenu::item:selected {{ background: {c.selection}; color: {c.text}; }}
    QMenu::item:disabled {{ color: {c.quiet}; }}
    QMenu::separator {{ height: 1px; background: {c.line}; margin: 4px 8px; }}
    QStatusBar {{ background: {c.pane}; border-top: 1px solid {c.line}; }}
    QStatusBar::item {{ border: 0; }}
    QLineEdit, QPlainTextEdit, QTextEdit, QDateEdit, QSpinBox, QComboBox {{
        background: {c.page}; border: 1px solid {c.line}; border-radius: 4px; padding: 3px 6px;
        selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
    QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QDateEdit:focus, QSpinBox:focus, QComboBox:focus {{
        border: 1px solid {c.accent}; }}
    QComboBox::drop-down {{ border: 0; width: 20px; }}
    QPushButton, QToolButton {{
        background: {c.page}; border: 1px solid {c.line}; border-radius: 4px; padding: 4px 12px; }}
    QToolButton {{ padding: 3px 8px; }}
    QPushButton:hover, QToolButton:hover {{ background: {c.hover}; }}
    QPushButton:focus, QToolButton:focus {{ border: 1px solid {c.accent}; }}
    QPushButton:disabled, QToolButton:disabled {{ color: {c.quiet}; background: {c.pane}; }}
    QPushButton:default, QPushButton[kind="primary"] {{
        background: {c.accent}; color: {c.on_accent}; border-color: {c.accent}; }}
    QPushButton[kind="primary"]:disabled, QPushButton:default:disabled {{
        background: {c.raised}; color: {c.quiet}; border-color: {c.line}; }}
    QToolButton[kind="toggle"] {{ padding: 3px 4px; }}
    QToolButton[kind="toggle"]:checked {{ background: {c.selection}; border-color: {c.accent}; }}
    QToolButton[kind="flat"], QPushButton[kind="flat"] {{ background: transparent; border-color: transparent; }}
    QToolButton[kind="flat"]:hover, QPushButton[kind="flat"]:hover {{ background: {c.hover}; }}
    QToolButton[kind="flat"]:focus, QPushButton[kind="flat"]:focus {{ border-color: {c.accent}; }}
    QToolButton[kind="link"], QPushButton[kind="link"] {{
        background: transparent; border: 1px solid transparent; color: {c.accent}; padding: 0 2px; text-align: left; }}
    QToolButton[kind="link"]:hover, QPushButton[kind="link"]:hover {{ text-decoration: underline; }}
    QToolButton[kind="link"]:focus, QPushButton[kind="link"]:focus {{ border-color: {c.accent}; }}
    QAbstractItemView {{ background: {c.page}; border: 0; outline: 0; selection-background-color: {c.selection};
        selection-color: {c.text}; alternate-background-color: {c.page}; gridline-color: {c.line}; }}
    QRadioButton {{ spacing: 8px; }}
    QRadioButton::indicator {{ width: 14px; height: 14px; border: 1px solid {c.quiet}; border-radius: 8px;
        background: {c.page}; }}
    QRadioButton::indicator:checked {{ border-color: {c.accent}; background: qradialgradient(cx: 0.5, cy: 0.5,
        radius: 0.5, fx: 0.5, fy: 0.5, stop: 0 {c.accent}, stop: 0.5 {c.accent}, stop: 0.6 {c.page}); }}
    QRadioButton::indicator:focus {{ border-color: {c.accent}; }}
    QRadioButton:focus {{ color: {c.accent}; }}
    QRadioButton:disabled {{ color: {c.quiet}; }}
    QRadioButton::indicator:disabled {{ border-color: {c.line}; }}
    QAbstractItemView[kind="framed"] {{ border: 1px solid {c.line}; border-radius: 4px; }}
    QAbstractItemView[kind="framed"]:focus {{ border-color: {c.accent}; }}
    QTreeView::item:hover, QListView::item:hover, QTableView::item:hover {{ background: {c.hover}; }}
    QTreeView::item:selected, QListView::item:selected, QTableView::item:selected {{ background: {c.selection};
        color: {c.text}; }}
    QHeaderView {{ background: {c.pane}; }}
    QHeaderView::section {{ background: {c.pane}; color: {c.quiet}; border: 0; border-bottom: 1px solid {c.line};
        padding: 4px; }}
    QScrollArea, QStackedWidget {{ border: 0; background: transparent; }}
    QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
    QScrollBar::handle {{ background: {c.line}; border-radius: 4px; margin: 2px; min-height: 24px; min-width: 24px; }}
    QScrollBar::handle:hover {{ background: {c.quiet}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QProgressBar {{ background: {c.raised}; border: 0; border-radius: 4px; height: 8px; text-align: center; }}
    QProgressBar::chunk {{ background: {c.accent}; border-radius: 4px; }}
    QTabBar::tab {{ background: transparent; color: {c.quiet}; padding: 6px 12px;
        border: 0; border-bottom: 2px solid transparent; }}
    QTabBar::tab:selected {{ color: {c.text}; border-bottom: 2px solid {c.accent}; }}
    QTabWidget::pane {{ border: 0; border-top: 1px solid {c.line}; }}
    QWidget[kind="page"] {{ background: {c.page}; }}
    QWidget[kind="pane"] {{ background: {c.pane}; }}
    QFrame[kind="line"] {{ background: {c.line}; max-height: 1px; min-height: 1px; border: 0; }}
    QLabel[kind="quiet"] {{ color: {c.quiet}; }}
    QLabel[kind="bad"] {{ color: {c.tones["bad"].ink}; }}
    """
