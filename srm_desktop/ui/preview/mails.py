"""E-mail: who, to whom, what about and when; the body as text; what is attached."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from srm_desktop.domain.look import MailLook
from srm_desktop.ui.preview.members import MemberTable
from srm_desktop.ui.preview.reading import Reading
from srm_desktop.ui.preview.texts import TextViewer
from srm_desktop.ui.preview.viewer import WIDEST, Viewer
from srm_desktop.ui.widgets import label, line, named


class MailViewer(Viewer):
    """Headers over the body over the attachments."""

    can_find = True

    def __init__(self) -> None:
        """Nothing is shown yet."""
        super().__init__()
        self.headers = named(QWidget(), "preview_headers", "Headers")
        self._grid = QGridLayout(self.headers)
        self._grid.setContentsMargins(0, 0, 0, 4)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self.body = TextViewer(prose=True)
        self.attached = named(label(quiet=True), "preview_attached", "What is attached")
        self.attachments = named(MemberTable(dated=False), "preview_attachments", "Attachments")
        for made in (self.headers, line(), self.body, self.attached, self.attachments):
            self.column.addWidget(made, made is self.body)
        self.setFocusProxy(self.body)
        self.body.found.connect(self.found)

    def show_look(self, look: MailLook, reading: Reading | None = None) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for n, (name, value) in enumerate(look.headers):
            self._grid.addWidget(label(name, quiet=True), n, 0, Qt.AlignmentFlag.AlignTop)
            said = label(value, bold=name == "Subject", wrap=True)
            said.setMaximumWidth(WIDEST)
            self._grid.addWidget(said, n, 1)
        self.body.show_text(look.body)
        count = len(look.attachments)
        self.attached.setText("1 attachment" if count == 1 else f"{count:,} attachments")
        self.attachments.show_members(look.attachments)
        for made in (self.attached, self.attachments):
            made.setVisible(bool(count))
        self.attachments.fit(4)

    def clear(self) -> None:
        self.show_look(MailLook((), ""))

    @property
    def tools(self) -> tuple[QWidget, ...]:
        return ()

    def wanted_height(self, width: int) -> int:
        below = 0 if self.attachments.isHidden() else self.attachments.height() + self.attached.sizeHint().height() + 8
        return self._grid.totalHeightForWidth(width) + self.body.wanted_height(width) + below + 32

    def place(self) -> Any:
        return self.body.place()

    def go_to(self, place: Any) -> None:
        self.body.go_to(place)

    def seek(self, text: str) -> None:
        self.body.seek(text)

    def seek_next(self, by: int) -> None:
        self.body.seek_next(by)
