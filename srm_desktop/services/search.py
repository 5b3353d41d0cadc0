"""Search everything: controls, evidence and what was written."""

from __future__ import annotations

from typing import NamedTuple

from srm_desktop.services.board import board
from srm_desktop.services.listing import Filter, narrow
from srm_desktop.storage import reading
from srm_desktop.storage.assessment_file import AssessmentFile as Assessment

MOST = 30
"""How many hits of one kind are found; of all kinds together twice as many."""


class Hit(NamedTuple):
    """Something that was found: `kind` is control, text or evidence; `target` is a control key or evidence uid.

    `id` is what people call it: the control's id as its catalog writes it, `E-12` of a piece.
    """

    kind: str
    target: str
    id: str
    title: str
    detail: str


def search(file: Assessment, text: str) -> list[Hit]:
    """What `text` finds, best first: controls by id or title, evidence by name, then words in texts and statements."""
    words = text.casefold().split()
    if not words:
        return []
    with file.reading():
        hits = [Hit("control", r.key, r.id, r.title, r.group_title) for r in narrow(file, Filter(text=text))]
        hits = hits[:MOST] + _evidence(file, words)
        named = {hit.target for hit in hits}
        rows = board(file).rows
        for key, snippet in reading.texts_with(file, words, MOST):
            if key in rows and key not in named:
                hits.append(Hit("text", key, rows[key].id, rows[key].title, snippet))
    return hits[: 2 * MOST]


def _evidence(file: Assessment, words: list[str]) -> list[Hit]:
    found = []
    for uid, piece in board(file).evidence.items():
        text = f"{piece.id} {piece.name} {piece.title} {piece.source} {piece.note}".casefold()
        if all(word in text for word in words):
            found.append(Hit("evidence", uid, piece.id, piece.title, piece.name))
            if len(found) == MOST:
                break
    return found
