"""One part of a control: text with what stands above it, whose it is, status, result, origination, objectives."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import NamedTuple

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from srm_desktop.domain.assessment import PartView
from srm_desktop.domain.vocabulary import Result, Status
from srm_desktop.services.walk import Marking
from srm_desktop.ui.control_page.objectives import Acts, Objectives
from srm_desktop.ui.control_page.origination import Said, ask_origination, show_origination
from srm_desktop.ui.control_page.section import pop_up, set_text
from srm_desktop.ui.control_page.statement import Editor
from srm_desktop.ui.flow import Flow, Pool, set_shown
from srm_desktop.ui.session import Session
from srm_desktop.ui.widgets import Pill, button, label, named
from srm_desktop.ui.words import id_text, sign, status_sign

MarkPart = Callable[[Marking, str], object]
STEP = 16
"""How far each level of a nested statement is indented, in pixels."""
LONGEST = 6
"""Letters of more characters ("a Requirement 2") stand in front of the text, not beside it."""
PART_HINT = "How this part is met, where it differs from the statement for the whole control."


class Shown(NamedTuple):
    """What a row shows of the control with this key, and the style in which it writes ids.

    `gutter` is the room for letters in pixels; `opened` says whether objectives are unfolded.
    """

    key: str
    style: str
    part: PartView
    writable: bool
    gutter: int
    opened: bool


class Line(NamedTuple):
    """A line of a statement above its parts: its letter, how deep it stands, and its text."""

    letter: str
    depth: int
    text: str


def lines_above(part: PartView) -> list[Line]:
    """The text of the items above that begins with a part, outermost first; a lead-in of the whole has no letter."""
    path = part.letter.split(".")
    texts = part.intro.splitlines()
    first = len(path) - 1 - len(texts)  # how deep the outermost of them stands
    return [
        Line(".".join(path[: first + n + 1]) if first + n >= 0 else "", max(0, first + n), text)
        for n, text in enumerate(texts)
    ]


class LineRow(QWidget):
    """A line of a statement that is no part itself."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self.letter = label(quiet=True)
        self.text = label(wrap=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.letter, 0, Qt.AlignmentFlag.AlignTop)
        layout.addSpacing(0)
        layout.addWidget(self.text, 100)
        layout.addStretch(1)

    def show_line(self, line: Line, gutter: int) -> None:
        """Show a line with so much room for its letter."""
        self.letter.setText(line.letter)
        set_shown(self.letter, gutter > 0)
        self.letter.setFixedWidth(gutter + line.depth * STEP)
        self.text.setText(line.text)


