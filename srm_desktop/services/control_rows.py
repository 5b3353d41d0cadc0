"""The row of a control: what its parts, objectives and evidence add up to."""

from __future__ import annotations

from collections.abc import Sequence

from srm_desktop.domain.assessment import ControlRow, ControlWork, PartMark
from srm_desktop.domain.freshness import worst
from srm_desktop.domain.responsibility import combine, effective
from srm_desktop.domain.rollup import PartState, roll_up_result, roll_up_status, walked
from srm_desktop.domain.vocabulary import Owner, Result
from srm_desktop.services.held import Board, Part, Rolled, whole_part
from srm_desktop.storage.reading_catalogs import Outline

_UNMARKED = PartMark()


_UNTOUCHED = ControlWork()


def row_of(held: Board, outline: Outline) -> ControlRow:
    """The row of a control as it stands now."""
    key = outline.key
    marks = [held.marks.get((key, letter), _UNMARKED) for letter, _ in outline.parts]
    rolled = _rolled(held, outline, marks)
    work = held.works.get(key, _UNTOUCHED)
    backing = held.backing.get(key, ())
    rule = held.rule_of(key)
    return ControlRow(
        key=key, id=outline.id, catalog=outline.catalog, group=outline.group, group_title=outline.group_title,
        title=outline.title, responsibility=rolled.responsibility, derived=rolled.derived,
        status=rolled.status, result=_with_whole(held, outline, rolled.result), review=work.review, owner=work.owner,
        evidence=sum(some.pieces for some in backing),
        freshness=worst({held.judge(some.dates, some.fresh or rule) for some in backing}),
        has_statement=bool(work.statement) or any(mark.statement for mark in marks), flag=work.flag,
        walked=rolled.walked, services=rolled.services, base=outline.base, withdrawn=outline.withdrawn,
    )  # fmt: skip


def _with_whole(held: Board, outline: Outline, of_parts: Result) -> Result:
    """What the parts add up to, and with them the objectives that are of none."""
    if outline.key not in held.results:
        return of_parts
    whole = held.result_of_whole(outline.key, set_alike(held, outline.key))
    return roll_up_result((of_parts, whole)) if whole else of_parts


def set_alike(held: Board, key: str) -> Result:
    """The result that was set on all parts that decide a control; not assessed where they differ."""
    found = {held.marks.get((key, letter), _UNMARKED).result for letter in deciding(held, held.outlines[key])}
    return found.pop() if len(found) == 1 else Result.NOT_ASSESSED


def deciding(held: Board, outline: Outline) -> Sequence[str]:
    """The parts that decide a control: those that are the customer's, or all where none is."""
    mine = []
    for letter, layers in outline.parts:
        words = held.overrules.get((outline.key, letter), ())
        if effective(held.derivation(layers, outline.kind, words).value, whole_part(words)).mine:
            mine.append(letter)
    return mine or [letter for letter, _ in outline.parts]


def _rolled(held: Board, outline: Outline, marks: Sequence[PartMark]) -> Rolled:
    key = outline.key
    parts = tuple(
        (
            layers,
            outline.kind,
            held.overrules.get((key, letter), ()),
            mark.status,
            held.result(key, letter, mark.result),
        )
        for (letter, layers), mark in zip(outline.parts, marks, strict=True)
    )
    if (rolled := held.rolled.get(parts)) is None:  # many controls are alike: they are reckoned once
        rolled = held.rolled[parts] = _roll_up(held, parts)
    return rolled


def _roll_up(held: Board, parts: Sequence[Part]) -> Rolled:
    states, derived, services = [], [], dict[str, None]()
    for layers, kind, words, status, result in parts:
        derivation = held.derivation(layers, kind, words)
        derived.append(derivation.value)
        states.append(PartState(effective(derivation.value, whole_part(words)), status, result))
        services |= {r.service: None for r in derivation.reasons if r.owner is not Owner.ABSENT}
    responsibility = combine(s.responsibility for s in states)
    decisive = [s for s in states if s.responsibility.mine] or states
    return Rolled(
        responsibility=responsibility,
        derived=combine(derived),
        status=roll_up_status(states),
        result=roll_up_result(s.result for s in decisive),
        walked=responsibility.mine and walked(states),
        services=tuple(services),
    )
