"""Questions to the file, answered as domain records."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cache, wraps
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar

from sqlalchemy import Column, ColumnElement, Row, Select, func, select, tuple_

from srm_desktop.domain.assessment import (
    CatalogInUse,
    Change,
    ControlWork,
    Details,
    Evidence,
    Head,
    Link,
    PartMark,
)
from srm_desktop.domain.catalog import Control, Reference
from srm_desktop.domain.freshness import Dates, Period, Rule, parse_rule
from srm_desktop.domain.responsibility import LayerOwner, Overrule, Service
from srm_desktop.domain.vocabulary import Acceptance, Origination, Owner, Responsibility, Result, Review, Status
from srm_desktop.storage import journal, schema
from srm_desktop.storage.assessment_file import AssessmentFile
from srm_desktop.storage.edition_rows import read_controls
from srm_desktop.storage.journal import Key, encode_key, key_names
from srm_desktop.storage.problems import Damaged

P = ParamSpec("P")
T = TypeVar("T")


def _understood(read: Callable[Concatenate[AssessmentFile, P], T]) -> Callable[Concatenate[AssessmentFile, P], T]:
    """Let a question to the file fail with Damaged where a row holds a value that its field cannot have."""

    @wraps(read)
    def asked(file: AssessmentFile, /, *args: P.args, **named: P.kwargs) -> T:
        try:
            return read(file, *args, **named)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Damaged(f"{file.path.name} holds a value that none of its fields can have ({error}).") from error

    return asked


def _fetch(
    file: AssessmentFile, query: Select[*tuple[Any, ...]], column: Column[Any], wanted: Iterable[object] | None
) -> Iterator[Any]:
    """All rows, or those with some values in a column, asked for as many at a time as SQLite takes."""
    if wanted is None:
        yield from file.fetch(query)
        return
    values = list(wanted)
    for start in range(0, len(values), 500):
        yield from file.fetch(query.where(column.in_(values[start : start + 500])))


class Outline(NamedTuple):
    """What the list needs to know of a control from its catalog; `parts` are pairs of letter and layers."""

    key: str
    id: str
    catalog: str
    edition: int
    group: str
    group_title: str
    title: str
    fresh_days: int | None
    kind: Responsibility | None
    base: str
    withdrawn: bool
    parts: tuple[tuple[str, tuple[str, ...]], ...]


@_understood
def details(file: AssessmentFile) -> Details:
    """What the assessment is about."""
    values = settings(file)
    period = Period(_day(values.get("period_from")), _day(values.get("period_to")))
    return Details(
        title=values.get("title", ""),
        organisation=values.get("organisation", ""),
        system=values.get("system", ""),
        period=period,
        fresh=parse_rule(str(values.get("fresh_days", ""))) or Details("").fresh,
    )


@_understood
def settings(file: AssessmentFile) -> dict[str, Any]:
    """All settings of the assessment, decoded."""
    s = schema.setting.c
    return {r.name: json.loads(r.value) for r in file.fetch(select(s.name, s.value))}


def catalogs(file: AssessmentFile) -> tuple[CatalogInUse, ...]:
    """The catalogs that the assessment walks, in the order they were added."""
    chosen, edition, control = schema.chosen_catalog, schema.edition, schema.control
    number = select(func.count()).where(control.c.edition == chosen.c.edition).scalar_subquery()
    query = (
        select(edition.c.catalog, edition.c.title, edition.c.version, number.label("controls"))
        .join_from(chosen, edition, edition.c.id == chosen.c.edition)
        .order_by(chosen.c.ordinal)
    )
    return tuple(CatalogInUse(r.catalog, r.title, r.version, r.controls) for r in file.fetch(query))


@_understood
def outlines(file: AssessmentFile) -> tuple[Outline, ...]:
    """All controls of the chosen catalogs, in catalog order."""
    chosen, control, group, part = schema.chosen_catalog, schema.control, schema.edition_group, schema.part
    parts: dict[tuple[int, str], list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    split: dict[str, tuple[str, ...]] = {}
    query = select(part.c.edition, part.c.control, part.c.letter, part.c.layers).join_from(
        part, chosen, chosen.c.edition == part.c.edition
    )
    for edition, key, letter, layers in map(tuple, file.fetch(query.order_by(part.c.ordinal))):
        if layers not in split:
            split[layers] = tuple(layers.split())
        parts[edition, key].append((letter, split[layers]))
    c = control.c
    kinds: dict[str | None, Responsibility | None] = {kind.value: kind for kind in Responsibility}
    what = (c.key, c.id, chosen.c.catalog, c.edition, c.grp, group.c.title.label("g"), c.title, c.fresh_days)
    query_controls = (
        select(*what, c.kind, c.base, c.withdrawn)
        .join_from(control, chosen, chosen.c.edition == c.edition)
        .join(group, (group.c.edition == c.edition) & (group.c.id == c.grp))
        .order_by(chosen.c.ordinal, c.ordinal)
    )
    return tuple(
        Outline(
            key, id_, catalog, edition, grp, grp_title, title, days,
            kinds.get(kind), base, bool(withdrawn), tuple(parts[edition, key]),
        )
        for key, id_, catalog, edition, grp, grp_title, title, days, kind, base, withdrawn in file.fetch(query_controls)
    )  # fmt: skip


@_understood
def control(file: AssessmentFile, outline: Outline) -> Control:
    """The whole text of one control."""
    return next(read_controls(file, outline.edition, [outline.key]))[1]


@_understood
def controls(file: AssessmentFile, edition: int) -> list[Control]:
    """The whole texts of all controls of an edition."""
    return [found for _, found in read_controls(file, edition)]


def references(file: AssessmentFile) -> Iterator[tuple[str, Reference]]:
    """What the controls of the chosen catalogs refer to in other frameworks: control key and reference."""
    r, chosen = schema.reference, schema.chosen_catalog
    query = select(r.c.control, r.c.framework, r.c.id).join_from(r, chosen, chosen.c.edition == r.c.edition)
    for key, framework, id_ in file.fetch(query):
        yield key, Reference(framework, id_)


@_understood
def services(file: AssessmentFile) -> tuple[Service, ...]:
    """The services in scope, in the order of the services table."""
    rows = file.fetch(select(schema.service).order_by(schema.service.c.ordinal, schema.service.c.id))
    return tuple(
        Service(
            id=r.id, name=r.name, tier=r.tier, tier_title=r.tier_title, why=r.why, category=r.category,
            layers=tuple(LayerOwner(layer, Owner(o), why, differs) for layer, o, why, differs in json.loads(r.layers)),
        )
        for r in rows
    )  # fmt: skip


@cache
def _statuses(text: str) -> tuple[Status, ...]:
    return tuple(Status(s) for s in json.loads(text))


@cache
def _originations(text: str) -> tuple[Origination, ...]:
    return tuple(Origination(o) for o in json.loads(text))


@_understood
def marks(file: AssessmentFile, controls: Iterable[str] | None = None) -> dict[tuple[str, str], PartMark]:
    """What was marked on parts, by control key and letter; on all controls, or only on those asked for."""
    m = schema.mark.c
    query = select(m.control, m.part, m.status, m.result, m.origination, m.statement)
    return {
        (key, letter): PartMark(_statuses(status), Result(result), _originations(origination), statement)
        for key, letter, status, result, origination, statement in _fetch(file, query, m.control, controls)
    }


@_understood
def works(file: AssessmentFile, controls: Iterable[str] | None = None) -> dict[str, ControlWork]:
    """What was set on whole controls, by control key; on all, or only on those asked for."""
    w = schema.work.c
    query = select(w.control, w.review, w.owner, w.statement, w.note, w.flag, w.fresh)
    return {
        key: ControlWork(Review(review), owner, statement, note, bool(flag), _rule(fresh))
        for key, review, owner, statement, note, flag, fresh in _fetch(file, query, w.control, controls)
    }


@_understood
def overrules(
    file: AssessmentFile, controls: Iterable[str] | None = None
) -> dict[tuple[str, str], tuple[Overrule, ...]]:
    """The auditors' own words on responsibility, by control key and letter; on the whole part first."""
    o = schema.overrule.c
    query = select(o.control, o.part, o.service, o.value, o.reason).order_by(o.service)
    found: dict[tuple[str, str], list[Overrule]] = defaultdict(list)
    for r in _fetch(file, query, o.control, controls):
        found[r.control, r.part].append(Overrule(Responsibility(r.value), r.reason, r.service))
    return {key: tuple(words) for key, words in found.items()}


