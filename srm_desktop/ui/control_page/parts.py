"""The parts of a control: text, whose each is, status, result and origination, objectives, its own statement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from srm_desktop.domain.assessment import ControlView, PartView
from srm_desktop.domain.catalog import Objective
from srm_desktop.domain.vocabulary import Result, Status
from srm_desktop.services.walk import Marking
from srm_desktop.ui.control_page.origination import Said, ask_origination, show_origination
from srm_desktop.ui.control_page.section import Section, pop_up
from srm_desktop.ui.control_page.statement import Editor
from srm_desktop.ui.flow import Flow, Pool, set_shown
from srm_desktop.ui.session import Session
from srm_desktop.ui.widgets import Pill, button, label, named
from srm_desktop.ui.words import id_text, sign, status_sign

MarkPart = Callable[[Marking, str], object]
GUTTER = 28
"""Room for the letter, in pixels."""
PART_HINT = "How this part is met, where it differs from the statement for the whole control."


class ObjectiveRow(QWidget):
    """A method and what is determined by it."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self.method = label(quiet=True)
        self.method.setFixedWidth(self.method.fontMetrics().horizontalAdvance("Interview") + 8)
        self.text = label(wrap=True)
        layout.addWidget(self.method, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.text, 100)
        layout.addStretch(1)

    def show_objective(self, objective: Objective) -> None:
        """Show an objective."""
        self.method.setText(objective.method.value.capitalize() if objective.method else "")
        self.text.setText(objective.text)


class PartRow(QWidget):
    """One part with everything that is set on it."""

    def __init__(self, session: Session, number: int, mark: MarkPart) -> None:
        """`number` tells the rows apart; `mark` sets something on a part of the control."""
        super().__init__()
        self.setObjectName(f"part_{number}")
        self._session, self._mark = session, mark
        self._part: PartView | None = None
        self._key = ""
        self.letter = label(bold=True)
        self.letter.setFixedWidth(GUTTER - 8)
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
        self.editor = Editor(session, "statement", f"part_{number}_statement", "Own statement", PART_HINT, lines=2)
        objectives = QVBoxLayout()
        objectives.setSpacing(4)
        self.objectives = Pool(objectives, lambda _n: ObjectiveRow(), ObjectiveRow.show_objective)
        self._lay_out(objectives)

    def _menu_button(self, name: str, says: str, menu: Callable[[], QMenu]) -> QToolButton:
        made = named(QToolButton(), name, says)
        made.setToolTip(says)
        made.clicked.connect(lambda: pop_up(menu(), made.mapToGlobal(QPoint(0, made.height()))))
        return made

    def _lay_out(self, objectives: QVBoxLayout) -> None:
        tools = Flow(4, 4)
        tools.add(self.pill, self.status, self.result, self.origination)
        tools.add(self.overrule, self.take_back, self.own)
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(self.text)
        column.addLayout(tools)
        column.addWidget(self.derived)
        column.addLayout(objectives)
        column.addWidget(self.editor)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 12)
        layout.setSpacing(8)
        layout.addWidget(self.letter, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(column, 1)

    def show_part(self, view: ControlView, part: PartView, writable: bool) -> None:
        """Show a part of a control."""
        elsewhere = (self._key, self._part and self._part.letter) != (view.row.key, part.letter)
        self._key, self._part = view.row.key, part
        self.letter.setText(f"({part.letter})" if part.letter else "")
        self.text.setText(part.text)
        self.pill.show_sign(sign(part.responsibility), part.derivation.sentence)
        self.derived.setText(_beside(part))
        set_shown(self.derived, part.overrule is not None)
        self.status.setText(f"{status_sign(part.mark.status).text} ▾")
        self.result.setText(f"{sign(part.mark.result).text} ▾")
        self._show_origination(part, writable)
        self.objectives.show(part.objectives)
        for field in (self.status, self.result, self.origination):
            field.setEnabled(writable)
        set_shown(self.overrule, writable)
        set_shown(self.take_back, writable and part.overrule is not None)
        self.editor.setReadOnly(not writable)
        self.editor.saver.show_text(self._key, part.mark.statement, part.letter)
        if elsewhere or part.mark.statement:
            set_shown(self.editor, bool(part.mark.statement))
        set_shown(self.own, writable and self.editor.isHidden())

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


class Parts(Section):
    """All the parts of a control."""

    def __init__(self, session: Session, mark: MarkPart) -> None:
        """`mark` sets something on a part of the control of the page."""
        super().__init__("parts_section", "Parts and objectives")
        self.pool = Pool(self.body, lambda n: PartRow(session, n, mark), lambda row, item: row.show_part(*item))

    def facts(self, view: ControlView) -> Any:
        return view.row.key, view.parts

    def fill(self, view: ControlView, writable: bool) -> None:
        for row in self.pool.rows:
            row.editor.saver.flush()
        self.pool.show([(view, part, writable) for part in view.parts])
