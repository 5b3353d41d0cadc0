"""Archives: what they say they hold. Nothing of it is unpacked."""

from __future__ import annotations

from typing import Any

from srm_desktop.domain.look import ArchiveLook
from srm_desktop.ui.preview.members import MemberTable
from srm_desktop.ui.preview.reading import Reading
from srm_desktop.ui.preview.viewer import Viewer
from srm_desktop.ui.widgets import label, named


class ArchiveViewer(Viewer):
    """A table of names, sizes and days that sorts."""

    can_find = True

    def __init__(self) -> None:
        """Nothing is shown yet."""
        super().__init__()
        self.members = named(MemberTable(dated=True), "preview_members", "Files in the archive")
        self.count = named(label(quiet=True, size="small"), "preview_members_count", "How many files there are")
        self.column.addWidget(self.members, 1)
        self.column.addWidget(self.count)
        self.setFocusProxy(self.members)
        self._hits: list[str] = []
        self._at = -1

    def show_look(self, look: ArchiveLook, reading: Reading | None = None) -> None:
        self._hits, self._at = [], -1
        self.members.show_members(look.members)
        shown, total = len(look.members), look.total
        files = "1 file" if total == 1 else f"{total:,} files"
        self.count.setText(files if shown >= total else f"The first {shown:,} of {files}")
        self.members.stand_at("0")

    def clear(self) -> None:
        self.show_look(ArchiveLook((), 0))

    def wanted_height(self, width: int) -> int:
        return self.members.wanted_height(100) + self.count.sizeHint().height() + 8

    def place(self) -> Any:
        return self.members.verticalScrollBar().value()

    def go_to(self, place: Any) -> None:
        self.members.verticalScrollBar().setValue(place)

    def seek(self, text: str) -> None:
        sought, model = text.casefold(), self.members.rows_model
        self._hits = [str(r.number) for r in model.rows if sought and sought in r.member.name.casefold()]
        self._at = 0 if self._hits else -1
        self._show_hit()

    def seek_next(self, by: int) -> None:
        if self._hits:
            self._at = (self._at + by) % len(self._hits)
            self._show_hit()

    def _show_hit(self) -> None:
        if self._hits:
            self.members.go_to(self._hits[self._at])
        self.found.emit(self._at + 1, len(self._hits))
