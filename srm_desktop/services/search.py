"""Search everything: controls, evidence and what was written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from srm_desktop.domain.catalog import Control
from srm_desktop.services.board import board
from srm_desktop.services.listing import Filter, narrow
from srm_desktop.storage import catalog_words, reading
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment

MOST = 30
"""How many hits of one kind are found; of all kinds together twice as many."""


class Hit(NamedTuple):
    """Something that was found: `kind` is control, text or evidence; `target` is a control key or evidence uid."""

    kind: str
    target: str
    title: str
    detail: str


def search(file: Assessment, text: str) -> list[Hit]:
    """What `text` finds, best first: controls by id or title, evidence by name, then words in texts and statements."""
    words = text.casefold().split()
    if not words:
        return []
    with file.reading():
        hits = [Hit("control", r.key, f"{r.id}  {r.title}", r.group_title) for r in narrow(file, Filter(text=text))]
        hits = hits[:MOST] + _evidence(file, words)
        named = {hit.target for hit in hits}
        rows = board(file).rows
        for key, snippet in _texts(file, text, words).items():
            if key in rows and key not in named:
                hits.append(Hit("text", key, f"{rows[key].id}  {rows[key].title}", snippet))
    return hits[: 2 * MOST]


def _texts(file: Assessment, text: str, words: list[str]) -> dict[str, str]:
    """Controls whose texts hold the words, those that were written here first, each with what stands around them."""
    outlines = board(file).outlines
    found = {key: _around(body, words[0]) for key, body in reading.written_with(file, words, MOST)}
    editions = sorted({outline.edition for outline in outlines.values()})
    for key in reading.keys_at(file, catalog_words.find(file, text, editions, MOST)):
        if key not in found and key in outlines:
            found[key] = _snippet(reading.control(file, outlines[key]), words)
    return found


def _snippet(control: Control, words: list[str]) -> str:
    """The text of a control that holds most of the words, from where the first of them stands."""
    best = max(_said(control), key=lambda text: sum(word in text.casefold() for word in words), default="")
    first = next((word for word in words if word in best.casefold()), "")
    return _around(best, first)


def _said(control: Control) -> Iterable[str]:
    for part in control.parts:
        yield from (part.text, part.intro)
    yield from (objective.text for objective in control.objectives)
    for side in (control.aws, control.customer):
        yield from (side.text, *(text for _, text in side.tiers))
    for hint in control.hints:
        yield from (hint.what, hint.console, hint.cli)
    yield from (control.guidance, control.why)


def _around(text: str, word: str, each_side: int = 60) -> str:
    at = max(text.casefold().find(word), 0)
    start, end = max(at - each_side, 0), at + len(word) + each_side
    return ("..." if start else "") + text[start:end].strip() + ("..." if end < len(text) else "")


def _evidence(file: Assessment, words: list[str]) -> list[Hit]:
    found = []
    for uid, piece in board(file).evidence.items():
        text = f"{piece.id} {piece.name} {piece.title} {piece.source} {piece.note}".casefold()
        if all(word in text for word in words):
            found.append(Hit("evidence", uid, f"{piece.id}  {piece.title}", piece.name))
            if len(found) == MOST:
                break
    return found
