"""What Fusion and the palette leave open, as Qt style sheets, one function for each kind of widget."""

from __future__ import annotations

from srm_desktop.ui.palette import Palette


def style_sheet(colours: Palette) -> str:
    """The style sheet of the whole application. Widgets ask for a look by object property `kind`."""
    return "".join(
        rules(colours) for rules in (_window, _menus, _fields, _buttons, _choices, _scrolling, _bars, _surfaces)
    )


def _window(c: Palette) -> str:
    """Tool tips, and the lines between panes."""
    return f"""
    QToolTip {{ background: {c.raised}; color: {c.text}; border: 1px solid {c.line}; padding: 4px; }}
    QMainWindow::separator, QSplitter::handle {{ background: {c.line}; }}
    QSplitter::handle:horizontal {{ width: 1px; }} QSplitter::handle:vertical {{ height: 1px; }}
    """


def _menus(c: Palette) -> str:
    """The menus, and the line at the foot."""
    return f"""
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
    """


def _fields(c: Palette) -> str:
    """What is typed into."""
    return f"""
    QLineEdit, QPlainTextEdit, QTextEdit, QDateEdit, QSpinBox, QComboBox {{
        background: {c.page}; border: 1px solid {c.line}; border-radius: 4px; padding: 3px 6px;
        selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
    QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QDateEdit:focus, QSpinBox:focus, QComboBox:focus {{
        border: 1px solid {c.accent}; }}
    QComboBox::drop-down {{ border: 0; width: 20px; }}
    """


def _buttons(c: Palette) -> str:
    """Buttons: plain, `primary`, `toggle`, `flat`, `tight` for a sign, and `link`, which looks like text.

    A link begins where text begins: its focus is a tint and a line below, as a frame would stand off from the letters.
    """
    return f"""
    QPushButton, QToolButton {{
        background: {c.page}; border: 1px solid {c.line}; border-radius: 4px; padding: 4px 12px; }}
    QToolButton {{ padding: 3px 8px 2px 8px; }}
    QPushButton:hover, QToolButton:hover {{ background: {c.hover}; }}
    QPushButton:focus, QToolButton:focus {{ border: 1px solid {c.accent}; }}
    QPushButton:disabled, QToolButton:disabled {{ color: {c.quiet}; background: {c.pane}; }}
    QPushButton:default, QPushButton[kind="primary"] {{
        background: {c.accent}; color: {c.on_accent}; border-color: {c.accent}; }}
    QPushButton[kind="primary"]:disabled, QPushButton:default:disabled {{
        background: {c.raised}; color: {c.quiet}; border-color: {c.line}; }}
    QToolButton[kind="toggle"] {{ padding: 3px 4px 2px 4px; }}
    QToolButton[kind="toggle"]:checked {{ background: {c.selection}; border-color: {c.accent}; }}
    QToolButton[kind="flat"], QPushButton[kind="flat"] {{ background: transparent; border-color: transparent; }}
    QToolButton[kind="flat"]:hover, QPushButton[kind="flat"]:hover {{ background: {c.hover}; }}
    QToolButton[kind="flat"]:focus, QPushButton[kind="flat"]:focus {{ border-color: {c.accent}; }}
    QPushButton[kind="tight"] {{ background: transparent; border-color: transparent; padding: 3px 6px; }}
    QPushButton[kind="tight"]:hover {{ background: {c.hover}; }}
    QPushButton[kind="tight"]:focus {{ border-color: {c.accent}; }}
    QToolButton[kind="link"], QPushButton[kind="link"] {{
        background: transparent; border: 0; border-bottom: 1px solid transparent; border-radius: 0; color: {c.accent};
        padding: 1px 0 0 0; text-align: left; }}
    QToolButton[kind="link"]:hover, QPushButton[kind="link"]:hover {{ text-decoration: underline; }}
    QToolButton[kind="link"]:focus, QPushButton[kind="link"]:focus {{
        background: {c.selection}; border-bottom-color: {c.accent}; }}
    """


def _choices(c: Palette) -> str:
    """What is chosen from: lists, tables and trees, `framed` or not, and radio buttons."""
    return f"""
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
    QTableCornerButton::section {{ background: {c.pane}; border: 0; }}
    QHeaderView {{ background: {c.pane}; }}
    QHeaderView::section {{ background: {c.pane}; color: {c.quiet}; border: 0; border-bottom: 1px solid {c.line};
        padding: 4px; }}
    """


def _scrolling(c: Palette) -> str:
    """Areas that scroll, and their bars."""
    return f"""
    QScrollArea, QStackedWidget {{ border: 0; background: transparent; }}
    QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
    QScrollBar::handle {{ background: {c.line}; border-radius: 4px; margin: 2px; min-height: 24px; min-width: 24px; }}
    QScrollBar::handle:hover {{ background: {c.quiet}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """


def _bars(c: Palette) -> str:
    """The bar of progress, and the bar of tabs."""
    return f"""
    QProgressBar {{ background: {c.raised}; border: 0; border-radius: 4px; height: 8px; text-align: center; }}
    QProgressBar::chunk {{ background: {c.accent}; border-radius: 4px; }}
    QTabBar::tab {{ background: transparent; color: {c.quiet}; padding: 6px 12px;
        border: 0; border-bottom: 2px solid transparent; }}
    QTabBar::tab:selected {{ color: {c.text}; border-bottom: 2px solid {c.accent}; }}
    QTabWidget::pane {{ border: 0; border-top: 1px solid {c.line}; }}
    """


def _surfaces(c: Palette) -> str:
    """Plain surfaces, lines and labels by their kind."""
    return f"""
    QWidget[kind="page"] {{ background: {c.page}; }}
    QWidget[kind="pane"] {{ background: {c.pane}; }}
    QFrame[kind="line"] {{ background: {c.line}; max-height: 1px; min-height: 1px; border: 0; }}
    QLabel[kind="quiet"] {{ color: {c.quiet}; }}
    QLabel[kind="bad"] {{ color: {c.tones["bad"].ink}; }}
    QLabel[kind="warn"] {{ color: {c.tones["warn"].ink}; }}
    """
