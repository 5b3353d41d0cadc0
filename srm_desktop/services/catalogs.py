"""Catalogs of the user's own: what a file brings, what it would change, and adding it as one undoable step."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import NamedTuple

from srm_desktop.domain.assessment import CatalogInUse, Changes
from srm_desktop.domain.catalog import Catalog
from srm_desktop.domain.completion import complete, lacks_text
from srm_desktop.domain.difference import Difference, compare
from srm_desktop.domain.problems import BadValue
from srm_desktop.domain.progress import Tell, tell_nobody
from srm_desktop.exchange import builtin, index
from srm_desktop.exchange.oscal_problems import MissingImport
from srm_desktop.exchange.recognition import recognise
from srm_desktop.services import carrying
from srm_desktop.services.carrying import Carried
from srm_desktop.storage import editions, journal, reading_catalogs
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment

__all__ = [
    "ENDINGS", "Arrival", "BuiltIn", "Carried", "Difference", "Find", "How", "MissingImport", "Plan", "Proposal",
    "add", "arrival_of", "built_in", "in_use", "looks_like", "plan", "read", "read_from", "remove",
]  # fmt: skip

_REQUIREMENTS = "nist-800-171"
"""The index of SP 800-171 and CMMC: its official tables hold requirements or objectives, and go into either catalog."""

ENDINGS = (".json", ".xml", ".yaml", ".yml")
"""The endings of OSCAL files."""

_ROOT = re.compile(rb'"(?:catalog|profile)"\s*:|<(?:\w+:)?(?:catalog|profile)[\s>]|^(?:catalog|profile):', re.M)

Find = Callable[[str], Path | None]
"""Asked for a local file in place of an address that a profile imports from; None where there is none."""


class How(StrEnum):
    """What can be done with a catalog that comes in."""

    ADD = "add"
    RENEW = "renew"
    FILL = "fill"


class BuiltIn(NamedTuple):
    """A catalog that comes with the program; `official` says whether its texts are to be had from its publisher."""

    name: str
    title: str
    controls: int
    official: bool


class Arrival(NamedTuple):
    """What a file brings. `said` is how it calls itself; `unmatched` and `left_out` are finished sentences."""

    path: Path
    kind: str
    said: str
    catalog: Catalog
    framework: str
    unmatched: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def controls(self) -> int:
        """How many controls there are to assess."""
        return sum(not control.withdrawn for control in self.catalog.controls())

    @property
    def withdrawn(self) -> int:
        """How many of its controls are withdrawn."""
        return sum(control.withdrawn for control in self.catalog.controls())


class Proposal(NamedTuple):
    """A catalog as the assessment would walk it then; without `difference` where it is new to the assessment.

    `before` is the edition that it is compared with, `was` its seal.
    """

    catalog: Catalog
    difference: Difference | None = None
    carried: Carried = Carried()
    was: str = ""
    before: Catalog | None = None


class Plan(NamedTuple):
    """What would be done with an arrival; `others` is what could be done with it instead."""

    arrival: Arrival
    how: How
    proposals: tuple[Proposal, ...]
    others: tuple[How, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the assessment has all of it already."""
        return all(p.before is not None and _says_the_same(p.before, p.catalog) for p in self.proposals)


def _says_the_same(one: Catalog, other: Catalog) -> bool:
    """Whether two editions differ in nothing but where they were read from."""
    return one._replace(source="", about="") == other._replace(source="", about="")


def built_in() -> tuple[BuiltIn, ...]:
    """The catalogs that come with the program, in the order in which they are offered."""
    found = []
    for name in builtin.BUILT_IN:
        catalog = builtin.catalog(name)
        controls = sum(not control.withdrawn for control in catalog.controls())
        found.append(BuiltIn(name, catalog.title, controls, name in index.BASELINES))
    return tuple(found)


def in_use(file: Assessment) -> tuple[CatalogInUse, ...]:
    """The catalogs that the assessment walks, in the order they were added."""
    return reading_catalogs.catalogs(file)


