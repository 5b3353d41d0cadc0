"""Days as people type them, by one rule for the window and the command line."""

from __future__ import annotations

import re
from datetime import date

from srm_desktop.domain.problems import BadValue

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})\.\s*([0-9]{1,2})\.\s*([0-9]{4})")
_NAMED = re.compile(r"([0-9]{1,2})\.?[\s-]+([a-z]{3})[a-z]*\.?[\s-]+([0-9]{4})", re.IGNORECASE)


def parse_day(text: str) -> date:
    """The day that a text means: 2026-10-31, 31.10.2026 or 31 Oct 2026.

    Raises BadValue for what is no day, or not for certain: 10/11/2026 is another day in another country.
    """
    typed = text.strip()
    try:
        if found := _YEAR_FIRST.fullmatch(typed):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DAY_FIRST.fullmatch(typed):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if (found := _NAMED.fullmatch(typed)) and found[2].lower() in _MONTHS:
            return date(int(found[3]), _MONTHS.index(found[2].lower()) + 1, int(found[1]))
    except ValueError:
        pass
    raise BadValue(f"{text!r} is not a date; write it as 2026-10-31.")
