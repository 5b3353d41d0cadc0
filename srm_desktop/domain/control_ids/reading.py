"""Reads control ids: one from a field, or all that a cell, a search text or a file name holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from srm_desktop.domain.control_ids.frameworks import TITLES, USUAL, named_at
from srm_desktop.domain.control_ids.nist import Asked, Reading, compiled
from srm_desktop.domain.control_ids.others import READERS
from srm_desktop.domain.control_ids.record import (
    Ambiguous,
    AmbiguousId,
    ControlId,
    Found,
    Source,
    Unread,
    UnreadableId,
)
from srm_desktop.domain.control_ids.styles import show, titled
from srm_desktop.domain.control_ids.tail import follows
from srm_desktop.domain.control_ids.text import ends_well, plain

Framework = str | Iterable[str] | None
"""The framework an id belongs to, or those it may belong to; None: nobody says."""

_LONGEST = 100_000
# An id begins a word. After a hyphen or dot only where a whole word or a date stands before it: `E-AC-32` is none.
_START = re.compile(
    r"(?<![^\W_])(?:(?<![A-Za-z0-9)\]][-.\u2013])|(?<=[A-Za-z]{4}-)|(?<=-\d\d-))(?=[A-Za-z0-9\u00a7])(?=[^,;|\n]{0,40}\d)"
)
_RANGE = re.compile(r"\s{0,2}(?:[-\u2013]|\.{2,3}|\u2026|\b(?:to|through|thru|bis)\b)\s{0,2}", re.IGNORECASE)
_RANGE_END = re.compile(r"[(\[]\s?(\d{1,3}|[A-Za-z])\s?[)\]]|(\d{1,3})(?=\s*(?:$|[,;|\n]))")
_ITEMS = re.compile(r"[^,;|\n]+")
_LOOKS_LIKE = re.compile(
    r"[\s'\"(\[]{0,4}(?=[\w.()\[\]-]{0,20}\d)(?:[A-Za-z]{1,8}[-_.(]?\d|[A-Za-z]{1,8}[-_.][A-Za-z0-9]|\d+[._]\d)[\w.()\[\]-]*"
)
_MORE = re.compile(r"\s{0,2}(?:[,;&/+]|\band\b)\s{0,2}[(\[]\s?(\d{1,3}|[A-Za-z])\s?[)\]]", re.IGNORECASE)
_ALONE = re.compile(r"(?:\s?(?:and\s|or\s|&)?\s?[(\[]?(?:\d{1,3}|[A-Za-z])\b[)\]]?\s?){1,4}$", re.IGNORECASE)
_LEAD = re.compile(
    r"\b(?:control|requirement|req\.?|practice|criterion|safeguard|subcategory)s?[:.#]?\s", re.IGNORECASE
)
_WORD = re.compile(r"[^\s,;|]+")

_NOT_ONE = "it is spelled like no control id that is known here"
_RANGE_WHY = "it is a range; name each id"
_OTHER = "it names an edition or a framework that is not the one asked for or not known here"


class _Span(NamedTuple):
    start: int
    end: int
    meant: tuple[tuple[ControlId, ...], ...]  # one: decided; several: ambiguous; none: `why`
    why: str = ""
    sure: bool = True


def parse(value: str | float, framework: Framework = None, source: Source | None = None) -> ControlId:
    """The one control id in `value`: a text that begins with it (a title may follow), or the number in a cell.

    `framework` is a key of `TITLES`, or several of them. Digits alone need it: `3.1.1` is in SP 800-171 and PCI DSS.
    Raises UnreadableId, or AmbiguousId with the readings where nothing decides between them.
    """
    text = _text(value)
    spans = _scan(text, framework, source, isinstance(value, float))
    found = _found(text, spans)
    told = _told(value)
    if found.ambiguous:
        raise AmbiguousId(f"{told} cannot be told: {found.ambiguous[0].why}.", found.ambiguous[0].readings)
    if len(found.ids) > 1:
        raise UnreadableId(f"{told} names several controls: {', '.join(map(show, found.ids[:4]))}; name one.")
    if found.unread or not found.ids or not _leads(text, spans[0].start):
        why = found.unread[0].why if found.unread else "it does not begin with one" if text else "it is empty"
        raise UnreadableId(f"{told} is not read as a control id{_of(framework)}: {why}.")
    return found.ids[0]


def parse_all(value: str | float, framework: Framework = None, source: Source | None = None) -> Found:
    """Every control id in a cell, a search text or a file name, with what could not be read or decided.

    Lists (`AC-2, AC-3; IA-5(1)`, `AC-2 (1) (2)`), titles after an id, and names of frameworks in front are understood.
    A range is only read where nothing lies between its ends. Text without anything like an id is unread as a whole.
    """
    text = _text(value)
    found = _found(text, _scan(text, framework, source, isinstance(value, float)))
    if isinstance(value, str) and len(value) > _LONGEST:
        rest = Unread(value[_LONGEST : _LONGEST + 20], "the text is too long to be read to its end")
        found = found._replace(unread=(*found.unread, rest))
    return found


def readings(value: str | float, framework: Framework = None, source: Source | None = None) -> tuple[ControlId, ...]:
    """Everything that a single id may mean, for a caller who knows which ids there are; empty where it is none."""
    try:
        return (parse(value, framework, source),)
    except AmbiguousId as problem:
        return problem.readings
    except UnreadableId:
        return ()


def _text(value: str | float) -> str:
    return plain(str(value)[:_LONGEST]).strip().rstrip(".")


def _told(value: object) -> str:
    text = " ".join(str(value).split())
    return repr(text if len(text) <= 60 else text[:57] + "...")


def _of(framework: Framework) -> str:
    named = _several(framework)
    return f" of {' or '.join(TITLES[f] for f in named)}" if named else ""


def _several(framework: Framework) -> tuple[str, ...]:
    named = (framework,) if isinstance(framework, str) else tuple(framework or ())
    if unknown := [f for f in named if f not in TITLES]:
        raise ValueError(f"not a framework whose ids are known: {unknown[0]!r}")
    return named


def _leads(text: str, start: int) -> bool:
    """Whether nothing stands before the first id but the name of its framework."""
    first = _START.search(text)
    named = named_at(text, first.start()) if first else None
    return not _LEAD.sub("", text[named.end if named and named.end <= start else 0 : start], count=1).strip(" '\"([_#")


def _scan(text: str, framework: Framework, source: Source | None, number: bool) -> list[_Span]:
    asked_for = _several(framework)
    spans: list[_Span] = []
    at, named = 0, None
    while start := _START.search(text, at):
        place = start.start()
        if "|" in text[at:place] or "\n" in text[at:place]:
            named = None  # the name of a framework holds for its line
        if name := named_at(text, place):
            named, at = name, name.end
            if named.end == len(text) and not spans:
                spans.append(_Span(place, at, (), "it names a framework and no control"))
            continue
        among = named.frameworks if named else asked_for or USUAL
        if named and asked_for:
            among = tuple(f for f in among if f in asked_for)
        asked = Asked(bool(named or asked_for), source, number)
        span = _span_at(text, place, among, asked)
        if not (span and span.meant) and among and not asked_for:
            span = _other(text, place, among, source, number) or span
        if span is None and named and not among and _LOOKS_LIKE.match(text, place):
            span = _Span(place, _word_end(text, place), (), _OTHER)
        if span is None:
            at = place + 1
            continue
        if span.meant:
            span = _range(text, span, among, asked) or _more(text, span)
        spans.append(span)
        at = max(span.end, place + 1)
    return spans


def _span_at(text: str, at: int, among: Iterable[str], asked: Asked) -> _Span | None:
    """What begins at a place, if it is an id: the longest reading; a sure one before those that are not."""
    found = [r for framework in among for r in READERS[framework](text, at, asked)]
    if not found:
        return None
    good = [r for r in found if r.ids and ends_well(text, r.end)]
    if not good:
        spread = any(compiled(r"\u2013\d").match(text, r.end) for r in found)
        why = next((r.why for r in found if r.why), _RANGE_WHY if spread else _NOT_ONE)
        return _Span(at, max(_word_end(text, at), *(r.end for r in found)), (), why)
    end = max(r.end for r in good)
    longest = [r for r in good if r.end == end]
    told = [r for r in found if r.why and r.end > end]
    if told:
        return _Span(at, told[0].end, (), told[0].why)
    best: list[Reading] = [r for r in longest if r.sure] or longest
    return _Span(at, end, tuple(dict.fromkeys(r.ids for r in best)), sure=best[0].sure)


def _other(text: str, at: int, named: Iterable[str], source: Source | None, number: bool) -> _Span | None:
    """An id of another framework behind one that was named, if it is sure: `PCI DSS 8.3.6; AC-2`."""
    kin = {framework.rsplit("-", 1)[0] for framework in named}  # not another edition of it
    others = (framework for framework in USUAL if framework.rsplit("-", 1)[0] not in kin)
    span = _span_at(text, at, others, Asked(False, source, number))
    return span if span and span.meant and span.sure else None


def _word_end(text: str, at: int) -> int:
    word = _WORD.match(text, at)
    return word.end() if word else at + 1


def _range(text: str, first: _Span, among: Iterable[str], asked: Asked) -> _Span | None:
    """The range that begins with an id, if one does: read where its ends are neighbours, reported otherwise."""
    joined = _RANGE.match(text, first.end)
    if not joined:
        return None
    second = _span_at(text, joined.end(), among, asked)
    if second is None or not second.meant:
        end = _RANGE_END.match(text, joined.end())
        if not end:
            return None
        neighbour = _beside(first.meant[0][-1], end[1] or "")
        if len(first.meant) == 1 and neighbour and ends_well(text, end.end()):
            return first._replace(end=end.end(), meant=((*first.meant[0], neighbour),))
        return _Span(first.start, end.end(), (), _RANGE_WHY)
    if len(first.meant) == len(second.meant) == 1:
        last, next_one = first.meant[0][-1], second.meant[0][0]
        if _beside(last, _last_step(next_one)) == next_one:
            return first._replace(
                end=second.end, meant=(first.meant[0] + second.meant[0],), sure=first.sure and second.sure
            )
    return _Span(first.start, second.end, (), _RANGE_WHY)


def _more(text: str, span: _Span) -> _Span:
    """An id with those that only their last step in brackets names: `AC-2(1), (3)`, `AC-2(a) and (b)`."""
    while len(span.meant) == 1 and (found := _MORE.match(text, span.end)) and ends_well(text, found.end()):
        one, step = span.meant[0][-1], found[1].lower()
        if one.enhancement and not one.part and step.isdigit():
            more = one._replace(enhancement=int(step))
        elif one.part and one.part[-1].isalpha() and step.isalpha():
            more = one._replace(part=(*one.part[:-1], step))
        else:
            break
        span = span._replace(end=found.end(), meant=((*span.meant[0], more),))
    return span


def _last_step(one: ControlId) -> str:
    return one.part[-1].strip("[]") if one.part else str(one.enhancement or one.number)


def _beside(one: ControlId, step: str) -> ControlId | None:
    """The neighbour of an id that ends in `step`, if that comes right after the id's own last step."""
    if not follows(_last_step(one), step):
        return None
    if one.part:
        last = one.part[-1].replace(one.part[-1].strip("[]"), step.lower())
        return one._replace(part=(*one.part[:-1], last))
    return one._replace(enhancement=int(step)) if one.enhancement else one._replace(number=int(step))


