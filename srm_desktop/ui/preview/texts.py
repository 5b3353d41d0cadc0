"""Text, of whatever kind, as it stands, with the places marked that are looked for."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtGui import QColor, QFont, QFontDatabase, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from srm_desktop.domain.look import TextLook
from srm_desktop.ui.preview.reading import Reading
from srm_desktop.ui.preview.viewer import LINES, Viewer
from srm_desktop.ui.theme import font, theme
from srm_desktop.ui.widgets import button, measure, named

LONGEST_LINE = 2_000
"""Characters after which a line is broken for the screen: one endless line takes seconds to lay out."""
MOST_MARKED = 2_000
"""Places that are marked at a time."""
MOST_FOUND = 10_000
"""Places that are counted."""


class TextViewer(Viewer):
    """Letters of one width; running text (`prose`) in those of the window."""

    can_find = True

    def __init__(self, *, prose: bool = False, wrap: bool = True) -> None:
        """Nothing is shown yet."""
        super().__init__()
        self.field = named(QPlainTextEdit(), "preview_text", "Text of the evidence")
        self.field.setFont(font() if prose else fixed_font())
        if prose:
            self.field.setMaximumWidth(measure() + 2 * LINES)
        self.field.setReadOnly(True)
        self.field.setUndoRedoEnabled(False)
        self.field.setTabChangesFocus(True)
        self.field.setAcceptDrops(False)
        self.wrapping = named(button("", self._toggle_wrap, kind="link"), "preview_wrap")
        self._wraps = wrap
        self._wrap()
        self._hits: list[tuple[int, int]] = []
        self._at = -1
        self.column.addWidget(self.field, 1)
        self.setFocusProxy(self.field)
        theme.changed.connect(self._mark)

    def show_look(self, look: TextLook, reading: Reading | None = None) -> None:
        self.show_text(look.text)

    def show_text(self, text: str) -> None:
        """Show any text."""
        self._hits, self._at = [], -1
        self.field.setExtraSelections([])
        self.field.setPlainText(broken(text))

    def clear(self) -> None:
        self.show_text("")

    @property
    def tools(self) -> tuple[QWidget, ...]:
        return (self.wrapping,)

    def wanted_height(self, width: int) -> int:
        """The height of the text; long ones are not laid out for it."""
        document = self.field.document()
        lines: float = document.blockCount()
        if lines < 200:  # wrapped ones count as they are shown; before the first time nothing is laid out
            lines = max(lines, document.size().height())
        return int((lines + 1) * self.field.fontMetrics().lineSpacing()) + LINES

    def place(self) -> Any:
        return self.field.verticalScrollBar().value()

    def go_to(self, place: Any) -> None:
        self.field.verticalScrollBar().setValue(place)

    def seek(self, text: str) -> None:
        self._hits, self._at = places_of(text, self.field.toPlainText()), -1
        if not self._hits:
            self._mark()
            self.found.emit(0, 0)
            return
        visible = self.field.cursorForPosition(self.field.rect().topLeft()).position()
        self._at = next((n for n, (start, _) in enumerate(self._hits) if start >= visible), 0)
        self._show_hit()

    def seek_next(self, by: int) -> None:
        if self._hits:
            self._at = (self._at + by) % len(self._hits)
            self._show_hit()

    def _show_hit(self) -> None:
        cursor = self.field.textCursor()
        cursor.setPosition(self._hits[self._at][0])
        self.field.setTextCursor(cursor)
        self._mark()
        self.found.emit(self._at + 1, len(self._hits))

    def _mark(self) -> None:
        first = max(0, self._at - MOST_MARKED // 2)
        near = range(first, min(len(self._hits), first + MOST_MARKED))
        self.field.setExtraSelections([self._marked(n) for n in near])

    def _marked(self, n: int) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.field.document())
        start, end = self._hits[n]
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        made.cursor = cursor
        ground, ink = mark_colours(current=n == self._at)
        made.format.setBackground(ground)
        made.format.setForeground(ink)
        return made

    def _toggle_wrap(self) -> None:
        self._wraps = not self._wraps
        self._wrap()
        self.resized.emit()

    def _wrap(self) -> None:
        modes = QPlainTextEdit.LineWrapMode
        self.field.setLineWrapMode(modes.WidgetWidth if self._wraps else modes.NoWrap)
        self.wrapping.setText("Unwrap lines" if self._wraps else "Wrap lines")
        self.wrapping.setAccessibleName(self.wrapping.text())


def mark_colours(*, current: bool) -> tuple[QColor, QColor]:
    """Ground and ink of a place that was found; the one that is shown stands out."""
    if current:
        return QColor(theme.palette.accent), QColor(theme.palette.on_accent)
    tone = theme.tone("progress")
    return QColor(tone.tint), QColor(tone.ink)


def fixed_font() -> QFont:
    """Letters of one width, a little smaller than those around."""
    made = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    made.setPointSizeF(font("small").pointSizeF())
    return made


def broken(text: str) -> str:
    """The text with lines broken that are too long for the screen."""
    if len(text) <= LONGEST_LINE:
        return text
    return "\n".join(
        line[n : n + LONGEST_LINE] for line in text.split("\n") for n in range(0, max(1, len(line)), LONGEST_LINE)
    )


def places_of(sought: str, text: str) -> list[tuple[int, int]]:
    """Where a text stands in another, as places of a document of Qt's, which counts in UTF-16."""
    if not sought:
        return []
    hits: list[tuple[int, int]] = []
    for found in re.finditer(re.escape(sought), text, re.IGNORECASE):
        hits.append(found.span())
        if len(hits) == MOST_FOUND:
            break
    if text.isascii() or max(text) < "\U00010000":
        return hits
    counted, at, moved = [], 0, 0
    for start, end in hits:
        moved += _wide(text[at:start])
        inside = _wide(text[start:end])
        counted.append((start + moved, end + moved + inside))
        moved, at = moved + inside, end
    return counted


def _wide(text: str) -> int:
    return 0 if text.isascii() else sum(letter >= "\U00010000" for letter in text)
