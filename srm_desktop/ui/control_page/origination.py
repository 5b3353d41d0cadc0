"""Origination: the words that parts say of it, on a button and in the menu where they are checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QWidget

from srm_desktop.domain.assessment import ControlView
from srm_desktop.domain.vocabulary import Origination
from srm_desktop.ui.control_page.check_menu import CheckMenu
from srm_desktop.ui.widgets import named
from srm_desktop.ui.words import origination_text, short_origination


class Said(NamedTuple):
    """What a part says of its origination."""

    part: str
    words: tuple[Origination, ...]


def said_of(view: ControlView) -> tuple[Said, ...]:
    """What the parts say that a mark on the whole control goes to: those that are mine, or all where none is."""
    parts = [part for part in view.parts if part.responsibility.mine] or view.parts
    return tuple(Said(part.letter, part.mark.origination) for part in parts)


def in_common(said: Iterable[Said]) -> tuple[Origination, ...]:
    """The words that all of them say."""
    sets = [set(one.words) for one in said]
    return tuple(word for word in Origination if sets and all(word in words for words in sets))


class OriginationMenu(CheckMenu):
    """Words to be checked, several at once: Space and clicks leave it open, Enter checks the word it is on and closes.

    A word that only some parts say is not checked and names them: checked, it comes to the others too.
    """

    def __init__(self, said: Sequence[Said], parent: QWidget) -> None:
        """`said` is what stands."""
        super().__init__(parent)
        named(self, "origination_menu", "Origination")
        self._before = in_common(said)
        for word in Origination:
            some = [one.part for one in said if word in one.words]
            beside = f"  (in {', '.join(some)})" if some and word not in self._before else ""
            action = self.addAction(word.capitalize() + beside)
            action.setCheckable(True)
            action.setChecked(word in self._before)
            action.setData(word.rank)

    def chosen(self) -> tuple[Origination, ...]:
        """The words that were checked or unchecked; none after Escape."""
        checked = {list(Origination)[action.data()] for action in self.actions() if action.isChecked()}
        return () if self.escaped else tuple(sorted(checked ^ {*self._before}, key=lambda word: word.rank))


def ask_origination(under: QWidget, said: Sequence[Said]) -> tuple[Origination, ...]:
    """Let the user check words in a menu under a widget. Gives those that come or go, for `Marking.toggle`."""
    menu = OriginationMenu(said, under)
    menu.exec(under.mapToGlobal(QPoint(0, under.height())))
    chosen = menu.chosen()
    menu.deleteLater()
    return chosen


def show_origination(button: QAbstractButton, said: Sequence[Said], nothing: str = "Origination ▾") -> None:
    """Let a button say what stands, in one short line (`nothing` where nothing is said), and in full in its tip."""
    alike = len({one.words for one in said}) == 1
    short = short_origination(said[0].words) if alike else "parts differ"
    button.setText(f"Origination: {short} ▾" if short else nothing)
    lines = [f"({one.part}) {origination_text(one.words)}" for one in said]
    full = origination_text(said[0].words) if alike else "\n".join(lines)
    button.setToolTip(f"Where the implementation comes from:\n{full}")