@_understood
def results(file: AssessmentFile, controls: Iterable[str] | None = None) -> dict[str, dict[str, Result]]:
    """The results that were set on single objectives, by control key and objective id."""
    r = schema.objective_result.c
    found: dict[str, dict[str, Result]] = defaultdict(dict)
    for key, objective, result in _fetch(file, select(r.control, r.objective, r.result), r.control, controls):
        found[key][objective] = Result(result)
    return dict(found)


def objectives(file: AssessmentFile, controls: Iterable[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    """The objectives of controls in the editions that are walked, by control key: pairs of id and part, in order."""
    o, chosen = schema.objective.c, schema.chosen_catalog.c
    query = select(o.control, o.id, o.part).join(schema.chosen_catalog, chosen.edition == o.edition).order_by(o.ordinal)
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for key, objective, part in _fetch(file, query, schema.objective.c.control, controls):
        found[key].append((objective, part))
    return {key: tuple(some) for key, some in found.items()}


@_understood
def evidence(file: AssessmentFile, uids: Iterable[str] | None = None) -> dict[str, Evidence]:
    """Pieces of evidence by uid, in the order of their numbers; all, or only those asked for."""
    e, c = schema.evidence, schema.content
    query = select(e, c.c.size).join_from(e, c, c.c.sha256 == e.c.sha256).order_by(e.c.number)
    return {r.uid: _piece(r) for r in _fetch(file, query, e.c.uid, uids)}


class Backing(NamedTuple):
    """How many pieces of a control have the same dates and the same rule of their own."""

    dates: Dates
    fresh: Rule | None
    pieces: int


@_understood
def backing(file: AssessmentFile, controls: Iterable[str] | None = None) -> dict[str, tuple[Backing, ...]]:
    """How many pieces of evidence serve each control, by what decides about freshness; by control key.

    What was rejected does not count, nor does a version that serves a control beside a newer one which does.
    """
    k, e = schema.link, schema.evidence
    what = (k.c.control, e.c.collected, e.c.period_from, e.c.period_to, e.c.fresh)
    counts = e.c.acceptance != Acceptance.REJECTED.value
    if superseded(file):
        counts &= tuple_(k.c.control, e.c.uid).not_in(_outdone())
    query = select(*what, func.count(k.c.evidence.distinct())).join_from(k, e, e.c.uid == k.c.evidence)
    made: dict[tuple[str | None, ...], tuple[Dates, Rule | None]] = {}
    found: dict[str, list[Backing]] = defaultdict(list)
    for key, collected, start, end, fresh, pieces in _fetch(
        file, query.where(counts).group_by(*what), k.c.control, controls
    ):
        if (same := made.get((collected, start, end, fresh))) is None:
            dates = Dates(date.fromisoformat(collected), Period(_day(start), _day(end)))
            same = made[collected, start, end, fresh] = (dates, _rule(fresh))
        found[key].append(Backing(*same, pieces))
    return {key: tuple(some) for key, some in found.items()}


def _outdone() -> Select[tuple[str, str]]:
    """Control and piece, where a later version of the piece that was not rejected serves the same control."""
    e, k, after = schema.evidence, schema.link, schema.evidence.alias()
    line = select(e.c.supersedes.label("older"), e.c.uid.label("newer")).where(e.c.supersedes != "").cte(recursive=True)
    on = (after.c.supersedes == line.c.newer) & (after.c.supersedes != "")
    line = line.union(select(line.c.older, after.c.uid).join_from(line, after, on))
    good = (e.c.uid == line.c.newer) & (e.c.acceptance != Acceptance.REJECTED.value)
    return select(k.c.control, line.c.older).join_from(line, e, good).join(k, k.c.evidence == line.c.newer)


def unlinked(file: AssessmentFile) -> tuple[str, ...]:
    """The uids of pieces that serve no control, in the order of their numbers; none that a newer version supersedes."""
    e, newer, k = schema.evidence, schema.evidence.alias(), schema.link.c
    serves = select(k.evidence).where(k.evidence == e.c.uid).exists()
    older = select(newer.c.uid).where(newer.c.supersedes == e.c.uid).exists()
    return tuple(r.uid for r in file.fetch(select(e.c.uid).where(~serves & ~older).order_by(e.c.number)))


def superseded(file: AssessmentFile) -> dict[str, str]:
    """The uid of the newer version, by the uid of the one that it supersedes."""
    e = schema.evidence.c
    return {r.supersedes: r.uid for r in file.fetch(select(e.supersedes, e.uid).where(e.supersedes != ""))}


def work_rows(file: AssessmentFile, catalog: str) -> dict[str, dict[Key, dict[str, Any]]]:
    """All work on a catalog's controls as rows of the journaled tables, by table and key."""
    found: dict[str, dict[Key, dict[str, Any]]] = {}
    for name in ("mark", "objective_result", "overrule", "work", "link"):
        table = schema.JOURNALED[name]
        names = key_names(table)
        own = file.fetch(select(table).where(table.c.control.startswith(catalog + ":", autoescape=True)))
        rows = (dict(row._mapping) for row in own)
        found[name] = {tuple(row.pop(n) for n in names): row for row in rows}
    return found


def evidence_count(file: AssessmentFile) -> int:
    """How many pieces of evidence there are."""
    return int(file.fetch(select(func.count()).select_from(schema.evidence))[0][0])


def highest_number(file: AssessmentFile) -> int:
    """The highest number that a piece of evidence ever had, taken-back ones included; 0 where there was none."""
    e = schema.entry.c
    with file.reading():
        held = file.memo.get(_HIGHEST)
        seen, highest = held if isinstance(held, tuple) else (0, 0)  # once per opening: the whole journal
        number = func.json_extract(e.new, "$.number")
        made = (e.entity == "evidence") & e.old.is_(None) & (e.seq > seen)
        since = file.fetch(select(func.max(number)).where(made))[0][0]
        last = file.fetch(select(func.max(e.seq)))[0][0]
        present = file.fetch(select(func.max(schema.evidence.c.number)))[0][0]
        highest = max(int(highest), int(since or 0), int(present or 0))
        file.memo[_HIGHEST] = (int(last or 0), highest)
        return highest


_HIGHEST = "highest number"


def pieces_with(file: AssessmentFile, contents: Sequence[str]) -> dict[str, str]:
    """The uid of the first piece that holds each of these contents (SHA-256), where there is one."""
    e = schema.evidence.c
    query = select(e.sha256, e.uid).order_by(e.number.desc())
    return dict(_fetch(file, query, e.sha256, contents))


def head(file: AssessmentFile) -> Head:
    """The end of the journal."""
    with file.reading() as connection:
        return journal.head(connection)


@_understood
def links(file: AssessmentFile, controls: Iterable[str] | None = None) -> tuple[Link, ...]:
    """Which evidence serves which control; `Link.evidence` is a uid. Those of all controls, or of those asked for."""
    k = schema.link.c
    query = select(k.control, k.part, k.evidence, k.place).order_by(k.control, k.part)
    return tuple(Link(*row) for row in _fetch(file, query, k.control, controls))


def linked_controls(file: AssessmentFile, uids: Iterable[str]) -> set[str]:
    """The keys of the controls that any of these pieces serves."""
    k = schema.link.c
    return {key for (key,) in _fetch(file, select(k.control).distinct(), k.evidence, uids)}


@_understood
def history(
    file: AssessmentFile, control: str | None = None, uid: str | None = None, most: int | None = None
) -> list[Change]:
    """Journal entries, newest first: of the whole file, of one control, or of one piece of evidence."""
    s, e = schema.step.c, schema.entry.c
    query = (
        select(e.seq, e.step, e.at, s.who, s.name, s.kind, e.entity, e.key, e.old, e.new)
        .join_from(schema.entry, schema.step, s.id == e.step)
        .order_by(e.seq.desc())
    )
    if control is not None:
        exact = encode_key((control,))
        query = query.where((e.key == exact) | ((e.key >= exact[:-1] + ",") & (e.key < exact[:-1] + "-")))
    if uid is not None:
        query = query.where(about_piece(uid))
    if most is not None:
        query = query.limit(most)
    return [change_of(r) for r in file.fetch(query)]


def about_piece(uid: str) -> ColumnElement[bool]:
    """Whether a journal entry is about a piece of evidence or one of its links."""
    key = schema.entry.c.key
    return (key == encode_key((uid,))) | key.endswith("," + encode_key((uid,))[1:], autoescape=True)


def last_worked_on(file: AssessmentFile) -> str | None:
    """The key of the control that was changed last; None where none was."""
    e = schema.entry.c
    on_controls = e.entity.in_(("mark", "work", "overrule", "objective_result", "link"))
    found = file.fetch(select(e.key).where(on_controls).order_by(e.seq.desc()).limit(1))
    return str(json.loads(found[0].key)[0]) if found else None


def step_name(kind: str, name: str) -> str:
    """What a step is called: one that takes back or repeats another is named after it."""
    return {"undo": f"Undo {name}", "redo": f"Redo {name}"}.get(kind, name)


def change_of(r: Row[Any]) -> Change:
    """A row of the journal joined with its step, decoded."""
    name = step_name(r.kind, r.name)
    old, new = (None if text is None else json.loads(text) for text in (r.old, r.new))
    at = datetime.fromisoformat(r.at)
    return Change(r.seq, r.step, at, r.who, name, r.entity, tuple(json.loads(r.key)), old, new)


def _piece(r: Row[Any]) -> Evidence:
    return Evidence(
        number=r.number, uid=r.uid, name=r.name, title=r.title, sha256=r.sha256, size=r.size,
        media_type=r.media_type, collected=date.fromisoformat(r.collected),
        collected_guessed=bool(r.collected_guessed), covers=Period(_day(r.period_from), _day(r.period_to)),
        imported=datetime.fromisoformat(r.imported), source=r.source, note=r.note, version=r.version,
        account=r.account, region=r.region, method=r.method, collector=r.collector, population=r.population,
        confidentiality=r.confidentiality, acceptance=Acceptance(r.acceptance), fresh=_rule(r.fresh),
        guessed_from=r.guessed_from, supersedes=r.supersedes,
    )  # fmt: skip


@cache
def _rule(text: str) -> Rule | None:
    return parse_rule(text)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@_understood
def controls_at(file: AssessmentFile, places: Sequence[tuple[int, int]]) -> list[tuple[int, Control]]:
    """The whole texts of the controls at these places (some tens), each an edition and the number of the control in it.

    With the number of the edition, in the order of the places; a place without a control is left out.
    """
    c = schema.control.c
    found: dict[tuple[int, int], Control] = {}
    for edition in {edition for edition, _ in places}:
        numbers = [number for one, number in places if one == edition]
        keys = [r.key for r in file.fetch(select(c.key).where(c.edition == edition, c.ordinal.in_(numbers)))]
        found |= {(edition, ordinal): control for ordinal, control in read_controls(file, edition, keys)}
    return [(place[0], found[place]) for place in places if place in found]