def read(path: Path, find: Find | None = None, progress: Tell = tell_nobody) -> Arrival:
    """What a file brings. Raises a problem with a finished sentence where it is no catalog or not a whole one.

    A profile is resolved with the catalogs that it imports: beside it, or where `find` says.
    """
    from srm_desktop.exchange import oscal

    imported = oscal.read(path, find, progress)
    known = recognise(read_from(imported.catalog, path, f"OSCAL {imported.oscal_version}"))
    unmatched = tuple(f"{u.where}: {u.what}" for u in imported.unmatched)
    said = " ".join(text for text in (imported.title, imported.version) if text)
    return Arrival(path, f"OSCAL {imported.kind}", said, known.catalog, known.framework, unmatched)


def looks_like(path: Path) -> bool:
    """Whether a file seems to be an OSCAL catalog or profile; its ending and its first bytes decide."""
    if path.suffix.lower() not in ENDINGS:
        return False
    try:
        with path.open("rb") as stream:
            start = stream.read(4096)
    except OSError:
        return False
    return _ROOT.search(start) is not None and b"oscal" in start.lower()


def read_from(catalog: Catalog, path: Path, form: str) -> Catalog:
    """A catalog with a line on the file that it was read from, for whoever asks later."""
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    return catalog._replace(about=f"Read from {path.name} ({form}, SHA-256 {sha256}).")


def arrival_of(name: str) -> Arrival:
    """A catalog that comes with the program, as something that can be added. Raises a problem where there is none."""
    catalog = builtin.catalog(name)
    framework = index.BASELINES[name].framework if name in index.BASELINES else ""
    return Arrival(Path(name), "built-in catalog", catalog.title, catalog, framework)


def plan(file: Assessment, arrival: Arrival, how: How | None = None) -> Plan:
    """What would be done with an arrival: as asked, or what suits the assessment best.

    An edition of a catalog that the assessment has renews it, unless most of the controls would be gone. Where catalogs
    of the assessment lack texts that the arrival brings, they are filled in. Else it is added. Raises BadValue where
    what was asked makes no sense.
    """
    here = {c.id: catalog for c in in_use(file) if (catalog := editions.chosen(file, c.id)) is not None}
    fillable = _to_fill(arrival, here)
    possible = _possible(arrival, here.get(arrival.catalog.id), fillable)
    if how is not None and how not in possible:
        raise BadValue(_refusal(arrival, how))
    chosen = how or possible[0]
    if chosen is How.ADD:
        proposals: tuple[Proposal, ...] = (Proposal(_apart(arrival.catalog, here)),)
    else:
        pairs = [(old, _filled(old, arrival)) for old in fillable]
        if chosen is How.RENEW:
            pairs.insert(0, (here[arrival.catalog.id], arrival.catalog))
        proposals = tuple(_proposal(file, old, new) for old, new in pairs)
    return Plan(arrival, chosen, proposals, tuple(other for other in possible if other is not chosen))


def _possible(arrival: Arrival, own: Catalog | None, fillable: list[Catalog]) -> list[How]:
    """What can be done with an arrival, the most likely first; `own` is the catalog that it may be an edition of."""
    if own is not None:
        if _is_partial(arrival):
            return [How.FILL]
        difference = compare(own, arrival.catalog)
        lost = {*difference.gone} - {control for control, _ in difference.moved}
        return [How.ADD, How.RENEW] if 2 * len(lost) > sum(1 for _ in own.controls()) else [How.RENEW, How.ADD]
    if any(lacks_text(old) or _folder(old.id) == _REQUIREMENTS for old in fillable):
        return [How.FILL, How.ADD]
    return [How.ADD, How.FILL] if fillable else [How.ADD]


def _is_partial(arrival: Arrival) -> bool:
    """Whether a file holds part of a catalog's texts: the tables of SP 800-171 do, and so does an index."""
    folder = _folder(arrival.catalog.id)
    return folder == _REQUIREMENTS or (bool(folder) and lacks_text(arrival.catalog))


def _folder(catalog: str) -> str:
    """The index that a catalog goes by; empty where it goes by none."""
    return index.BASELINES[catalog].folder if catalog in index.BASELINES else ""


def _apart(catalog: Catalog, here: dict[str, Catalog]) -> Catalog:
    """A catalog under an id and title that no other in the assessment has."""
    number, name = 1, catalog.id
    while name in here:
        number += 1
        name = f"{catalog.id}-{number}"
    return catalog if number == 1 else catalog._replace(id=name, title=f"{catalog.title} ({number})")


