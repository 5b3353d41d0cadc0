"""Days and times as the pages write them; times of the file are UTC and shown local."""

from __future__ import annotations

from datetime import date, datetime

from srm_desktop.domain.freshness import Period

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_text(day: date | None) -> str:
    """A day: 3 Oct 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if day else ""


def time_text(at: datetime) -> str:
    """A moment in local time, to the second: 3 Oct 2026 14:02:09."""
    local = at.astimezone()
    return f"{day_text(local.date())} {local:%H:%M:%S}"


def minute_text(at: datetime) -> str:
    """A moment in local time, to the minute: 3 Oct 2026 14:02."""
    local = at.astimezone()
    return f"{day_text(local.date())} {local:%H:%M}"


def recent_text(at: datetime, today: date) -> str:
    """A moment in local time, as short as it may be: the time alone for today, the day without year for this year."""
    local = at.astimezone()
    if local.date() == today:
        return f"Today {local:%H:%M}"
    day = f"{local.day} {_MONTHS[local.month - 1]}"
    return f"{day} {local:%H:%M}" if local.year == today.year else f"{day} {local.year}"


def period_text(period: Period) -> str:
    """A span of days; an open end is put into words, and nothing at all is empty."""
    if period.start and period.end:
        return f"{day_text(period.start)} – {day_text(period.end)}"
    if period.start:
        return f"from {day_text(period.start)}"
    return f"until {day_text(period.end)}" if period.end else ""


def days_text(days: int) -> str:
    """A distance in days from today: today, tomorrow, in 9 days."""
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


def plural(count: int, one: str, many: str = "") -> str:
    """A count with its noun: 1 control, 2 controls, 1,200 controls."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
