"""What can be done on a page: an action with its keys, and the button that looks as the action is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from srm_desktop.ui.widgets import button, named


def page_action(
    page: QWidget, owner: QWidget, name: str, text: str, keys: Sequence[str], does: Callable[[], object]
) -> QAction:
    """An action of a page whose keys work in `owner`: in it alone, or where that is the page, anywhere on it."""
    action = QAction(text, page)
    action.setObjectName(name)
    action.setShortcuts([QKeySequence(key) for key in keys])
    whole = owner is page
    action.setShortcutContext(
        Qt.ShortcutContext.WidgetWithChildrenShortcut if whole else Qt.ShortcutContext.WidgetShortcut
    )
    action.triggered.connect(lambda _checked=False: does())
    owner.addAction(action)
    return action


def action_button(action: QAction, kind: str = "") -> QPushButton:
    """A button that does what an action does, and can be used while it can."""
    made = named(button(action.text(), action.trigger, kind=kind), f"{action.objectName()}_button", action.text())
    made.setToolTip(f"{action.text()} ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})")
    made.setEnabled(action.isEnabled())
    action.changed.connect(partial(_follow, made, action))
    return made


def _follow(made: QPushButton, action: QAction) -> None:
    made.setEnabled(action.isEnabled())
    made.setText(action.text())
