"""What the overview says, row by row: figures of `services.overview` as cells, each with where it leads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from srm_desktop.domain.freshness import AuditPeriod
from srm_desktop.services.listing import Filter
from srm_desktop.services.overview import Blocker, Due, GroupFigures, Overview, Slice
from srm_desktop.services.steps import StepTaken
from srm_desktop.ui.pages.dates import day_text, days_text, period_text, plural, recent_text
from srm_desktop.ui.pages.rows import Cell, Shown
from srm_desktop.ui.words import id_text, sign

Asked = tuple[Filter, str]
"""Where most rows lead: to the controls behind a number, under a title."""

_TONES = {"open": "progress", "no evidence": "warn", "stale": "bad", "outside the period": "bad", "due soon": "warn",
          "other": "bad", "unfinished": "progress",
          "not applicable": "neutral", "ready": "info", "flagged": "info"}  # fmt: skip
_SYMBOLS = {"open": "○", "no evidence": "□", "stale": "!", "outside the period": "⊘", "due soon": "◷", "other": "✗",
            "unfinished": "◑", "not applicable": "–",
            "ready": "▶", "flagged": "⚑"}  # fmt: skip


def progress_rows(figures: Overview) -> list[Shown]:
    """The controls of the customer, what is open of them, and what was found."""
    counts = figures.coverage
    lines = (
        (counts.mine, "yours to walk", Filter(mine=True), "Mine"),
        (counts.open, "still open", Filter(mine=True, open=True), "Still open"),
        *((s.count, s.word.value, s.wanted, sign(s.word).word) for s in figures.result[1:3]),
    )
    return [
        (
            (Cell(f"{count:,}", width=5, right=True, bold=True, ink="accent" if count else "quiet"), Cell(text)),
            (wanted, title),
            plural(count, f"control {text}", f"controls {text}"),
            "",
        )
        for count, text, wanted, title in lines
    ]


def slice_rows(slices: Sequence[Slice], total: int, *, bars: bool) -> list[Shown]:
    """A row per word with its count, and its share of `total` as a bar."""
    rows: list[Shown] = []
    for found in slices:
        shown = sign(found.word)
        cells = [Cell(shown.symbol, width=2, ink=shown.tone), Cell(shown.word, width=20 if bars else 0)]
        if bars:
            share = found.count / total if total else 0.0
            cells.append(Cell(bars=((share, shown.tone),)))
        cells.append(Cell(f"{found.count:,}", width=6, right=True, bold=True, ink="accent" if found.count else "quiet"))
        says = plural(found.count, f"control: {shown.word}", f"controls: {shown.word}")
        rows.append((cells, (found.wanted, shown.word), says, ""))
    return rows


def blocker_rows(blockers: Sequence[Blocker]) -> list[Shown]:
    """What stands in the way, with the number of controls."""
    return [
        (
            (
                Cell(_SYMBOLS[b.kind], width=2, ink=_TONES[b.kind]),
                Cell(f"{b.count:,}", width=5, right=True, bold=True, ink="accent"),
                Cell(b.text, stretch=5),
                Cell(b.hint, stretch=6, ink="quiet"),
            ),
            (b.wanted, b.text[0].upper() + b.text[1:]),
            f"{plural(b.count, 'control')} {b.text}: {b.hint}",
            f"Show {plural(b.count, 'control')} {b.text}",
        )
        for b in blockers
    ]


def due_rows(due: Sequence[Due]) -> list[Shown]:
    """Evidence by the day on which it goes stale, with the control it serves."""
    rows: list[Shown] = []
    for d in due:
        ids = [id_text(key) for key in d.controls]
        serves = ids[0] if len(ids) == 1 else f"{ids[0]} +{len(ids) - 1}"
        cells = (
            Cell(d.piece.id, width=7, ink="quiet"),
            Cell(d.piece.title or d.piece.name, stretch=1),
            Cell(serves, width=14, ink="accent"),
            Cell(days_text(d.days), width=11, right=True, ink="warn" if d.days <= 14 else "text"),
        )
        says = f"{d.piece.id} {d.piece.title} goes stale {days_text(d.days)}, serves {', '.join(ids)}"
        tip = f"{d.piece.name}\nStale on {day_text(d.stale_on)}\nServes {', '.join(ids)}"
        rows.append((cells, d, says, tip))
    return rows


def group_cells(group: GroupFigures) -> tuple[Cell, ...]:
    """A group: walked above, with evidence below."""
    if not group.mine:
        return Cell(group.title, stretch=5), Cell("nothing of yours", stretch=4, ink="quiet"), Cell(width=8)
    bars = ((group.walked / group.mine, "good"), (group.with_evidence / group.mine, "info"))
    return (
        Cell(group.title, stretch=5),
        Cell(bars=bars, stretch=4),
        Cell(f"{group.walked} / {group.mine}", width=8, right=True, bold=True, ink="accent"),
    )


def group_rows(groups: Sequence[GroupFigures]) -> tuple[list[Shown], list[Shown]]:
    """Per group a row that leads to its controls, and beside it one to those without evidence; headings come first."""
    key = Cell(key=(("walked", "good"), ("with evidence", "info")), stretch=4)
    left: list[Shown] = [((Cell(stretch=5), key, Cell("walked", width=8, right=True, ink="quiet")), None, "Groups", "")]
    right: list[Shown] = [((Cell("no evidence", right=True, ink="quiet"),), None, "Without evidence", "")]
    for g in groups:
        says = f"{g.title}: {g.walked} of {g.mine} walked, {g.with_evidence} with evidence"
        left.append((group_cells(g), (g.wanted, g.title), says, says))
        missing = g.mine - g.with_evidence
        number = Cell(f"{missing:,}" if missing else "–", right=True, bold=True, ink="accent" if missing else "quiet")
        wanted = Filter(catalog=g.catalog, group=g.id, mine=True, no_evidence=True)
        leads: Asked | None = (wanted, f"{g.title}, without evidence") if missing else None
        right.append(((number,), leads, f"{g.title}: {missing} without evidence", ""))
    return left, right


def step_rows(steps: Sequence[StepTaken], today: date) -> list[Shown]:
    """The last steps; they are read, not followed."""
    rows: list[Shown] = []
    for step in steps:
        when = recent_text(step.at, today)
        cells = (Cell(when, width=13, ink="quiet"), Cell(step.name, stretch=3), Cell(step.who, stretch=1, ink="quiet"))
        rows.append((cells, None, f"{when}, {step.who}: {step.name}", f"{step.name}\n{step.who}"))
    return rows


def period_line(period: AuditPeriod) -> tuple[str, str]:
    """The audit period in words, and how much of it is left."""
    span = period_text(period.period)
    if not span:
        return "No audit period set", ""
    if period.until_start is not None:
        return span, f"begins {days_text(period.until_start)}"
    if period.left is None:
        return span, ""
    if period.left < 0:
        return span, f"ended {plural(-period.left, 'day')} ago"
    return span, "last day today" if period.left == 0 else f"{plural(period.left, 'day')} left"
