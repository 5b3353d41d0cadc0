"""Walking the controls: marking where they stand, overruling, writing down what is done. Each is one undoable step."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple, TypeVar

from srm_desktop.domain.assessment import Changes, ControlWork, PartMark
from srm_desktop.domain.catalog import part_of
from srm_desktop.domain.freshness import Rule
from srm_desktop.domain.ids import id_of
from srm_desktop.domain.problems import BadValue
from srm_desktop.domain.vocabulary import (
    Origination,
    Responsibility,
    Result,
    Review,
    Status,
    Statuses,
    Word,
    statuses,
)
from srm_desktop.services.board import board, check_place, to_assess
from srm_desktop.services.control_rows import deciding, set_alike
from srm_desktop.services.held import Board
from srm_desktop.storage import journal, reading_catalogs
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment

T = TypeVar("T")


class Marking(NamedTuple):
    """What is to be set; None leaves a field as it is. `reason` goes with `responsibility`, which "" takes back.

    `fresh` is the rule for its evidence; "" leaves it to the catalog and the assessment again.

    `toggle` adds words (implementation status or origination) to those that stand, each part keeping its own; a word
    that all parts that are marked have already is taken away from all.
    """

    status: Statuses | None = None
    toggle: tuple[Status | Origination, ...] = ()
    result: Result | None = None
    origination: tuple[Origination, ...] | None = None
    review: Review | None = None
    responsibility: Responsibility | str | None = None
    reason: str = ""
    statement: str | None = None
    owner: str | None = None
    note: str | None = None
    flag: bool | None = None
    fresh: Rule | str | None = None


def mark(file: Assessment, keys: Collection[str], marking: Marking, part: str | None = None) -> Changes:
    """Set something on controls, or on one part of them, as one step: all or none.

    Status, result and origination of a control go to its parts that are the customer's (to all parts where none is).
    A status set on an untouched control moves its review from open to in progress. Overruling needs a reason. A result
    takes away what was set on single objectives of the parts that it goes to, and of the control as a whole: they
    follow it again.
    """
    _check(marking)
    with file.reading():
        held = board(file)
        marks, works, overrules = _rows(held, keys, marking, part)
        singly = _replaced(held, keys, part) if marking.result is not None else {}
    with journal.step(file, _name(keys, marking, part)) as step:
        step.put_all("overrule", overrules)
        step.put_all("mark", marks)
        step.put_all("objective_result", singly)
        step.put_all("work", works)
        changes = journal.changes_of(step)
    return file.record(changes)


def _check(marking: Marking) -> None:
    if not marking.responsibility:
        return
    if marking.responsibility not in list(Responsibility):
        raise BadValue(f"{marking.responsibility!r} is not one of: {', '.join(Responsibility)}.")
    if not marking.reason.strip():
        raise BadValue("Overruling a responsibility needs a reason, which the assessor will read.")


def _rows(
    held: Board, keys: Collection[str], marking: Marking, part: str | None
) -> tuple[journal.Rows, journal.Rows, journal.Rows]:
    """The rows of marks, works and overrules that a marking changes."""
    marks: dict[journal.Key, journal.Fields] = {}
    works: dict[journal.Key, journal.Fields] = {}
    overrules: dict[journal.Key, journal.Fields | None] = {}
    now = {(k, letter): held.marks.get((k, letter), PartMark()) for k in keys for letter in _parts(held, k, part)}
    added = {word for word in marking.toggle if not all(_has(mark, word) for mark in now.values())}
    begun = set(keys) if marking.status is not None else set()
    for place, was in now.items():
        if (mark := _marked(was, marking, added, is_named=part is not None)) != was:
            marks[place] = _mark_fields(mark)
            begun |= {place[0]} if mark.status != was.status else set()
    for key in keys:
        work = held.works.get(key, ControlWork())
        if (worked := _worked(work, marking, begun=key in begun, is_whole=part is None)) != work:
            works[(key,)] = {**worked._asdict(), "flag": int(worked.flag), "fresh": str(worked.fresh or "")}
        if marking.responsibility is not None:
            letters = [part] if part is not None else [letter for letter, _ in held.outlines[key].parts]
            for letter in letters:
                word = {"value": str(marking.responsibility), "reason": marking.reason.strip()}
                overrules[key, letter, ""] = word if marking.responsibility else None
    return marks, works, overrules


def _replaced(held: Board, keys: Iterable[str], part: str | None) -> journal.Rows:
    """The results of single objectives that a result set on controls, or on one part of them, stands for."""
    gone: dict[journal.Key, journal.Fields | None] = {}
    for key in keys:
        if key not in held.results:
            continue
        letters = [letter for letter, _ in held.outlines[key].parts]
        marked = {*_parts(held, key, part), *(() if part is not None else (None,))}
        for objective, named in held.objectives.get(key, ()):
            if objective in held.results[key] and part_of(named, letters) in marked:
                gone[key, objective] = None
    return gone


def _has(mark: PartMark, word: Status | Origination) -> bool:
    return word in (mark.origination if isinstance(word, Origination) else mark.status)


def _marked(mark: PartMark, marking: Marking, added: Collection[Word], *, is_named: bool) -> PartMark:
    """A part after a marking; `added` are those of the toggled words that come. A statement needs the part named."""
    if marking.status is not None:
        mark = mark._replace(status=statuses(marking.status))
    for word in marking.toggle:
        if isinstance(word, Origination):
            mark = mark._replace(origination=_ranked(_toggled(mark.origination, word, word in added)))
        else:
            mark = mark._replace(status=statuses(list(_toggled(mark.status, word, word in added))))
    if marking.result is not None:
        mark = mark._replace(result=marking.result)
    if marking.origination is not None:
        mark = mark._replace(origination=_ranked(marking.origination))
    if marking.statement is not None and is_named:
        mark = mark._replace(statement=marking.statement)
    return mark


def _toggled(stand: Iterable[T], word: T, adding: bool) -> set[T]:
    return {*stand, word} if adding else {*stand} - {word}


def _ranked(words: Iterable[Origination]) -> tuple[Origination, ...]:
    return tuple(sorted(set(words), key=lambda word: word.rank))


def _mark_fields(mark: PartMark) -> journal.Fields:
    words = {"status": journal.encode(mark.status), "origination": journal.encode(mark.origination)}
    return mark._asdict() | words


def _worked(work: ControlWork, marking: Marking, *, begun: bool, is_whole: bool) -> ControlWork:
    """A control after a marking; a status moves an untouched one on to being worked on."""
    if begun and work.review is Review.OPEN:
        work = work._replace(review=Review.IN_PROGRESS)
    return ControlWork(
        review=_or(marking.review, work.review),
        owner=_or(marking.owner, work.owner),
        statement=_or(marking.statement if is_whole else None, work.statement),
        note=_or(marking.note, work.note),
        flag=_or(marking.flag, work.flag),
        fresh=work.fresh if marking.fresh is None else marking.fresh if isinstance(marking.fresh, Rule) else None,
    )


def _or(given: T | None, stands: T) -> T:
    return stands if given is None else given


def _parts(held: Board, key: str, part: str | None) -> Sequence[str]:
    outline = to_assess(held, key, part)
    return [part] if part is not None else deciding(held, outline)


def _name(keys: Collection[str], marking: Marking, part: str | None) -> str:
    what = f"{len(keys)} controls" if len(keys) != 1 else id_of(next(iter(keys))) + (f"({part})" if part else "")
    if marking.status is not None:
        return f"Mark {what} {', '.join(statuses(marking.status))}"
    if some := [word for word in marking.toggle if isinstance(word, Status)]:
        return f"Mark {what} also {', '.join(some)}, or no longer"
    if marking.result is not None:
        return f"Mark {what} {marking.result}"
    if marking.review is not None:
        return f"Mark {what} {marking.review}"
    if marking.responsibility is not None:
        verb = f"Overrule responsibility of {what}: {marking.responsibility}"
        return verb if marking.responsibility else f"Take back overruling of {what}"
    if marking.fresh is not None:
        return f"Set how fresh evidence of {what} must be"
    if marking.flag is not None:
        return f"{'Flag' if marking.flag else 'Unflag'} {what}"
    for name in ("statement", "owner", "note", "origination"):
        if getattr(marking, name) is not None:
            return f"Edit {name} of {what}"
    if marking.toggle:
        return f"Edit origination of {what}"
    return f"Edit {what}"


def overrule_service(
    file: Assessment, key: str, part: str, service: str, value: Responsibility | None, reason: str = ""
) -> Changes:
    """Overrule what one service means for a part (None takes it back), as one step. Needs a reason."""
    _check(Marking(responsibility=value, reason=reason))
    check_place(file, [key], part)
    name = f"Overrule {service} in {id_of(key)}({part})" if value else f"Take back {service} in {id_of(key)}({part})"
    with journal.step(file, name) as step:
        fields = {"value": value, "reason": reason.strip()} if value else None
        step.put("overrule", (key, part, service), fields)
        changes = journal.changes_of(step)
    return file.record(changes)


def mark_objective(file: Assessment, key: str, objective: str, result: Result) -> Changes:
    """Set the result of one objective of a control, as one step; `objective` is its id.

    "Not assessed" lets it follow its part again where nothing was set on that either. Raises BadValue where the control
    has no such objective, or is withdrawn.
    """
    with file.reading():
        held = board(file)
        outline = to_assess(held, key)
        parts = dict(reading_catalogs.objectives(file, [key]).get(key, ()))
        if objective not in parts:
            raise BadValue(f"{outline.id} has no objective {objective!r}.")
        follows = _followed(held, key, part_of(parts[objective], [letter for letter, _ in outline.parts]))
    with journal.step(file, f"Mark {outline.id} objective {objective} {result}") as step:
        is_nothing = result is follows is Result.NOT_ASSESSED
        step.put("objective_result", (key, objective), None if is_nothing else {"result": str(result)})
        changes = journal.changes_of(step)
    return file.record(changes)


def _followed(held: Board, key: str, part: str | None) -> Result:
    """The result that objectives of a part have which were not set singly."""
    if part is None:
        return set_alike(held, key)
    return held.marks.get((key, part), PartMark()).result


class Typed(NamedTuple):
    """What writing text touched, and the step it belongs to (0: none), to be given back while the person types on."""

    changes: Changes
    step: int


def type_text(
    file: Assessment, key: str, field: str, text: str, *, part: str | None = None, going_on: int | None = None
) -> Typed:
    """Keep what was typed into a field (statement, note or owner) so far.

    As long as nothing else happens in between, all of it is one step, so that one undo takes back one bout of typing.
    """
    marking = Marking(**{field: text})  # type: ignore[arg-type]
    with file.reading():
        marks, works, _ = _rows(board(file), [key], marking, part)
    with journal.step(file, _name([key], marking, part), going_on=going_on) as step:
        step.put_all("mark", marks)
        step.put_all("work", works)
        changes = journal.changes_of(step)
        number = step.header.id if step.is_journaled() else 0
    return Typed(file.record(changes), number)
