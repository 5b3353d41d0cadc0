"""The history as a workbook: a row for each change, newest first, with the seal of the journal entry it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook

from srm_desktop.domain.assessment import Head
from srm_desktop.domain.progress import Tell, tell_nobody
from srm_desktop.exchange import workbook
from srm_desktop.exchange.workbook import Column, Table
from srm_desktop.exchange.workbook_file import replacing
from srm_desktop.exchange.workbook_sheet import discard, save
from srm_desktop.exchange.workbook_styles import Look
from srm_desktop.exchange.workbook_text import escaped, footer, moment

HISTORY = "History"
_STEP = 50
_SHORT = 250


class HistoryRow(NamedTuple):
    """A change: number of the entry, its step, when (UTC), who, name of the step, on what, from what to what."""

    seq: int
    step: int
    at: datetime
    who: str
    step_name: str
    place: str
    field: str
    old: str
    new: str
    sha256: str


class HistoryContent(NamedTuple):
    """What a history is made of: changes, newest first, and the end of the journal; `exported_at` is UTC."""

    title: str
    rows: Sequence[HistoryRow]
    head: Head
    exported_by: str
    exported_at: datetime
    program: str


def write_history(content: HistoryContent, target: Path, progress: Tell = tell_nobody) -> None:
    """Write the history to `target`, replacing what is there; all of it or nothing.

    Times stand twice: in UTC, as the journal has them, and in the time of this machine. `progress` is told rows and may
    raise to stop. Raises `CannotExport` where the system refuses.
    """
    total, done = len(content.rows) + 1, 0

    def tick(more: int) -> None:
        nonlocal done
        done += more
        if done % _STEP == 0:
            progress(done, total)

    with replacing(target) as temporary:
        progress(0, total)
        book = Workbook(write_only=True)
        try:
            _describe(book, content)
            workbook.write_table(book, _table(), content.rows, _footer(content), tick)
            save(book, temporary)
        finally:
            discard(book)
        progress(total, total)


def _footer(content: HistoryContent) -> str:
    return footer(f"{content.title}: {content.head.length} entries, head {content.head.sha256[:16]}")


def _describe(book: Workbook, content: HistoryContent) -> None:
    about = book.properties
    about.title = escaped(f"History: {content.title}"[:_SHORT])
    about.creator = escaped((content.exported_by or content.program)[:_SHORT])
    about.description = escaped(f"Written by {content.program} from journal head {content.head}")
    about.created = content.exported_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def _local(at: datetime) -> float | str:
    return moment(at.astimezone().replace(tzinfo=None))


def _table() -> Table[HistoryRow]:
    return Table(
        HISTORY,
        "History",
        (
            Column("Entry", 7.5, lambda r: r.seq, Look.NUMBER),
            Column("When (UTC)", 17, lambda r: moment(r.at), Look.MOMENT),
            Column("When (local)", 17, lambda r: _local(r.at), Look.MOMENT),
            Column("Who", 18, lambda r: r.who),
            Column("Step", 7.5, lambda r: r.step, Look.NUMBER),
            Column("What was done", 34, lambda r: r.step_name),
            Column("Where", 24, lambda r: r.place),
            Column("Field", 15, lambda r: r.field, Look.WORD),
            Column("From", 40, lambda r: r.old),
            Column("To", 40, lambda r: r.new),
            Column("SHA-256 of the entry", 34, lambda r: r.sha256, Look.CODE),
        ),
        "Nothing of this kind happened.",
        frozen=2,
        large_paper=True,
    )
