"""Starting, opening, describing and copying an assessment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from srm_desktop.domain.assessment import CatalogInUse, Changes, Details, Head
from srm_desktop.domain.catalog import Catalog
from srm_desktop.domain.problems import BadValue
from srm_desktop.domain.progress import Tell, tell_nobody
from srm_desktop.domain.responsibility import Service
from srm_desktop.exchange import builtin
from srm_desktop.services import leftovers
from srm_desktop.services.scope import service_fields, services_named
from srm_desktop.storage import (
    editions,
    journal,
    migrations,
    opening,
    reading,
    reading_catalogs,
    reading_evidence,
    reading_journal,
)
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment
from srm_desktop.storage.assessment_file import utc_now
from srm_desktop.storage.problems import AlreadyExists, CannotWrite, FileInUse

__all__ = [
    "Assessment",
    "CannotWrite",
    "FileInUse",
    "Info",
    "create",
    "describe",
    "info",
    "open_assessment",
    "save_copy",
]

ENDING = ".srma"
"""The extension of an assessment file."""

Clock = Callable[[], datetime]


class Info(NamedTuple):
    """What an assessment is, at a glance. `id` stays the same for the life of the file and of its copies."""

    id: str
    path: Path
    details: Details
    catalogs: tuple[CatalogInUse, ...]
    services: tuple[Service, ...]
    evidence: int
    schema: int
    head: Head
    read_only: bool


def create(
    path: Path,
    details: Details,
    *,
    who: str,
    services: Iterable[str] = (),
    catalogs: Sequence[str | Catalog] = builtin.DEFAULT,
    clock: Clock = utc_now,
) -> Assessment:
    """A new assessment at `path`, open for writing, with services by their names and catalogs, built-in ones by name.

    Nothing is left at `path` when something is wrong: an unknown service or catalog, a file that exists, a bad folder.
    """
    _check(details)
    in_scope = services_named(services)
    chosen = [builtin.catalog(one) if isinstance(one, str) else one for one in catalogs]
    file = opening.create(path, who=who, clock=clock)
    try:
        _found(file, details, in_scope, chosen)
    except BaseException:
        opening.discard(file)
        raise
    return file


def _found(file: Assessment, details: Details, services: Sequence[Service], catalogs: Sequence[Catalog]) -> None:
    written = [editions.write(file, catalog) for catalog in catalogs]
    with journal.step(file, f"Start {details.title}") as step:
        settings = {"id": file.new_id(), **_settings(details)}
        step.put_all("setting", {(n,): {"value": journal.encode(v)} for n, v in settings.items()})
        editions.choose(step, *written)
        step.put_all("service", {(s.id,): service_fields(s) for s in services})
        changes = journal.changes_of(step)
    file.record(changes)


def _settings(details: Details) -> dict[str, object]:
    start, end = details.period.start, details.period.end
    return {
        "title": details.title,
        "organisation": details.organisation,
        "system": details.system,
        "period_from": start.isoformat() if start else None,
        "period_to": end.isoformat() if end else None,
        "fresh_days": details.fresh.days if str(details.fresh).isdigit() else str(details.fresh),
    }


def _check(details: Details) -> None:
    if not details.title.strip():
        raise BadValue("An assessment needs a title.")
    period = details.period
    if period.start and period.end and period.end < period.start:
        raise BadValue(f"The audit period ends ({period.end}) before it begins ({period.start}).")
    if details.fresh.days is not None and details.fresh.days < 1:
        raise BadValue("Evidence must be allowed to be at least one day old.")


def describe(file: Assessment, details: Details) -> Changes:
    """Set what the assessment is about, as one step."""
    _check(details)
    with journal.step(file, "Edit assessment details") as step:
        rows = {(n,): {"value": journal.encode(v)} for n, v in _settings(details).items()}
        step.put_all("setting", rows)
        changes = journal.changes_of(step)
    return file.record(changes)


def open_assessment(
    path: Path, *, who: str, read_only: bool = False, copy: bool = False, clock: Clock = utc_now
) -> Assessment:
    """An existing assessment; `copy` opens a read-only copy of one that somebody else has open.

    Raises a problem with a finished sentence for everything that cannot be opened, FileInUse where a copy would help.
    """
    if copy:
        leftovers.clear()
        return opening.open_copy(path, who=who, clock=clock)
    return opening.open_file(path, who=who, read_only=read_only, clock=clock)


def details(file: Assessment) -> Details:
    """What the assessment is about."""
    return reading.details(file)


def info(file: Assessment) -> Info:
    """What the assessment is, at a glance."""
    with file.reading():
        return Info(
            id=reading.settings(file)["id"],
            path=file.path,
            details=reading.details(file),
            catalogs=reading_catalogs.catalogs(file),
            services=reading.services(file),
            evidence=reading_evidence.evidence_count(file),
            schema=migrations.LATEST,
            head=reading_journal.head(file),
            read_only=file.read_only,
        )


def save_copy(file: Assessment, target: Path, progress: Tell = tell_nobody) -> Path:
    """Write the whole assessment, as it is now, to another file; all of it or nothing.

    Raises AlreadyExists where something is there, CannotWrite where the folder does not take it.
    """
    target = target.absolute()
    if target.exists():
        raise AlreadyExists(f"{target} exists already; choose another name, nothing was overwritten.")
    if not target.parent.is_dir():
        raise CannotWrite(f"There is no folder {target.parent}; nothing was written.")
    file.backup_to(target, progress)
    return target
