"""Files inside another, as rows: what an archive holds, what is attached to a message."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from srm_desktop.domain.kinds import kind_text
from srm_desktop.domain.look import Member
from srm_desktop.domain.sizes import size_text
from srm_desktop.ui.tables import Column, RowsModel, RowsView


class Row(NamedTuple):
    """A member with its place, for two may have the same name."""

    number: int
    member: Member


def _modified(row: Row) -> str:
    at = row.member.modified
    return f"{at:%Y-%m-%d %H:%M}" if at else ""


def _moment(row: Row) -> datetime:
    at = row.member.modified
    return at.replace(tzinfo=None) if at else datetime.min


_NAME = Column("Name", lambda r: r.member.name, lambda r: r.member.name.casefold())
_SIZE = Column(
    "Size",
    lambda r: size_text(r.member.size) if r.member.size >= 0 else "",
    lambda r: r.member.size,
    width=10,
    right=True,
    tone=lambda r: "quiet",
)
_KIND = Column("Kind", lambda r: kind_text(r.member.media_type), width=24, tone=lambda r: "quiet")
_DATE = Column("Modified", _modified, _moment, width=18, tone=lambda r: "quiet")


class MemberTable(RowsView):
    """Rows that sort by a click on a heading."""

    def __init__(self, *, dated: bool) -> None:
        """With days for an archive, with kinds for a message."""
        super().__init__(RowsModel((_NAME, _SIZE, _DATE if dated else _KIND), lambda row: str(row.number)))
        self.setProperty("kind", "framed")

    def show_members(self, members: Sequence[Member]) -> None:
        """Show other members, in their order."""
        self.show_rows([Row(n, member) for n, member in enumerate(members)])

    def wanted_height(self, most: int) -> int:
        """The height of all rows, or of so many."""
        rows = min(len(self.rows_model.rows), most) * self.verticalHeader().defaultSectionSize()
        return rows + self.horizontalHeader().sizeHint().height() + 4

    def fit(self, most: int) -> None:
        """As high as the rows, up to so many."""
        self.setFixedHeight(self.wanted_height(most))
