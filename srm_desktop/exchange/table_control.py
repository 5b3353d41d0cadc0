"""The rows of one control put together: its own, and those of its parts and objectives."""

from __future__ import annotations

import re
from collections.abc import Iterable

from srm_desktop.domain.catalog import Control, Objective, Part
from srm_desktop.domain.control_ids import ControlId, show
from srm_desktop.domain.control_ids.frameworks import FAMILIES
from srm_desktop.domain.vocabulary import Responsibility
from srm_desktop.exchange.table_rows import Entry, shortened

_LEADS_IN = re.compile(r"\s*determine if:?\s*", re.IGNORECASE)
"""What stands above the objectives of SP 800-171A, and requires nothing."""

_TITLE = 80
"""Characters of a title that is made of the text, where a control has none of its own."""


def control_of(rows: list[Entry]) -> Control:
    """One control from its rows, in any order; its group is not set yet.

    Rows of parts become parts, the innermost ones; the texts of the items above, the control's own first, are the
    `intro` of the part that begins them. A part row whose control has no row of its own still makes the control.
    """
    own = next((row for row in rows if not (row.meant and row.meant.part)), None)
    below = sorted((row for row in rows if row.meant and row.meant.part), key=lambda row: _order(row.meant))
    meant = rows[0].meant.control if rows[0].meant else None
    control_id = show(meant) if meant else rows[0].id
    parts = _parts(own, below) if below else (Part("", own.text or own.objective if own else ""),)
    objectives: tuple[Objective, ...] = ()
    if own and not below and own.text and own.objective:
        objectives = (Objective(control_id, "", None, own.objective),)
    title = next((row.title for row in rows if row.title and row is own), "") or _made_title(own, below)
    return Control(
        control_id,
        "",
        title,
        parts,
        kind=_kind([own] if own and own.kind else below),
        objectives=objectives,
        guidance="\n".join(row.guidance for row in [*([own] if own else []), *below] if row.guidance),
        base=show(meant._replace(enhancement=None))
        if meant and meant.enhancement and meant.framework in FAMILIES
        else "",
    )


def _made_title(own: Entry | None, below: list[Entry]) -> str:
    for row in [*([own] if own else []), *below]:
        if row.text or row.title or row.objective:
            texts = (row.text, row.title, row.objective) if row is own else (row.title, row.text, row.objective)
            return shortened(next(text for text in texts if text), _TITLE)
    return ""


def _order(meant: ControlId | None) -> tuple[object, ...]:
    return meant.order if meant else ()


def _parts(own: Entry | None, below: list[Entry]) -> tuple[Part, ...]:
    """The innermost rows as parts; the texts of those above wait for the first part that comes within them."""
    paths = [row.meant.part for row in below if row.meant]
    parts: list[Part] = []
    intro = [text for text in (own.text, own.objective) if text and not _LEADS_IN.fullmatch(text)] if own else []
    for row, path in zip(below, paths, strict=True):
        text = "\n".join(part for part in (row.title if not row.text else "", row.text, row.objective) if part)
        if any(other != path and other[: len(path)] == path for other in paths):
            intro.append(text)
        else:
            parts.append(Part(letter(path), text, intro="\n".join(line for line in intro if line)))
            intro = []
    return tuple(parts)


def letter(path: tuple[str, ...]) -> str:
    """The path of a part as `Part.letter` has it: "a", "d.1". What is determined of a statement keeps its brackets.

    In SP 800-171A objectives are all the parts there are: 3.1.1[a] has the letter "a".
    """
    if all(step.startswith("[") for step in path):
        return ".".join(step.strip("[]") for step in path)
    return ".".join(path)


def _kind(rows: Iterable[Entry]) -> Responsibility | None:
    """What the control's own row says; without it, what all its parts say, and shared where they differ."""
    said = {row.kind for row in rows if row.kind}
    if len(said) > 1:
        said.discard(Responsibility.NOT_APPLICABLE)
    return said.pop() if len(said) == 1 else Responsibility.SHARED if said else None
