"""What a published catalog says besides the statement: guidance, parameters, methods, related controls. Folded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from srm_desktop.domain.assessment import ControlView
from srm_desktop.ui.control_page import folds
from srm_desktop.ui.control_page.mentions import Mentions
from srm_desktop.ui.control_page.section import Section
from srm_desktop.ui.flow import Flow, set_shown
from srm_desktop.ui.widgets import button, label, named

Pair = tuple[str, str, str]
"""A term, what stands for it, and a remark in quiet letters."""


class Pairs(QWidget):
    """Terms with what stands for them, below each other; rows are made once and filled again."""

    def __init__(self) -> None:
        """Empty."""
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 100)
        self._grid.setColumnStretch(2, 1)
        self.rows: list[tuple[QLabel, QLabel]] = []

    def show_pairs(self, pairs: list[Pair]) -> None:
        """Show one row for each pair."""
        while len(self.rows) < len(pairs):
            made = label(quiet=True, wrap=True), label(wrap=True)
            made[0].setFixedWidth(self.fontMetrics().averageCharWidth() * 24)
            for column, shown in enumerate(made):
                self._grid.addWidget(shown, len(self.rows), column, Qt.AlignmentFlag.AlignTop)
            self.rows.append(made)
        for n, row in enumerate(self.rows):
            if n < len(pairs):
                term, text, remark = pairs[n]
                row[0].setText(term)
                row[1].setText(f"{text}\n{remark}" if remark else text)
            for shown in row:
                set_shown(shown, n < len(pairs))


class Topic:
    """One thing the catalog says: its fold, and what is below it, made when it is unfolded first."""

    def __init__(self, name: str, title: Callable[[ControlView], str], fill: Callable[[ControlView], QWidget]) -> None:
        """`title` is what the link says of a control (empty: nothing to say); `fill` gives the widget, filled."""
        self.name, self.title, self.fill = name, title, fill
        self.link: QPushButton = named(button("", kind="link"), f"{name}_fold")
        self.heading = label(bold=True)
        self.heading.setStyleSheet("padding-top: 8px")  # a contents margin is lost when the theme changes
        self.heading.setIndent(0)
        self.body: QWidget | None = None
        self.open = False


class InCatalog(Section):
    """Links side by side, each unfolding its text below; what is open stays open for the next control too."""

    control_asked = Signal(str)
    """The key of a control that the user wants to see."""

    def __init__(self) -> None:
        """Nothing is read of a control but what is unfolded."""
        super().__init__("in_catalog", "In the catalog")
        links = Flow(12, 4)
        self.body.addLayout(links)
        self._texts = QVBoxLayout()
        self._texts.setSpacing(6)
        self.body.addLayout(self._texts)
        self._view: ControlView | None = None
        self.topics = (
            Topic("guidance", lambda v: "Guidance" if v.guidance else "", self._guidance),
            Topic("parameters", lambda v: _many("Parameter", len(v.params)), self._parameters),
            Topic("methods", _methods_title, self._methods),
            Topic("related", lambda v: _many("Related control", len(v.related)), self._related),
        )
        said = folds.known()
        for topic in self.topics:
            topic.open = said.get(topic.name, False)
            topic.link.clicked.connect(lambda _on=False, t=topic: self._toggle(t))
            links.add(topic.link)
            self._texts.addWidget(topic.heading)

    def facts(self, view: ControlView) -> Any:
        return view.row.key, view.guidance, view.params, view.methods, view.related

    def fill(self, view: ControlView, writable: bool) -> None:
        self._view = view
        for topic in self.topics:
            self._show(topic, view)
        set_shown(self, any(topic.title(view) for topic in self.topics))

    def _show(self, topic: Topic, view: ControlView) -> None:
        title = topic.title(view)
        opened = topic.open and bool(title)
        if opened:
            shown = topic.fill(view)
            if topic.body is None:
                topic.body = shown
                self._texts.insertWidget(self._texts.indexOf(topic.heading) + 1, shown)
            topic.heading.setText(title)
        topic.link.setText(f"{'▾' if opened else '▸'} {title}")
        topic.link.setAccessibleName(title)
        set_shown(topic.link, bool(title))
        set_shown(topic.heading, opened)
        if topic.body is not None:
            set_shown(topic.body, opened)

    def _toggle(self, topic: Topic) -> None:
        self.set_opened(topic, not topic.open)
        folds.remember(topic.name, topic.open)

    def set_opened(self, topic: Topic, opened: bool) -> None:
        """Unfold or fold one of `topics`."""
        topic.open = opened
        if self._view is not None:
            self._show(topic, self._view)

    def _guidance(self, view: ControlView) -> QWidget:
        made = self.topics[0].body or named(label(wrap=True), "guidance_text", "Guidance")
        assert isinstance(made, QLabel)
        made.setText(view.guidance)
        return made

    def _parameters(self, view: ControlView) -> QWidget:
        made = self.topics[1].body or named(Pairs(), "parameters_table", "Parameters")
        assert isinstance(made, Pairs)
        made.show_pairs(
            [(p.label or "choice", p.text, p.constraint and f"Demanded: {p.constraint}") for p in view.params]
        )
        return made

    def _methods(self, view: ControlView) -> QWidget:
        made = self.topics[2].body or named(Pairs(), "methods_table", "How it is assessed")
        assert isinstance(made, Pairs)
        made.show_pairs([(m.value.capitalize(), "; ".join(objects.splitlines()), "") for m, objects in view.methods])
        return made

    def _related(self, view: ControlView) -> QWidget:
        made = self.topics[3].body
        if made is None:
            made = Mentions("related_controls", "Related controls")
            made.control_asked.connect(self.control_asked)
        assert isinstance(made, Mentions)
        made.show_mentions("", view.related, view.row.catalog)
        return made


def _many(noun: str, number: int) -> str:
    return f"{noun}s ({number})" if number > 1 else noun if number else ""


def _methods_title(view: ControlView) -> str:
    words = ", ".join(dict.fromkeys(method.value for method, _ in view.methods))
    return f"How it is assessed: {words}" if words else ""
