"""Questions about the assessment and the work in it, answered as domain records."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import select

from srm_desktop.domain.assessment import (
    ControlWork,
    Details,
    PartMark,
)
from srm_desktop.domain.freshness import Period, parse_rule
from srm_desktop.domain.responsibility import LayerOwner, Overrule, Service
from srm_desktop.domain.vocabulary import Origination, Owner, Responsibility, Result, Review, Status
from srm_desktop.storage import schema
from srm_desktop.storage.asking import day_of, fetch, rule_of, understood
from srm_desktop.storage.assessment_file import AssessmentFile
from srm_desktop.storage.journal import Key, key_names


@understood
def details(file: AssessmentFile) -> Details:
    """What the assessment is about."""
    values = settings(file)
    period = Period(day_of(values.get("period_from")), day_of(values.get("period_to")))
    return Details(
        title=values.get("title", ""),
        organisation=values.get("organisation", ""),
        system=values.get("system", ""),
        period=period,
        fresh=parse_rule(str(values.get("fresh_days", ""))) or Details("").fresh,
    )


@understood
def settings(file: AssessmentFile) -> dict[str, Any]:
    """All settings of the assessment, decoded."""
    s = schema.setting.c
    return {r.name: json.loads(r.value) for r in file.fetch(select(s.name, s.value))}


@understood
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


@understood
def marks(file: AssessmentFile, controls: Iterable[str] | None = None) -> dict[tuple[str, str], PartMark]:
    """What was marked on parts, by control key and letter; on all controls, or only on those asked for."""
    m = schema.mark.c
    query = select(m.control, m.part, m.status, m.result, m.origination, m.statement)
    return {
        (key, letter): PartMark(_statuses(status), Result(result), _originations(origination), statement)
        for key, letter, status, result, origination, statement in fetch(file, query, m.control, controls)
    }


@understood
def works(file: AssessmentFile, controls: Iterable[str] | None = None) -> dict[str, ControlWork]:
    """What was set on whole controls, by control key; on all, or only on those asked for."""
    w = schema.work.c
    query = select(w.control, w.review, w.owner, w.statement, w.note, w.flag, w.fresh)
    return {
        key: ControlWork(Review(review), owner, statement, note, bool(flag), rule_of(fresh))
        for key, review, owner, statement, note, flag, fresh in fetch(file, query, w.control, controls)
    }


@understood
def overrules(
    file: AssessmentFile, controls: Iterable[str] | None = None
) -> dict[tuple[str, str], tuple[Overrule, ...]]:
    """The auditors' own words on responsibility, by control key and letter; on the whole part first."""
    o = schema.overrule.c
    query = select(o.control, o.part, o.service, o.value, o.reason).order_by(o.service)
    found: dict[tuple[str, str], list[Overrule]] = defaultdict(list)
    for r in fetch(file, query, o.control, controls):
        found[r.control, r.part].append(Overrule(Responsibility(r.value), r.reason, r.service))
    return {key: tuple(words) for key, words in found.items()}


@understood
def results(file: AssessmentFile, controls: Iterable[str] | None = None) -> dict[str, dict[str, Result]]:
    """The results that were set on single objectives, by control key and objective id."""
    r = schema.objective_result.c
    found: dict[str, dict[str, Result]] = defaultdict(dict)
    for key, objective, result in fetch(file, select(r.control, r.objective, r.result), r.control, controls):
        found[key][objective] = Result(result)
    return dict(found)


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
