"""The responsibility map in words: what a cell, a band and the whole picture say to a reader and to a screen reader."""

from __future__ import annotations

from srm_desktop.domain.responsibility import shorten
from srm_desktop.domain.vocabulary import Owner
from srm_desktop.services.responsibility_map import Band, Cell, Column, names
from srm_desktop.ui.words import sign

WHOSE = {Owner.AWS: "AWS", Owner.SHARED: "Shared", Owner.CUSTOMER: "Yours", Owner.ABSENT: "No such layer"}
"""Whose a layer is, from the customer's point of view."""
_SENTENCES = {
    Owner.AWS: "AWS alone",
    Owner.SHARED: "shared, AWS and you each have a part",
    Owner.CUSTOMER: "yours",
    Owner.ABSENT: "no such layer here",
}


def symbol(owner: Owner) -> str:
    """The sign of an owner, the same as everywhere."""
    return sign(owner).symbol


def progress(band: Band) -> str:
    """How far a band is walked."""
    if not band.mine:
        return "inherited" if band.controls else "no control"
    return f"{band.walked} / {band.mine}"


def band_says(band: Band) -> str:
    """A band as a sentence or two."""
    touched = f"{band.mine} of your controls touch it, {band.walked} of them walked."
    if not band.mine:
        touched = f"None of your controls touch it; {band.controls} are inherited."
    return f"{band.layer.title}: {band.layer.about} {touched}"


def cell_says(band: Band, column: Column, cell: Cell) -> str:
    """A cell as a sentence, and why."""
    if len(cell.shares) > 1:
        parts = "; ".join(f"{WHOSE[s.owner].lower()} in {shorten(s.services, 3)}" for s in cell.shares)
        parts = parts.replace("aws in", "AWS in")
        whose = f"differs by service: {parts}"
    else:
        whose = _SENTENCES[cell.owner]
    why = cell.why.replace("\n", " ")
    return f"{band.layer.title} in {column.title}: {whose}." + (f" {why}" if why else "")


def cell_tip(band: Band, column: Column, cell: Cell) -> str:
    """The same over several lines, for a tool tip."""
    lines = [f"{band.layer.title}: {column.title}"]
    for share in cell.shares:
        where = f" in {shorten(share.services, 6)}" if len(column.services) > 1 else ""
        lines.append(f"{symbol(share.owner)} {WHOSE[share.owner]}{where}")
    if not cell.shares:
        lines.append(f"{symbol(Owner.ABSENT)} {WHOSE[Owner.ABSENT]}")
    return "\n".join(filter(None, [*lines, cell.why]))


def column_tip(column: Column) -> str:
    """What a column stands for."""
    if column.service:
        service = column.services[0]
        return f"{service.name}\n{service.tier_title}\n{service.why}"
    return f"{column.title}\n{names(column, 40)}"


def title(band: Band, column: Column | None) -> str:
    """What a list is called that a click on the map narrows down."""
    return f"{band.layer.title} · {column.title}" if column is not None and column.service else band.layer.title
