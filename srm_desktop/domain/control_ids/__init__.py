"""Control ids: every spelling that is met in files and is typed, read to one key, and written in the style wanted."""

from srm_desktop.domain.control_ids.frameworks import TITLES, framework_named, of_catalog
from srm_desktop.domain.control_ids.reading import parse, parse_all, readings
from srm_desktop.domain.control_ids.record import (
    Ambiguous,
    AmbiguousId,
    ControlId,
    Found,
    Source,
    Unread,
    UnreadableId,
)
from srm_desktop.domain.control_ids.styles import Style, show

__all__ = [
    "TITLES",
    "Ambiguous",
    "AmbiguousId",
    "ControlId",
    "Found",
    "Source",
    "Style",
    "Unread",
    "UnreadableId",
    "framework_named",
    "of_catalog",
    "parse",
    "parse_all",
    "readings",
    "show",
]