def _refusal(arrival: Arrival, how: How) -> str:
    title = arrival.catalog.title
    if how is How.FILL:
        return f"No catalog in this assessment takes texts from {arrival.path.name}."
    if how is How.RENEW:
        return f"{title} cannot be renewed: it is not in this assessment, or the file has only part of its texts."
    return f"{title} is in this assessment already; what the file brings can only be filled in."


def _to_fill(arrival: Arrival, here: dict[str, Catalog]) -> list[Catalog]:
    """The catalogs whose texts the arrival has, and has otherwise; where some have none yet, only those.

    Only NIST's own texts go into catalogs of others, for a profile may have altered what it selects. An arrival with
    part of the texts goes into its own catalog even where that changes nothing; a table of SP 800-171 into CMMC too.
    """
    if _folder(arrival.catalog.id) == _REQUIREMENTS:
        return [old for old in here.values() if _folder(old.id) == _REQUIREMENTS]
    official = arrival.catalog.id.startswith("nist-") and arrival.catalog.id in index.BASELINES
    differing = [
        old
        for old in here.values()
        if official and old.id != arrival.catalog.id and not _says_the_same(old, _filled(old, arrival))
    ]
    found = [old for old in differing if lacks_text(old)]
    if arrival.catalog.id in here:
        return [here[arrival.catalog.id], *found] if _is_partial(arrival) else found
    return found or differing


def _filled(old: Catalog, arrival: Arrival) -> Catalog:
    filled = complete(old, arrival.catalog)
    if filled.groups == old.groups:
        return old
    return filled._replace(source=arrival.catalog.source, about=arrival.catalog.about)


def _proposal(file: Assessment, old: Catalog, new: Catalog) -> Proposal:
    difference = compare(old, new)
    return Proposal(new, difference, carrying.carry(file, old, new, difference), editions.fingerprint(old), old)


def add(file: Assessment, planned: Plan, progress: Tell = tell_nobody) -> Changes:
    """Do what was planned, as one undoable step: all of it or nothing. Work is carried over as it is by then.

    Raises BadValue where another step has changed the catalogs since it was planned.
    """
    written: list[editions.Edition] = []
    try:
        total = sum(len(list(p.catalog.controls())) for p in planned.proposals)
        done = 0
        for proposal in planned.proposals:
            written.append(editions.write(file, proposal.catalog, partial(_tell, progress, done, total)))
            done += len(list(proposal.catalog.controls()))
        with journal.step(file, _name(planned)) as step:
            _check_unchanged(step, planned)
            editions.choose(step, *written)
            for proposal in planned.proposals:
                if proposal.before is not None and proposal.difference is not None:
                    now = carrying.carry(file, proposal.before, proposal.catalog, proposal.difference)
                    carrying.write(step, now)
            changes = journal.changes_of(step)
    except BaseException:
        editions.discard(file, *written)
        raise
    return file.record(changes)


def _tell(progress: Tell, before: int, total: int, done: int, _all: int) -> None:
    progress(before + done, total)


def _check_unchanged(step: journal.Step, planned: Plan) -> None:
    now = editions.seals(step.connection)
    if any(now.get(proposal.catalog.id, "") != proposal.was for proposal in planned.proposals):
        raise BadValue("The catalogs of the assessment have changed since; look at the file once more.")


def _name(planned: Plan) -> str:
    titles = ", ".join(proposal.catalog.title for proposal in planned.proposals)
    version = planned.proposals[0].catalog.version
    if planned.how is How.ADD:
        return f"Add catalog {titles}"
    if planned.how is How.RENEW:
        return f"Renew catalog {titles} to {version}" if version else f"Renew catalog {titles}"
    return f"Fill in the texts of {titles}"


def remove(file: Assessment, catalog: str) -> Changes:
    """Take a catalog out of the assessment, as one undoable step; work on its controls stays in the file, out of sight.

    Raises BadValue where the assessment does not walk it, or walks nothing else.
    """
    here = {c.id: c for c in in_use(file)}
    if catalog not in here:
        raise BadValue(f"This assessment has no catalog {catalog!r}; it has: {', '.join(here)}.")
    if len(here) == 1:
        raise BadValue(f"{here[catalog].title} is the only catalog of this assessment; add another one first.")
    with journal.step(file, f"Remove catalog {here[catalog].title}") as step:
        step.put("chosen_catalog", (catalog,), None)
        changes = journal.changes_of(step)
    return file.record(changes)
