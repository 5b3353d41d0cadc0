"""Which AWS services the system uses, and what that changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from srm_desktop.domain.assessment import Changes
from srm_desktop.domain.problems import UnknownService
from srm_desktop.domain.responsibility import Layer, Service, Tier, combine, derive, shorten
from srm_desktop.domain.rollup import Coverage, Standing, cover
from srm_desktop.domain.vocabulary import Responsibility, Result, Status
from srm_desktop.exchange import builtin
from srm_desktop.exchange.builtin import Preset
from srm_desktop.storage import journal, reading, reading_catalogs
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment

__all__ = [
    "Flip", "Preset", "choose", "in_scope", "known_services", "layers", "matching", "outlook", "presets", "preview",
    "services_named", "tiers",
]  # fmt: skip


class Flip(NamedTuple):
    """A control whose derived responsibility a change of services would change."""

    key: str
    id: str
    title: str
    before: Responsibility
    after: Responsibility


def known_services() -> tuple[Service, ...]:
    """All AWS services of the services table."""
    return builtin.services()


def presets() -> tuple[Preset, ...]:
    """Sets of services as they are met in practice."""
    return builtin.presets()


def tiers() -> tuple[Tier, ...]:
    """The tiers, from the most to the least that the customer runs."""
    return builtin.tiers()


def layers() -> tuple[Layer, ...]:
    """The layers of a system on AWS, from the ground up."""
    return builtin.layers()


def services_named(names: Iterable[str]) -> tuple[Service, ...]:
    """The services that `names` mean, in the order of the services table, each once.

    A name may be the id, the full name with or without Amazon or AWS, or another common name, in any case. Raises
    UnknownService with what comes nearest.
    """
    table = builtin.services()
    spelled: dict[str, Service] = {}
    for service in reversed(table):
        for name in (*service.aliases, _short(service.name), service.name, service.id):
            spelled[_plain(name)] = service
    found: set[str] = set()
    for name in names:
        if not name.strip():
            continue
        service_found = spelled.get(_plain(name))
        if service_found is None:
            raise UnknownService(_unknown(name, spelled))
        found.add(service_found.id)
    return tuple(s for s in table if s.id in found)


def matching(text: str, among: Sequence[Service]) -> tuple[Service, ...]:
    """The services that a search means: every word is in the id, the name or another name; the nearest come first.

    A name or id that is exactly the text comes first, then what begins with it, then what has it inside; names of the
    service itself before other names for it.
    """
    words, whole = text.casefold().split(), _plain(text)
    found: list[tuple[int, int, Service]] = []
    for n, service in enumerate(among):
        own = [service.id, service.name, _short(service.name)]
        said = " ".join((*own, *service.aliases)).casefold()
        if all(word in said for word in words) or (whole and any(whole in _plain(a) for a in (*own, *service.aliases))):
            rank = min(_nearness(whole, own), 1 + _nearness(whole, service.aliases))
            found.append((rank, n, service))
    return tuple(service for _, _, service in sorted(found, key=lambda item: item[:2]))


def _nearness(whole: str, names: Iterable[str]) -> int:
    """0 where one of the names is the text, 2 where one begins with it, 4 where one has it inside, else 6."""
    plain = [_plain(name) for name in names]
    if whole in plain:
        return 0
    if any(name.startswith(whole) for name in plain):
        return 2
    return 4 if any(whole in name for name in plain) else 6


def _plain(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


def _short(name: str) -> str:
    return name.removeprefix("Amazon ").removeprefix("AWS ")


def _unknown(name: str, spelled: dict[str, Service]) -> str:
    import difflib

    near = difflib.get_close_matches(_plain(name), spelled, n=3, cutoff=0.6)
    hint = shorten(list(dict.fromkeys(spelled[n].id for n in near)))
    return f"No AWS service is known as {name.strip()!r}." + (f" Did you mean: {hint}?" if hint else "")


def service_fields(service: Service) -> dict[str, object]:
    """A service as the file keeps it: a copy, so that a later table cannot change what was derived."""
    owners = [[e.layer, e.owner, e.why, e.differs] for e in service.layers]
    ordinal = next((n for n, s in enumerate(builtin.services()) if s.id == service.id), 0)
    return {
        "ordinal": ordinal, "name": service.name, "tier": service.tier, "tier_title": service.tier_title,
        "why": service.why, "category": service.category, "layers": journal.encode(owners),
    }  # fmt: skip


def in_scope(file: Assessment) -> tuple[Service, ...]:
    """The services in scope."""
    return reading.services(file)


def choose(
    file: Assessment,
    *,
    only: Iterable[str] | None = None,
    add: Iterable[str] = (),
    remove: Iterable[str] = (),
) -> Changes:
    """Set the services in scope, as one step: `only` these, or those of before with some added and some removed.

    What was marked, written or attached stays as it is; only derived responsibility follows. A service that stays in
    scope keeps the tier it was taken in with.
    """
    before = {s.id: s for s in in_scope(file)}
    wanted = {s.id: s for s in services_named(only)} if only is not None else dict(before)
    wanted |= {s.id: s for s in services_named(add)}
    for service in _named_in(before, remove):
        wanted.pop(service, None)
    added, removed = wanted.keys() - before.keys(), before.keys() - wanted.keys()
    with journal.step(file, _step_name(before, wanted, added, removed)) as step:
        step.put_all("service", {(i,): service_fields(wanted[i]) for i in sorted(added)})
        step.put_all("service", {(i,): None for i in sorted(removed)})
        changes = journal.changes_of(step)
    return file.record(changes)


def _named_in(before: dict[str, Service], names: Iterable[str]) -> set[str]:
    """Ids to remove; what is in scope may be named by its id even where the table no longer knows it."""
    names = list(names)
    return {n for n in names if n in before} | {s.id for s in services_named(n for n in names if n not in before)}


def _step_name(before: dict[str, Service], after: dict[str, Service], added: set[str], removed: set[str]) -> str:
    said = []
    if added:
        said.append("add " + shorten([after[i].name for i in sorted(added)], 2))
    if removed:
        said.append("remove " + shorten([before[i].name for i in sorted(removed)], 2))
    return ("Services: " + ", ".join(said)) if said else "Services"


def preview(file: Assessment, wanted: Sequence[Service]) -> tuple[Flip, ...]:
    """The controls whose derived responsibility would change if exactly these services were in scope."""
    with file.reading():
        now, outlines = reading.services(file), reading_catalogs.outlines(file)
    kept = {s.id: s for s in now}
    then = tuple(kept.get(s.id, s) for s in wanted)
    was, will = _Derived(now), _Derived(then)
    flips = []
    for control in outlines:
        before = combine(was.of(layers, control.kind) for _, layers in control.parts)
        after = combine(will.of(layers, control.kind) for _, layers in control.parts)
        if before is not after:
            flips.append(Flip(control.key, control.id, control.title, before, after))
    return tuple(flips)


def outlook(services: Sequence[Service], catalogs: Sequence[str] = builtin.DEFAULT) -> Coverage:
    """How the controls of built-in catalogs would fall in a new assessment with these services in scope."""
    derived = _Derived(services)
    return cover(
        Standing(
            combine(derived.of(part.layers, control.kind) for part in control.parts),
            False,
            (Status.NOT_STARTED,),
            Result.NOT_ASSESSED,
            0,
            None,
        )
        for name in catalogs
        for control in builtin.catalog(name).controls()
        if not control.withdrawn
    )


class _Derived:
    """What services make of layers, each set of layers reckoned once."""

    def __init__(self, services: Sequence[Service]) -> None:
        self._services = services
        self._known: dict[tuple[tuple[str, ...], Responsibility | None], Responsibility] = {}

    def of(self, layers: tuple[str, ...], kind: Responsibility | None) -> Responsibility:
        if (layers, kind) not in self._known:
            self._known[layers, kind] = derive(layers, self._services, kind=kind).value
        return self._known[layers, kind]
