"""Handing the work over: an assessment, or what is filtered of it, as a file in one of the layouts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from srm_desktop.domain.assessment import ControlView, EvidenceRow, Head
from srm_desktop.domain.freshness import worst
from srm_desktop.domain.problems import BadValue
from srm_desktop.domain.progress import Tell, tell_nobody
from srm_desktop.exchange import builtin
from srm_desktop.services import assessments, evidence, listing, page
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment

if TYPE_CHECKING:
    from srm_desktop.exchange.matrix import MatrixContent


class Layout(NamedTuple):
    """A shape of export: `id` is what the command line takes, `levels` the levels it can be filled for (often none)."""

    id: str
    title: str
    ending: str
    levels: tuple[str, ...] = ()


class Exported(NamedTuple):
    """What was written: where, how many rows of what, and the end of the journal that it was written from."""

    path: Path
    counts: dict[str, int]
    head: Head


LAYOUTS = (Layout("matrix", "Responsibility matrix", ".xlsx"),)
"""The layouts there are, the usual one first."""


def layout_named(name: str) -> Layout:
    """The layout that `name` means. Raises BadValue, which lists what there is."""
    for layout in LAYOUTS:
        if layout.id == name.strip().lower():
            return layout
    raise BadValue(f"There is no layout {name!r}; there is: {', '.join(one.id for one in LAYOUTS)}.")


def export(
    file: Assessment,
    layout: str,
    target: Path,
    *,
    program_version: str,
    keys: Collection[str] | None = None,
    progress: Tell = tell_nobody,
) -> Exported:
    """Write all controls, or only those with these keys, to `target`, replacing what is there; all of it or nothing.

    Withdrawn controls are left out: there is nothing to assess. A matrix of a part of the controls says so in its
    title. Raises BadValue for an unknown layout or nothing to export, CannotExport where the target cannot be written.
    """
    shape = layout_named(layout)
    if target.suffix.lower() != shape.ending and not target.is_dir():
        raise BadValue(f"{target.name} must end in {shape.ending}; nothing was written.")
    made = content(file, keys, program_version)

    from srm_desktop.exchange.matrix import write_matrix

    counts = write_matrix(made, target.absolute(), progress)
    return Exported(target.absolute(), {sheet.title: sheet.rows for sheet in counts.sheets}, made.head)


def content(file: Assessment, keys: Collection[str] | None, program_version: str) -> MatrixContent:
    """What goes into the matrix of all controls, or of these, as it is now. Raises BadValue where that is nothing."""
    from srm_desktop.exchange.matrix import MatrixContent

    with file.reading():
        about = assessments.info(file)
        there = Counter(row.catalog for row in listing.rows(file) if not row.withdrawn)
        every = there.total()
        controls = [v for v in page.views(file, None if keys is None else list(keys)) if not v.row.withdrawn]
        pieces = evidence.listed(file)
    if not controls:
        raise BadValue("There is no control to export.")
    details = about.details
    if len(controls) < every:
        details = details._replace(title=f"{details.title} ({len(controls)} of {every} controls)")
        pieces = _serving(controls, pieces)
    return MatrixContent(
        assessment_id=about.id,
        details=details,
        catalogs=tuple(c._replace(controls=there[c.id]) for c in about.catalogs),
        services=about.services,
        layers=builtin.layers(),
        controls=controls,
        evidence=pieces,
        head=about.head,
        exported_by=file.who,
        exported_at=file.clock(),
        program=f"SRM Desktop {program_version}",
    )


def _serving(controls: Collection[ControlView], pieces: tuple[EvidenceRow, ...]) -> tuple[EvidenceRow, ...]:
    """The pieces that serve one of these controls, naming only controls that are in the export, and as fresh as they
    say."""
    here = {control.row.key: control for control in controls}
    found = []
    for row in pieces:
        if keys := tuple(key for key in row.keys if key in here):
            fresh = {e.freshness for key in keys for e in here[key].links if e.piece.uid == row.piece.uid}
            rules = tuple(dict.fromkeys(row.piece.fresh or here[key].fresh for key in keys))
            ids = tuple(here[key].row.id for key in keys)
            found.append(row._replace(controls=ids, keys=keys, freshness=worst(fresh) or row.freshness, rules=rules))
    return tuple(found)
