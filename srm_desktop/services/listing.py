"""The controls of an assessment as rows: narrowed, named, counted and walked alike for every front end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from srm_desktop.domain.assessment import ControlRow
from srm_desktop.domain.ids import Place, canonical, control_of, id_of, meant_by, order, places
from srm_desktop.domain.problems import UnknownControl
from srm_desktop.domain.responsibility import shorten
from srm_desktop.domain.rollup import Coverage, Standing, cover
from srm_desktop.domain.vocabulary import Freshness, Responsibility, Result, Review, Status
from srm_desktop.services.board import board
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment

if TYPE_CHECKING:
    from srm_desktop.domain.control_ids import ControlId


def rows(file: Assessment) -> tuple[ControlRow, ...]:
    """All controls, in catalog order."""
    with file.reading():
        return tuple(board(file).rows.values())


class Filter(NamedTuple):
    """What a list of controls is narrowed to; an empty field does not narrow. Fields add up: all must hold.

    `freshness` asks for the state of a control's evidence that wants attention most; `stale` for any that is stale or
    outside the period. A withdrawn control passes as long as only `catalog`, `group` and `text` narrow: nothing
    else is true of it. `text` is words, each of which must be in the id, title, group, owner or a service; an id is
    found in any usual spelling.
    """

    mine: bool = False
    open: bool = False
    no_evidence: bool = False
    stale: bool = False
    flagged: bool = False
    responsibility: frozenset[Responsibility] = frozenset()
    status: frozenset[Status] = frozenset()
    result: frozenset[Result] = frozenset()
    review: frozenset[Review] = frozenset()
    freshness: frozenset[Freshness] = frozenset()
    catalog: str = ""
    group: str = ""
    service: str = ""
    layer: str = ""
    text: str = ""

    @property
    def asks_for_work(self) -> bool:
        """Whether it asks for anything but where a control stands in its catalog, and for words."""
        return self._replace(catalog="", group="", text="") != Filter()


def narrow(file: Assessment, wanted: Filter) -> tuple[ControlRow, ...]:
    """The controls that pass a filter, in catalog order."""
    words = wanted.text.casefold().split()
    spelled = Spelled(wanted.text)
    with file.reading():
        held = board(file)
        everything = tuple(held.rows.values())
    if wanted.asks_for_work:
        everything = tuple(row for row in everything if not row.withdrawn)
    return tuple(
        row
        for row in everything
        if _passes(row, wanted)
        and (not wanted.layer or any(wanted.layer in layers for _, layers in held.outlines[row.key].parts))
        and (not words or says(row, words) or spelled.fits(row.key))
    )


def _passes(row: ControlRow, wanted: Filter) -> bool:
    return (
        (not wanted.mine or row.mine)
        and (not wanted.open or row.open)
        and (not wanted.no_evidence or (row.mine and not row.evidence))
        and (not wanted.stale or (row.freshness is not None and row.freshness.bad))
        and (not wanted.freshness or row.freshness in wanted.freshness)
        and (not wanted.flagged or row.flag)
        and (not wanted.responsibility or row.responsibility in wanted.responsibility)
        and (not wanted.status or not wanted.status.isdisjoint(row.status))
        and (not wanted.result or row.result in wanted.result)
        and (not wanted.review or row.review in wanted.review)
        and (not wanted.catalog or row.catalog == wanted.catalog)
        and (not wanted.group or row.group.casefold() == wanted.group.casefold())
        and (not wanted.service or wanted.service in row.services)
    )


def says(row: ControlRow, words: Sequence[str]) -> bool:
    """Whether each of these words, in small letters, is in the id, title, group, owner or a service of a row."""
    text = f"{row.id} {row.title} {row.group} {row.group_title} {row.owner} {' '.join(row.services)}".casefold()
    return all(word in text for word in words)


class Spelled:
    """A search text as ids: a control fits whose id it spells, or begins to spell. Without a number it is no id."""

    def __init__(self, text: str) -> None:
        """Nothing is read before a control is asked about."""
        self._text = text
        self._words = canonical(text) if any(c.isdigit() for c in text) else ()
        self._meant: dict[str, tuple[ControlId, ...]] = {}

    def fits(self, key: str) -> bool:
        """Whether the id in a control key, or what follows its first word, begins as the text or is one of its ids."""
        if not self._words:
            return False
        catalog, _, own_id = key.partition(":")
        words = canonical(own_id)
        if self._words in (words[: len(self._words)], words[1 : 1 + len(self._words)]):
            return True
        if catalog not in self._meant:
            self._meant[catalog] = meant_by(self._text, catalog)
        meant = self._meant[catalog]
        # Reading the ids of a thousand controls would be felt: only of those with the number in them.
        own = control_of(key) if any(one.number in words for one in meant) else None
        return own is not None and any(own.within(one) or own == one.control for one in meant)

    def whole(self, key: str) -> bool:
        """Whether a control that fits is the very one that the text spells, and not one below it."""
        catalog, _, own_id = key.partition(":")
        words, meant = canonical(own_id), self._meant.get(catalog, ())
        own = control_of(key) if meant else None
        return self._words in (words, words[1:]) or (own is not None and any(own == one.control for one in meant))


def control_named(file: Assessment, name: str) -> str:
    """The key of the control that `name` spells. Raises UnknownControl, also where it may mean several, or a part."""
    key, part = place_named(file, name)
    if part:
        raise UnknownControl(f"{name!r} is part {part} of {id_of(key)}; name the control alone.")
    return key


def place_named(file: Assessment, name: str) -> tuple[str, str]:
    """The key of the control that `name` spells, and the part of it that it names; the part is empty without one.

    Raises UnknownControl where there is no such control or part, or where there are several.
    """
    held = board(file)
    found = [Place(name)] if name in held.rows else places(name, held.rows)
    if len({place.key for place in found}) > 1:
        raise UnknownControl(f"{name!r} may mean {shorten([p.key for p in found], 3)}; put the catalog in front.")
    if not found:
        raise UnknownControl(f"There is no control {name!r} in this assessment.{_nearest(name, held.rows)}")
    key = found[0].key
    if not all(place.part for place in found):
        return key, ""
    letters = {tuple(map(str, canonical(letter))): letter for letter, _ in held.outlines[key].parts if letter}
    named = [letters[path] for place in found if (path := _path(place.part)) in letters]
    if len(named) != 1:
        raise UnknownControl(f"There is no part {name!r} of {id_of(key)} in this assessment.")
    return key, named[0]


def _path(part: tuple[str, ...]) -> tuple[str, ...]:
    """The way to a part. SP 800-171 has no letters of its own: its parts are what is determined, `3.1.1[a]`."""
    return tuple(step.strip("[]") for step in part) if part[0].startswith("[") else part


def _nearest(name: str, keys: Mapping[str, object]) -> str:
    import difflib

    near = difflib.get_close_matches(name.upper(), [id_of(k) for k in keys], n=3, cutoff=0.5)
    return f" Did you mean {shorten(near)}?" if near else ""


def id_order(row: ControlRow) -> tuple[tuple[int, int, str], ...]:
    """A sort key for rows by id: by number, not by text."""
    return order(row.id)


def is_withdrawn(file: Assessment, key: str) -> bool:
    """Whether the control with this key is there and withdrawn."""
    with file.reading():
        row = board(file).rows.get(key)
    return row is not None and row.withdrawn


def coverage(file: Assessment) -> Coverage:
    """The counts of the whole assessment."""
    with file.reading():
        held = board(file)
        if held.counted is None:
            held.counted = cover(standings(held.rows.values()))
        return held.counted


def standings(rows_counted: Iterable[ControlRow]) -> list[Standing]:
    """What counts of rows when they are rolled up."""
    return [
        Standing(r.responsibility, r.walked, r.status, r.result, r.evidence, r.freshness, r.withdrawn)
        for r in rows_counted
    ]


def next_open(file: Assessment, after: str | None, within: Sequence[str] | None = None) -> str | None:
    """The key of the next control that is the customer's and not walked, after `after` and round again; None: all done.

    `within` limits and orders the search (the list on the screen); without it, catalog order.
    """
    held = board(file).rows
    keys = [k for k in (within if within is not None else held) if k in held]
    start = keys.index(after) + 1 if after in keys else 0
    return next((k for k in keys[start:] + keys[:start] if held[k].open and k != after), None)
