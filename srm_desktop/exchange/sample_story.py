"""The sample assessment as `resources/sample/` tells it: from YAML to frozen records, with dates around a given day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

import yaml

from srm_desktop.assets import resource
from srm_desktop.domain.assessment import Details
from srm_desktop.domain.freshness import Period
from srm_desktop.domain.vocabulary import Acceptance, Responsibility, Result, Review, Status, Statuses, statuses
from srm_desktop.exchange import sample_files, sample_picture
from srm_desktop.exchange.resources import BadResource


class Word(NamedTuple):
    """An overruling: to what, why, and for which service (empty: for the part as a whole)."""

    value: Responsibility
    reason: str
    service: str = ""


class Said(NamedTuple):
    """What was set on a control or on one of its parts; None where nothing was."""

    status: Statuses | None = None
    result: Result | None = None
    statement: str | None = None
    overrule: Word | None = None


class Walked(NamedTuple):
    """A control as it was walked: by whom, what was set on the whole, and then on single parts."""

    control: str
    by: str
    said: Said
    parts: tuple[tuple[str, Said], ...]
    owner: str | None = None
    review: Review | None = None
    note: str | None = None
    flag: bool | None = None


class Place(NamedTuple):
    """Where a piece belongs: control, part (may be empty), and where in the piece to look."""

    control: str
    part: str
    place: str


class SampleFile(NamedTuple):
    """A piece of evidence with the bytes of its file; `facts` are further texts that are known of it, by field."""

    name: str
    title: str
    source: str
    collected: date
    covers: Period
    data: bytes
    links: tuple[Place, ...]
    facts: tuple[tuple[str, str], ...] = ()
    acceptance: Acceptance | None = None
    guessed: bool = False


class Story(NamedTuple):
    """The whole sample: what it is about, the services, what was walked, the evidence."""

    details: Details
    services: tuple[str, ...]
    walked: tuple[Walked, ...]
    evidence: tuple[SampleFile, ...]


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DATE = re.compile(r"\{(day|ym|month|compact)([+-]\d+)\}")
_FORMS = {"day": "%Y-%m-%d", "ym": "%Y-%m", "compact": "%Y%m%d"}


def story(today: date) -> Story:
    """The sample as it looks on `today`. Raises BadResource where a file in `resources/sample/` is wrong."""
    head = _load("story.yaml", today)
    details = Details(head["title"], head["organisation"], head["system"], audit_period(today))
    walked = tuple(_walked(entry) for entry in _load("walk.yaml", today)["walk"])
    pieces = tuple(_file(entry, today) for entry in _load("evidence.yaml", today)["evidence"])
    return Story(details, tuple(head["services"]), walked, pieces)


def audit_period(today: date) -> Period:
    """Six whole months around `today`: four before its month and one after it."""
    return Period(_month(today, -4), _month(today, 2) - timedelta(days=1))


def _month(today: date, shift: int) -> date:
    """The first day of a month, counted from that of `today`."""
    years, month = divmod(today.month - 1 + shift, 12)
    return date(today.year + years, month + 1, 1)


def _load(name: str, today: date) -> Any:
    text = _DATE.sub(lambda m: _spelled(m[1], today + timedelta(days=int(m[2]))), _read(name))
    try:
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        raise BadResource(f"sample/{name} is not valid YAML: {error}") from error


def _read(name: str) -> str:
    return resource("sample", name).read_text(encoding="utf-8")


def _spelled(form: str, day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.year}" if form == "month" else day.strftime(_FORMS[form])


def _walked(entry: dict[str, Any]) -> Walked:
    try:
        return Walked(
            control=entry["control"],
            by=entry["by"],
            said=_said(entry),
            parts=tuple((letter, _said(said)) for letter, said in (entry.get("parts") or {}).items()),
            owner=entry.get("owner"),
            review=Review(entry["review"]) if "review" in entry else None,
            note=entry.get("note"),
            flag=entry.get("flag"),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise BadResource(f"sample/walk.yaml: {entry.get('control')!r} is not as it should be ({error}).") from error


def _said(entry: dict[str, Any]) -> Said:
    status = entry.get("status")
    words = [status] if isinstance(status, str) else status
    over = entry.get("overrule")
    return Said(
        statuses([Status(word) for word in words]) if words else None,
        Result(entry["result"]) if "result" in entry else None,
        entry.get("statement"),
        Word(Responsibility(over["to"]), over["reason"], over.get("service", "")) if over else None,
    )


def _file(entry: dict[str, Any], today: date) -> SampleFile:
    try:
        collected = today - timedelta(days=entry["age"])
        first, last = (today - timedelta(days=n) for n in entry.get("covers", (0, 0)))
        return SampleFile(
            name=entry["name"],
            title=entry["title"],
            source=entry["source"],
            collected=collected,
            covers=Period(first, last) if "covers" in entry else Period(),
            data=_bytes(entry, collected),
            links=tuple(_links(entry)),
            facts=tuple((name, str(text)) for name, text in (entry.get("facts") or {}).items()),
            acceptance=Acceptance(entry["acceptance"]) if "acceptance" in entry else None,
            guessed=bool(entry.get("guessed")),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise BadResource(f"sample/evidence.yaml: {entry.get('name')!r} is not as it should be ({error}).") from error


def _links(entry: dict[str, Any]) -> Iterator[Place]:
    for link in entry["links"]:
        yield Place(link["control"], link.get("part", ""), str(link.get("place", "")))


def _bytes(entry: dict[str, Any], collected: date) -> bytes:
    if "text" in entry:
        return str(entry["text"]).encode()
    if "pdf" in entry:
        return sample_files.pdf(entry["pdf"], entry["title"])
    if "sheets" in entry:
        return sample_files.workbook(entry["sheets"], collected)
    screen = entry["screen"]
    rows = [[str(cell) for cell in row] for row in screen["rows"]]
    taken = f"{collected.isoformat()} 09:42 UTC"
    where = (screen["path"], screen["title"], screen["account"], taken)
    return sample_picture.console_screen(*where, rows, screen.get("notes", ()))
