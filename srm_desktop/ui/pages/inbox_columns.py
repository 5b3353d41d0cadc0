"""The columns of the inbox."""

from __future__ import annotations

from datetime import date

from srm_desktop.domain.sizes import size_text
from srm_desktop.services.inbox import Waiting
from srm_desktop.ui.pages.dates import recent_text
from srm_desktop.ui.tables import Column
from srm_desktop.ui.words import id_text


def place_text(key: str, part: str) -> str:
    """A control, or a part of it: `AC-2`, `3.1.10 (b)`."""
    return f"{id_text(key)} ({part})" if part else id_text(key)


def goes_to(one: Waiting) -> str:
    """Where its name says that it goes; what is not sure has a question mark."""
    return ", ".join(place_text(p.key, p.part) + ("" if p.sure else "?") for p in one.proposals)


def where(one: Waiting) -> str:
    """Where it is: the folder, or its id where it is in the assessment."""
    if one.ignored:
        return "ignored"
    if one.path is None or one.known_id:
        return one.known_id
    return "dropped" if one.dropped else one.path.parent.name or str(one.path.parent)


def _where_said(one: Waiting) -> str:
    if one.path is None:
        return f"{one.known_id} is in the assessment and serves no control yet"
    known = f"\nThe same bytes are {one.known_id} already: it will be linked instead of stored" if one.known_id else ""
    return f"{one.path}{known}"


COLUMNS = (
    Column("Name", lambda w: w.name, lambda w: w.name.casefold(), tip=_where_said,
           tone=lambda w: "quiet" if w.ignored else None),
    Column("Goes to", lambda w: goes_to(w) or "–", tone=lambda w: None if w.places and not w.ignored else "quiet",
           tip=lambda w: goes_to(w) or "Its name says no control of this assessment", width=17),
    Column("Where", where, tone=lambda w: "quiet", tip=_where_said, width=14),
    Column("Size", lambda w: size_text(w.size), lambda w: w.size, tone=lambda w: "quiet", width=8, right=True),
    Column("Changed", lambda w: recent_text(w.modified, date.today()), lambda w: w.modified,
           tone=lambda w: "quiet", width=14),
)  # fmt: skip

LESSER = (4, 3, 2)
"""The columns that give way where there is no room, the least one first."""
