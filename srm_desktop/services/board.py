"""All that rows are made of, read once, remembered with the open assessment and kept up to date change by change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from srm_desktop.domain.ids import id_of
from srm_desktop.domain.problems import BadValue, UnknownControl
from srm_desktop.services.control_rows import row_of
from srm_desktop.services.held import Board, by_control
from srm_desktop.storage import reading, reading_catalogs, reading_evidence
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment
from srm_desktop.storage.reading_catalogs import Outline

_MEMO = "board"
_DAY = "day of the board"


def board(file: Assessment) -> Board:
    """The up-to-date board of an assessment; keep the lock (`file.reading()`) while going through it."""
    with file.reading():
        day, held = file.memo.get(_DAY), file.memo.get(_MEMO)
        today = day if isinstance(day, date) else file.clock().astimezone().date()
        if not isinstance(held, Board) or held.today != today:
            held = None
        touched = file.touched_since(held.revision) if held else None
        if held is None or touched is None or touched.everything:
            held = _load(file, today)
            file.memo[_MEMO] = held
        elif touched:
            _refresh(file, held, touched.controls, touched.evidence)
        return held


@contextmanager
def as_of(file: Assessment, day: date) -> Iterator[None]:
    """Let `day` be today for everything that is asked within the block, which keeps the lock."""
    with file.reading():
        held = file.memo.pop(_MEMO, None)
        file.memo[_DAY] = day
        try:
            yield
        finally:
            del file.memo[_DAY]
            file.memo[_MEMO] = held


def _load(file: Assessment, today: date) -> Board:
    with file.reading():
        results = reading.results(file)
        loaded = Board(
            revision=file.revision,
            today=today,
            details=reading.details(file),
            services=reading.services(file),
            outlines={o.key: o for o in reading_catalogs.outlines(file)},
            marks=reading.marks(file),
            works=reading.works(file),
            overrules=reading.overrules(file),
            results=results,
            objectives=reading_catalogs.objectives(file, results),
            backing=reading_evidence.backing(file),
            newer=reading_evidence.superseded(file),
            read_evidence=lambda: reading_evidence.evidence(file),
            read_links=lambda: reading_evidence.links(file),
            lock=file.reading,
        )
    loaded.rows = {key: row_of(loaded, outline) for key, outline in loaded.outlines.items()}
    return loaded


def _refresh(file: Assessment, held: Board, controls: frozenset[str], uids: frozenset[str]) -> None:
    with file.reading():
        held.revision, held.counted = file.revision, None
        if uids:
            _reread_evidence(file, held, uids)
        touched = controls | (reading_evidence.linked_controls(file, uids) if uids else set())
        _reread_marks(file, held, touched)
        if uids:
            _reread_links(file, held, touched)
    for key in touched & held.outlines.keys():
        held.rows[key] = row_of(held, held.outlines[key])


def _reread_evidence(file: Assessment, held: Board, uids: frozenset[str]) -> None:
    held.newer = reading_evidence.superseded(file)
    if held.pieces is not None:
        now = reading_evidence.evidence(file, uids)
        others = {u: e for u, e in held.pieces.items() if u not in uids} | now
        held.pieces = dict(sorted(others.items(), key=lambda item: item[1].number))


def _reread_marks(file: Assessment, held: Board, keys: frozenset[str]) -> None:
    for key in keys:
        for letter, _ in held.outlines[key].parts if key in held.outlines else ():
            held.marks.pop((key, letter), None)
            held.overrules.pop((key, letter), None)
        held.works.pop(key, None)
        held.results.pop(key, None)
    held.marks |= reading.marks(file, keys)
    held.works |= reading.works(file, keys)
    held.overrules |= reading.overrules(file, keys)
    results = reading.results(file, keys)
    held.results |= results
    held.objectives |= reading_catalogs.objectives(file, results.keys() - held.objectives.keys())


def _reread_links(file: Assessment, held: Board, keys: frozenset[str]) -> None:
    for key in keys:
        held.backing.pop(key, None)
    held.backing |= reading_evidence.backing(file, keys)
    if held.linked is not None:
        held.linked |= dict.fromkeys(keys, ()) | by_control(reading_evidence.links(file, keys))


def outline_of(held: Board, key: str, part: str | None = None) -> Outline:
    """A control by its key. Raises UnknownControl, or BadValue where it has no such part."""
    outline = held.outlines.get(key)
    if outline is None:
        raise UnknownControl(f"There is no control {id_of(key) or key!r} in this assessment.")
    if part is not None and part not in (letter for letter, _ in outline.parts):
        raise BadValue(f"{outline.id} has no part {part!r}.")
    return outline


def to_assess(held: Board, key: str, part: str | None = None) -> Outline:
    """As `outline_of`, of a control that can be marked. Raises BadValue where it is withdrawn."""
    outline = outline_of(held, key)
    if outline.withdrawn:
        raise BadValue(f"{outline.id} is withdrawn: there is nothing to assess. Open it to see where it went.")
    return outline_of(held, key, part)


def check_place(file: Assessment, keys: Iterable[str], part: str = "") -> None:
    """Refuse controls that are not there or withdrawn, and a part (where one is named) that one of them lacks."""
    with file.reading():
        held = board(file)
        for key in keys:
            to_assess(held, key, part or None)
