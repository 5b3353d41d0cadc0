"""How commands open an assessment, and how they read what was typed."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from srm_desktop import settings
from srm_desktop.domain.days import parse_day
from srm_desktop.domain.freshness import Period
from srm_desktop.domain.id_text import as_published, in_step, in_style
from srm_desktop.domain.ids import canonical, control_key
from srm_desktop.domain.problems import BadValue
from srm_desktop.domain.responsibility import shorten
from srm_desktop.services import board, listing, page, scope
from srm_desktop.services.assessments import Assessment, CannotWrite, FileInUse, open_assessment
from srm_desktop.services.listing import Filter

if TYPE_CHECKING:
    from srm_desktop.domain.id_text import Spell


def who(args: argparse.Namespace) -> str:
    """Who is working: as typed, else as in the preferences."""
    return (args.who or "").strip() or settings.load().who


def spelling() -> Spell:
    """How people read the id of a control by its key: in the style of the preferences. JSON keeps to the id itself."""
    return in_style(settings.load().id_style)


def told(file: Assessment, steps: Iterable[str]) -> list[str]:
    """The names of steps with the ids in them in that style."""
    if (spell := spelling()) is as_published:
        return list(steps)
    keys = {row.id: row.key for row in listing.rows(file)}
    return [in_step(step, keys, spell) for step in steps]


@contextmanager
def to_read(args: argparse.Namespace) -> Iterator[Assessment]:
    """The assessment, for reading only; with `--copy` a copy of one that somebody else has open."""
    path = Path(args.file)
    try:
        file = open_assessment(path, who=who(args), read_only=True, copy=args.copy)
    except FileInUse as problem:
        if args.copy:
            raise
        raise FileInUse(f"{problem.sentence} Add --copy to read a copy of it.") from problem
    except CannotWrite as problem:
        # It was not closed properly or has an older schema: opening it to write puts that right, where that is allowed.
        try:
            file = open_assessment(path, who=who(args))
        except CannotWrite:
            raise problem from None
    with file:
        yield file


@contextmanager
def to_write(args: argparse.Namespace) -> Iterator[Assessment]:
    """The assessment, for changing it."""
    try:
        file = open_assessment(Path(args.file), who=who(args))
    except FileInUse as problem:
        raise FileInUse(f"{problem.sentence} Nothing was changed.") from problem
    with file:
        yield file


def day(text: str | None) -> date | None:
    """The day that was typed, None where none was. Raises BadValue."""
    return None if text is None else parse_day(text)


def period(args: argparse.Namespace) -> Period:
    """The period between `--from` and `--to`."""
    return Period(day(args.start), day(args.end))


def filter_of(file: Assessment, args: argparse.Namespace) -> Filter:
    """The filter that was typed. Raises a problem for a group or service that is not there."""
    group = str(args.group).strip()
    if group:
        groups = dict.fromkeys(row.group for row in listing.rows(file))
        if group.casefold() not in (g.casefold() for g in groups):
            raise BadValue(f"There is no group {group!r}; there is: {', '.join(groups)}.")
    found = scope.services_named([args.service])
    return Filter(
        mine=args.mine,
        open=args.open,
        no_evidence=args.no_evidence,
        stale=args.stale,
        flagged=args.flagged,
        responsibility=frozenset(args.responsibility),
        status=frozenset(args.status),
        result=frozenset(args.result),
        review=frozenset(args.review),
        freshness=frozenset(args.freshness),
        group=group,
        service=found[0].id if found else "",
        text=args.search,
    )


def places_named(file: Assessment, typed: tuple[str, ...], part: str | None) -> tuple[list[str], str | None]:
    """The controls that were typed, each once, and the one part that is meant: by `--part`, or as `SRM-IAM-01(a)`.

    Raises UnknownControl; BadValue where no control is named, where several parts are, or where a control lacks it.
    """
    if not typed:
        raise BadValue("Name at least one control.")
    found = [listing.place_named(file, name) for name in typed]
    keys = list(dict.fromkeys(key for key, _ in found))
    letter = letter_named(file, keys, part)
    letters = {named or letter for _, named in found} | ({letter} if letter else set())
    if len(letters) > 1:
        raise BadValue("Name one part at a time, or controls alone.")
    return keys, letter_named(file, keys, letters.pop())


def letter_named(file: Assessment, keys: list[str], typed: str | None) -> str | None:
    """The part that was typed, as `a`, `(a)`, `A` or `a.1(a)`. Raises BadValue where one of the controls lacks it."""
    if typed is None:
        return None
    letters: dict[str, str] = {}
    for key in keys:
        spelled = {canonical(letter): letter for letter, _ in board.board(file).outlines[key].parts}
        if canonical(typed) not in spelled:
            raise BadValue(f"{key.partition(':')[2]} has no part {typed!r}.{_parts_there(spelled.values())}")
        letters[spelled[canonical(typed)]] = key
    if len(letters) > 1:
        raise BadValue(f"These controls write part {typed!r} differently; mark them one by one.")
    return next(iter(letters), None)


def _parts_there(letters: Iterable[str]) -> str:
    there = [letter for letter in letters if letter]
    return f" There is: {', '.join(there)}." if there else ""


def objective_named(file: Assessment, key: str, typed: str) -> str:
    """The objective that was typed, as `show` prints it or in another spelling: `AC-02a.[01]`, `ac-2a(1)`.

    Raises BadValue where the control has none that is spelled so, or several.
    """
    view = page.view(file, key)
    ids = [o.id for o in (*view.objectives, *(o for part in view.parts for o in part.objectives))]
    spell, wanted = spelling(), typed.strip().casefold()
    exact = [one for one in ids if wanted in (one.casefold(), spell(control_key(view.row.catalog, one)).casefold())]
    found = exact or [one for one in ids if canonical(one) == canonical(typed)]
    if len(found) > 1:
        raise BadValue(f"{typed!r} may mean {', '.join(found)}; write it as it is printed.")
    if not found:
        there = f" There is: {shorten(ids, 6)}." if ids else " Its objectives come with the official file."
        raise BadValue(f"{view.row.id} has no objective {typed!r}.{there}")
    return found[0]
