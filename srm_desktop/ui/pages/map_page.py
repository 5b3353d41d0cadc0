"""The responsibility map of the services in scope, with its legend and a line that explains what is pointed at."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedLayout, QWidget

from srm_desktop.domain.vocabulary import Owner
from srm_desktop.services.assessments import Assessment
from srm_desktop.services.responsibility_map import responsibility_map
from srm_desktop.ui.pages.dates import plural
from srm_desktop.ui.pages.map_view import MapView
from srm_desktop.ui.pages.map_words import WHOSE
from srm_desktop.ui.pages.page import Page, column, head
from srm_desktop.ui.session import Session
from srm_desktop.ui.widgets import EmptyState, Pill, button, label, line, named
from srm_desktop.ui.words import Sign, sign


class MapPage(Page):
    """Layers as bands, AWS's below and the customer's above; a click asks for the controls behind a band or cell."""

    filter_asked = Signal(object, str)
    services_asked = Signal()

    def __init__(self, session: Session) -> None:
        """Follow `session`."""
        super().__init__(session, "map_page", "Responsibility map")
        self.view = MapView()
        self.view.filter_asked.connect(self.filter_asked)
        self.begin_at(self.view)
        scroll = named(QScrollArea(), "map_scroll", "Responsibility map")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self.view)
        scroll.viewport().setAutoFillBackground(False)
        self.view.setAutoFillBackground(False)
        picture = QWidget()
        content = column(picture, spacing=12, margin=20)
        content.addLayout(self._head())
        content.addWidget(scroll, 1)
        content.addLayout(_legend())
        content.addWidget(line())
        content.addWidget(self._explained())
        self._either = QStackedLayout(self.body)
        self._either.addWidget(picture)
        self._either.addWidget(
            EmptyState(
                "No service in scope yet",
                "Say which AWS services the system uses, and the map shows what AWS runs and what is yours.",
                "Choose services",
                self.services_asked.emit,
            )
        )

    def _head(self) -> QHBoxLayout:
        row, _title, self._about = head("Responsibility map")
        row.addWidget(
            named(button("Services", self.services_asked.emit, tip="Choose the services in scope"), "services")
        )
        return row

    def _explained(self) -> QWidget:
        told = named(label("", wrap=True), "explanation", "What is pointed at")
        told.setMaximumWidth(16777215)
        told.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        told.setFixedHeight(told.fontMetrics().lineSpacing() * 2 + 4)
        self.view.told.connect(told.setText)
        return told

    def reload(self, file: Assessment) -> None:
        shown = responsibility_map(file)
        self._either.setCurrentIndex(0 if shown.columns else 1)
        services = sum(len(c.services) for c in shown.columns)
        by = "by service" if any(c.service for c in shown.columns) else "by tier"
        self._about.setText(f"{plural(services, 'service')} in scope, {by}")
        self.view.show_map(shown)


def _legend() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    meanings = {
        Owner.AWS: "AWS runs and secures it alone",
        Owner.SHARED: "each side has a part",
        Owner.CUSTOMER: "you configure and secure it",
    }
    for owner, meaning in meanings.items():
        shown = sign(owner)
        pill = Pill(Sign(shown.symbol, WHOSE[owner], shown.tone))
        pill.setAccessibleName(f"{WHOSE[owner]}: {meaning}")
        row.addWidget(pill)
        row.addWidget(label(meaning, size="small", quiet=True))
        row.addSpacing(8)
    row.addStretch(1)
    return row
