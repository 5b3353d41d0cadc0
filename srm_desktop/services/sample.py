"""A filled sample assessment: a made-up company's work of six weeks, taken step by step through the usual use cases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from srm_desktop.domain.ids import control_key
from srm_desktop.domain.progress import Tell, tell_nobody
from srm_desktop.exchange.sample_story import Said, SampleFile, Story, Walked, story
from srm_desktop.services import assessments, evidence, walk
from srm_desktop.services.assessments import Assessment, Clock
from srm_desktop.services.attach import Facts, Pasted, attach
from srm_desktop.services.evidence import Edit
from srm_desktop.services.walk import Marking
from srm_desktop.storage import opening
from srm_desktop.storage.assessment_file import utc_now

_CATALOG = "aws-srm"
_WEEKS = 6
_COLLECTOR = "Priya Raman"

_Act = Callable[[Assessment], object]


def make_sample(
    path: Path,
    who: str,
    clock: Clock = utc_now,
    progress: Tell = tell_nobody,
) -> Assessment:
    """A new, filled assessment at `path`, open for writing by `who`; nothing is left at `path` when something is wrong.

    The audit period, the evidence and the journal lie around the clock's today: the work seems to have been done in the
    six weeks before it, by the people of the made-up company. `progress` may raise to stop.
    """
    now = clock()
    told = story(now.astimezone().date())
    start = _morning(now - timedelta(weeks=_WEEKS))
    file = assessments.create(path, told.details, who=_COLLECTOR, services=told.services, clock=lambda: start)
    try:
        acts = _acts(told, start, now)
        for number, (at, by, act) in enumerate(acts, start=1):
            _take(file, min(at, now), by, act)
            progress(number, len(acts))
    except BaseException:
        opening.discard(file)
        raise
    file.who, file.clock = who, clock
    return file


def _take(file: Assessment, at: datetime, by: str, act: _Act) -> None:
    file.who, file.clock = by, lambda: at
    act(file)


def _morning(at: datetime) -> datetime:
    return at.replace(hour=8, minute=12, second=30, microsecond=0)


def _acts(told: Story, start: datetime, now: datetime) -> list[tuple[datetime, str, _Act]]:
    """All that was done, in the order of its time: evidence on the day it was collected, marks evenly between."""
    acts: list[tuple[datetime, str, _Act]] = []
    for number, piece in enumerate(told.evidence):
        days = max((now.date() - piece.collected).days, 0)
        at = max(_morning(now - timedelta(days=days)) + timedelta(hours=2, minutes=7 * number % 300), start)
        acts.append((at, _COLLECTOR, partial(_attach, piece)))
    step = (now - timedelta(hours=3) - start) / (len(told.walked) + 1)
    for number, entry in enumerate(told.walked, start=1):
        acts.append((_working(start + number * step), entry.by, partial(walk_as_told, entry)))
    return sorted(acts, key=lambda act: act[0])


def _working(at: datetime) -> datetime:
    """A time within working hours of the same day, or of the Friday before a weekend."""
    at -= timedelta(days=max(at.weekday() - 4, 0))
    minutes = (at.hour * 60 + at.minute) * 9 // 24
    return _morning(at) + timedelta(minutes=minutes)


def walk_as_told(entry: Walked, file: Assessment) -> None:
    """Mark a control as the story tells it: the whole as one step, then each part that has a word of its own."""
    key = control_key(_CATALOG, entry.control)
    marking = _marking(entry.said)._replace(review=entry.review, owner=entry.owner, note=entry.note, flag=entry.flag)
    walk.mark(file, [key], marking)
    for letter, said in entry.parts:
        marking = _marking(said)
        if marking != Marking():
            walk.mark(file, [key], marking, letter)
        if said.overrule and said.overrule.service:
            word = said.overrule
            walk.overrule_service(file, key, letter, word.service, word.value, word.reason)


def _marking(said: Said) -> Marking:
    word = said.overrule if said.overrule and not said.overrule.service else None
    return Marking(
        status=said.status,
        result=said.result,
        statement=said.statement.strip() if said.statement else None,
        responsibility=word.value if word else None,
        reason=word.reason if word else "",
    )


def _attach(piece: SampleFile, file: Assessment) -> None:
    given = None if piece.guessed else piece.collected  # what is guessed has the clock, which stands at that day
    known = {"collector": _COLLECTOR, **dict(piece.facts)}
    facts = Facts(given, piece.covers, piece.title, piece.source, **known)
    keys: dict[str, list[str]] = {}
    for link in piece.links:
        keys.setdefault(link.part, []).append(control_key(_CATALOG, link.control))
    first, *others = keys
    done = attach(file, keys[first], [Pasted(piece.name, piece.data)], facts, part=first)
    (uid,) = done.new
    for part in others:
        evidence.link(file, keys[part], [uid], part)
    if piece.acceptance is not None:
        evidence.edit(file, [uid], Edit(acceptance=piece.acceptance))
    for link in piece.links:
        if link.place:
            evidence.set_place(file, control_key(_CATALOG, link.control), link.part, uid, link.place)
