"""A line that names other controls, each a link to its page where the assessment has it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy

from srm_desktop.domain.assessment import Mention
from srm_desktop.domain.ids import control_key
from srm_desktop.ui.flow import set_shown
from srm_desktop.ui.theme import font, theme
from srm_desktop.ui.widgets import measure, named
from srm_desktop.ui.words import id_text


class Mentions(QLabel):
    """Words, then ids. Links are reached with Tab and followed with Enter."""

    control_asked = Signal(str)
    """The key of a control that the user wants to see."""

    def __init__(self, name: str, says: str) -> None:
        """Empty, and hidden."""
        super().__init__()
        named(self, name, says)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setFont(font())
        self.setWordWrap(True)
        self.setMaximumWidth(measure())
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flags.LinksAccessibleByMouse | flags.LinksAccessibleByKeyboard)
        self._shown: tuple[str, tuple[tuple[str, str], ...]] = ("", ())
        self.linkActivated.connect(self.control_asked)
        theme.changed.connect(self._write)
        self.hide()

    def show_mentions(self, before: str, mentions: Sequence[Mention], catalog: str) -> None:
        """Show `before` and the ids, which are of one catalog; nothing at all where both are empty."""
        shown = (before, tuple((m.key, id_text(control_key(catalog, m.id))) for m in mentions))
        if shown != self._shown:
            self._shown = shown
            self._write()
        set_shown(self, bool(before or mentions))

    def heightForWidth(self, width: int) -> int:
        return super().heightForWidth(min(width, self.maximumWidth()))

    def _write(self) -> None:
        before, mentions = self._shown
        colour = theme.palette.accent
        ids = [
            f'<a href="{escape(key)}" style="color: {colour}; text-decoration: none">{escape(shown)}</a>'
            if key
            else escape(shown)
            for key, shown in mentions
        ]
        self.setText(f"{escape(before)} {', '.join(ids)}".strip())
