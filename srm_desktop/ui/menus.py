"""The menus as data: title, shortcut and what each item does. The same list feeds the shortcut sheet and the search."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from srm_desktop.ui import icons

ALWAYS, OPEN, WRITE = "always", "open", "write"
"""When an item can be used: always, with an assessment open, with one open for writing."""


class Item(NamedTuple):
    """One menu item. `keys` are shortcuts as text, the first one is shown; `group` makes items exclusive choices,
    `on` the one that is chosen at first; `icon` is a name for `icons.dress`."""

    title: str
    act: Callable[[], object]
    keys: tuple[str, ...] = ()
    when: str = OPEN
    name: str = ""
    group: str = ""
    icon: str = ""
    on: bool = False


SEPARATOR = None
Menu = tuple[str, "list[Item | Menu | None]"]
"""A title and what stands below it; None is a line."""


class Menus:
    """The menu bar of a window, built from data."""

    def __init__(self, window: QMainWindow, menus: list[Menu]) -> None:
        """Build all menus; nothing is open yet."""
        self._window = window
        self._when: list[tuple[QAction, str]] = []
        self._groups: dict[str, QActionGroup] = {}
        self.actions: dict[str, QAction] = {}
        self.menus: dict[str, QMenu] = {}
        self.sheet: list[tuple[str, list[tuple[str, str]]]] = []
        for title, items in menus:
            menu = window.menuBar().addMenu(title)
            plain = title.replace("&", "")
            self.sheet.append((plain, []))
            self._fill(menu, items)
        self.enable(is_open=False, writable=False)

    def _fill(self, menu: QMenu, items: list[Item | Menu | None]) -> None:
        self.menus[menu.title().replace("&", "")] = menu
        for item in items:
            if item is None:
                menu.addSeparator()
            elif isinstance(item, Item):
                menu.addAction(self._action(item))
            else:
                self._fill(menu.addMenu(item[0]), item[1])

    def _action(self, item: Item) -> QAction:
        action = QAction(item.title, self._window)
        name = item.name or item.title.replace("&", "").rstrip(".").rstrip("…")
        action.setObjectName("action_" + name.lower().replace(" ", "_"))
        action.setShortcuts([QKeySequence(k) for k in item.keys])
        action.triggered.connect(lambda _checked=False: item.act())
        if item.group:
            action.setCheckable(True)
            group = self._groups.setdefault(item.group, QActionGroup(self._window))
            group.addAction(action)
            action.setChecked(item.on)
        if item.icon:
            icons.dress(action, item.icon)
        self.actions[name] = action
        self._when.append((action, item.when))
        if item.keys:
            shown = QKeySequence(item.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
            self.sheet[-1][1].append((shown, name))
        return action

    def enable(self, *, is_open: bool, writable: bool) -> None:
        """Let items be used as far as they make sense now."""
        usable = {ALWAYS: True, OPEN: is_open, WRITE: writable}
        for action, when in self._when:
            action.setEnabled(usable[when])

    def all_actions(self) -> list[QAction]:
        """Every item, for the search."""
        return [action for action, _ in self._when]