class PartRow(QWidget):
    """One part with everything that is set on it. The field for its own statement is made when it is first needed."""

    editor_made = Signal(object)

    def __init__(self, session: Session, number: int, mark: MarkPart, acts: Acts) -> None:
        """`number` tells the rows apart; `mark` sets something on a part of the control, `acts` is for objectives."""
        super().__init__()
        self.setObjectName(f"part_{number}")
        self._session, self._mark = session, mark
        self._number = number
        self._part: PartView | None = None
        self._now: Shown | None = None
        self._key = ""
        self.made_editor: Editor | None = None
        self.letter = label(bold=True)
        self.text = label(wrap=True)
        self.pill = named(Pill(), f"part_{number}_responsibility")
        self.derived = named(label(quiet=True, wrap=True), f"part_{number}_derived", "Derived responsibility")
        self.status = self._menu_button(f"part_{number}_status", "Status of this part", self._status_menu)
        self.result = self._menu_button(f"part_{number}_result", "Result of this part", self._result_menu)
        origination = button("", self._ask_origination)
        self.origination = named(origination, f"part_{number}_origination", "Origination of this part")
        self.overrule = named(button("Overrule…", self._overrule, kind="link"), f"part_{number}_overrule")
        self.take_back = named(button("Take back", self._take_back, kind="link"), f"part_{number}_take_back")
        self.own = named(button("Own statement", self._write, kind="link"), f"part_{number}_own_statement")
        self.objectives = Objectives(f"part_{number}_objectives", acts, self._order)
        self._lay_out()

    def _menu_button(self, name: str, says: str, menu: Callable[[], QMenu]) -> QToolButton:
        made = named(QToolButton(), name, says)
        made.setToolTip(says)
        made.clicked.connect(lambda: pop_up(menu(), made.mapToGlobal(QPoint(0, made.height()))))
        return made

    def _lay_out(self) -> None:
        tools = Flow(8, 4)
        tools.add(self.pill, self.status, self.result, self.origination)
        tools.add(self.overrule, self.take_back, self.own, self.objectives.link)
        self._column = column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(self.text)
        column.addLayout(tools)
        column.addWidget(self.derived)
        column.addWidget(self.objectives)
        self._across = across = QHBoxLayout()
        across.setSpacing(8)
        across.addWidget(self.letter, 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(column, 1)
        above = QVBoxLayout()
        above.setSpacing(6)
        self.above = Pool(above, lambda _n: LineRow(), lambda row, item: row.show_line(*item))
        self._rows = layout = QVBoxLayout(self)
        layout.setSpacing(6)
        layout.addLayout(above)
        layout.addLayout(across)

    @property
    def editor(self) -> Editor:
        """The field for the part's own statement."""
        if self.made_editor is None:
            name = f"part_{self._number}_statement"
            self.made_editor = Editor(self._session, "statement", name, "Own statement", PART_HINT, lines=2)
            self.made_editor.hide()
            self._column.addWidget(self.made_editor)
            self._show_statement(elsewhere=True)
            self.editor_made.emit(self.made_editor)
        return self.made_editor

    def stops(self) -> Iterator[QWidget]:
        """What Tab reaches in this row, in order."""
        yield from (self.status, self.result, self.origination, self.overrule, self.take_back, self.own)
        yield self.objectives.link
        for row in self.objectives.pool.rows:
            yield row.result
        if self.made_editor is not None:
            yield self.made_editor

    def _order(self) -> None:
        """Rows that were made just now come where they stand, not last."""
        stops = list(self.stops())
        for before, after in itertools.pairwise(stops):
            QWidget.setTabOrder(before, after)

    def show_part(self, now: Shown) -> None:
        """Show a part of a control, if anything differs from what is shown."""
        if now == self._now:
            return
        before, self._now = self._now, now
        part = now.part
        elsewhere = before is None or (before.key, before.part.letter) != (now.key, part.letter)
        self._key, self._part = now.key, part
        self.above.show([(line, now.gutter) for line in lines_above(part)])
        self._show_letter(part, now.gutter)
        self.pill.show_sign(sign(part.responsibility), part.derivation.sentence)
        self.derived.setText(_beside(part))
        set_shown(self.derived, part.overrule is not None)
        self.status.setText(f"{status_sign(part.mark.status).text} ▾")
        self.result.setText(f"{sign(part.mark.result).text} ▾")
        self._show_origination(part, now.writable)
        self._show_objectives(now, now.opened if elsewhere else self.objectives.open)
        for field in (self.status, self.result, self.origination):
            field.setEnabled(now.writable)
        set_shown(self.overrule, now.writable)
        set_shown(self.take_back, now.writable and part.overrule is not None)
        if part.mark.statement or self.made_editor is not None:
            _ = self.editor
            self._show_statement(elsewhere)
        set_shown(self.own, now.writable and (self.made_editor is None or self.made_editor.isHidden()))

    def _show_letter(self, part: PartView, gutter: int) -> None:
        is_short = len(part.letter) <= LONGEST
        self.letter.setText(part.letter if is_short else "")
        set_shown(self.letter, bool(part.letter) and gutter > 0)
        self.letter.setFixedWidth(gutter + part.letter.count(".") * STEP)
        beside = self.text.fontMetrics().height() if part.text else self.status.sizeHint().height()
        if self.letter.minimumHeight() != beside:
            self.letter.setFixedHeight(beside)  # without a text the letter stands in the line of the buttons
        set_text(self.text, part.text if is_short else f"{part.letter}: {part.text}".removesuffix(": "))
        below = 12 if part.text else 2
        if self._rows.contentsMargins().bottom() != below:
            self._rows.setContentsMargins(0, 0, 0, below)

    def _show_objectives(self, now: Shown, opened: bool) -> None:
        made = len(self.objectives.pool.rows)
        self.objectives.show_objectives(now.part.objectives, now.writable, opened)
        if len(self.objectives.pool.rows) != made:
            self._order()

    def set_opened(self, opened: bool) -> None:
        """Unfold or fold the objectives."""
        if self._now is not None:
            self._show_objectives(self._now, opened)

    def _show_statement(self, elsewhere: bool) -> None:
        editor, now = self.made_editor, self._now
        if editor is None or now is None:
            return
        editor.setReadOnly(not now.writable)
        editor.saver.show_text(self._key, now.part.mark.statement, now.part.letter)
        if elsewhere or now.part.mark.statement:
            set_shown(editor, bool(now.part.mark.statement))

    def _show_origination(self, part: PartView, writable: bool) -> None:
        words = part.mark.origination
        show_origination(self.origination, [Said(part.letter, words)], "Origination…")
        set_shown(self.origination, writable or bool(words))
        kind = "" if words else "link"  # as quiet as the links beside it until there is something to say
        if self.origination.property("kind") != kind:
            self.origination.setProperty("kind", kind)
            self.origination.style().polish(self.origination)

    def _ask_origination(self) -> None:
        if (part := self._part) is not None:
            words = ask_origination(self.origination, [Said(part.letter, part.mark.origination)])
            if words and self._part == part:  # the page may have gone on under the menu
                self._set(Marking(toggle=words))

    def _write(self) -> None:
        self.editor.show()
        self.own.hide()
        self.editor.setFocus()

    def _status_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        now = self._part.mark.status if self._part else ()
        for word in (*list(Status)[1:], Status.NOT_STARTED):
            action = menu.addAction(sign(word).text)
            action.setCheckable(True)
            action.setChecked(word in now)
            action.triggered.connect(lambda _on=False, w=word: self._set(Marking(status=(w,))))
        menu.addSeparator()
        beside = menu.addMenu("Beside it")
        for word in list(Status)[1:]:
            action = beside.addAction(sign(word).text)
            action.setCheckable(True)
            action.setChecked(word in now)
            action.triggered.connect(lambda _on=False, w=word: self._set(Marking(toggle=(w,))))
        return menu

    def _result_menu(self) -> QMenu:
        menu = QMenu(self)
        for word in Result:
            action = menu.addAction(sign(word).text)
            action.setCheckable(True)
            action.setChecked(self._part is not None and word is self._part.mark.result)
            action.triggered.connect(lambda _on=False, w=word: self._set(Marking(result=w)))
        return menu

    def _set(self, marking: Marking) -> None:
        if self._part is not None:
            self._mark(marking, self._part.letter)

    def _overrule(self) -> None:
        if self._part is None or not self._session.writable:
            return
        from srm_desktop.ui.dialogs.overrule import ask_overrule

        part = self._part
        says = id_text(self._key) + (f", part {part.letter}" if part.letter else "")
        answer = ask_overrule(self, says, part.derivation.value, part.overrule)
        if answer is not None:
            self._mark(Marking(responsibility=answer[0] or "", reason=answer[1]), part.letter)

    def _take_back(self) -> None:
        self._set(Marking(responsibility=""))


def _beside(part: PartView) -> str:
    if part.overrule is None:
        return ""
    return f"Derived: {sign(part.derivation.value).text}. Overruled by you: {part.overrule.reason}"