def _found(text: str, spans: list[_Span]) -> Found:
    ids: dict[ControlId, None] = {}
    unread: list[Unread] = []
    ambiguous: list[Ambiguous] = []
    for span in spans:
        piece = text[span.start : span.end]
        if len(span.meant) == 1 and span.sure:
            ids |= dict.fromkeys(span.meant[0])
        elif span.meant:
            meant = tuple(dict.fromkeys(one for some in span.meant for one in some))
            ambiguous.append(Ambiguous(piece, meant, _choice(meant)))
        else:
            unread.append(Unread(piece, span.why))
    unread += _missed(text, spans)
    if text and not (ids or unread or ambiguous):
        unread.append(Unread(text, _NOT_ONE))
    return Found(tuple(ids), tuple(unread), tuple(ambiguous))


def _missed(text: str, spans: list[_Span]) -> Iterator[Unread]:
    """What begins an item of a list like an id, or stands anywhere behind the name of a framework, and was not read."""
    behind = list(reversed(spans))
    for item in _ITEMS.finditer(text):
        while behind and behind[-1].end <= item.start():
            behind.pop()
        any_read = bool(behind) and behind[-1].start < item.end()
        if not any_read and spans and _ALONE.match(item[0]):
            yield Unread(item[0].strip(), "it is not a whole id")
            continue
        name = named_at(text, item.end() - len(item[0].lstrip()))
        if any_read and not name:
            continue
        for word in _WORD.finditer(text, name.end if name else item.start(), item.end()):
            while behind and behind[-1].end <= word.start():
                behind.pop()
            read = bool(behind) and behind[-1].start < word.end()
            if not read and (like := _LOOKS_LIKE.match(word[0])):
                yield Unread(like[0], _NOT_ONE)
            if not name:
                break


def _choice(meant: tuple[ControlId, ...]) -> str:
    titles = list(map(titled, meant[:5]))
    if len({one.framework for one in meant}) > 1:
        return f"it may be {' or '.join(titles)}; say which framework it is"
    if len(meant) > 1:
        return f"it may be {' or '.join(titles)}"
    return f"it may be {titles[0]} or something else; say which framework it is"
